"""Tables of this room."""

from medverk.experiences.models.letters import Letter as Letter
from medverk.experiences.models.letters import Subscription as Subscription
from medverk.experiences.models.library import Experience as Experience
from medverk.experiences.models.library import Outcome as Outcome
from medverk.experiences.models.told import Telling as Telling
