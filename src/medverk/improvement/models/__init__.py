"""Tables of this room."""

from medverk.improvement.models.effects import Verdict as Verdict
from medverk.improvement.models.findings import Finding as Finding
from medverk.improvement.models.guidance import GuidanceRequest as GuidanceRequest
from medverk.improvement.models.improvements import FollowUp as FollowUp
from medverk.improvement.models.improvements import Improvement as Improvement
from medverk.improvement.models.improvements import ReminderSent as ReminderSent
