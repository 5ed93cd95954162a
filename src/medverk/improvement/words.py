"""The codes of this room in words."""

from django.utils.translation import gettext_lazy as _

from medverk.rules.improvement.guidance import GuidanceState
from medverk.rules.improvement.states import ImprovementState, Kind, Refusal, Source
from medverk.rules.statistics.assurance import Direction
from medverk.rules.statistics.verdict import Verdict

SOURCES = {
    Source.SIGNAL: _("What users answer"),
    Source.COMPLAINTS: _("Service complaints"),
    Source.EXCHANGE: _("Feedback from another unit"),
    Source.REVIEW: _("A quality review"),
    Source.COUNCIL: _("A question from the user council"),
    Source.COMPETENCE: _("Something we need to learn"),
    Source.EXPERIENCE: _("What another office has learned"),
}
BY_HAND = [(code, words) for code, words in SOURCES.items() if code is not Source.EXPERIENCE]
KINDS = {
    Kind.PRACTICE: _("We work in another way"),
    Kind.GUIDANCE: _("We guide each other"),
    Kind.COMPETENCE: _("We learn something"),
}
STATES = {
    ImprovementState.PROPOSED: _("Proposed"),
    ImprovementState.PLANNED: _("Waiting to start"),
    ImprovementState.RUNNING: _("Under way"),
    ImprovementState.EVALUATING: _("Time to evaluate"),
    ImprovementState.ENDED: _("Ended"),
    ImprovementState.DROPPED: _("Dropped"),
}
STATE_COLOURS = {
    ImprovementState.PROPOSED: "neutral",
    ImprovementState.PLANNED: "neutral",
    ImprovementState.RUNNING: "success",
    ImprovementState.EVALUATING: "warning",
    ImprovementState.ENDED: "info",
    ImprovementState.DROPPED: "neutral",
}
EXPECTED = {
    Direction.UP: _("more than before"),
    Direction.DOWN: _("fewer than before"),
}
VERDICTS = {
    Verdict.TOO_EARLY: _("Too early to tell"),
    Verdict.NO_SIGNAL: _("No signal"),
    Verdict.SIGNAL: _("A signal"),
    Verdict.SIGNAL_BEYOND_SISTERS: _("A signal beyond sister offices"),
}
REFUSALS = {
    Refusal.WRONG_STATE: _("It has moved on since you opened the page. Look at it again."),
    Refusal.BEFORE_START: _("The first day has not come. Change the first day to start now."),
    Refusal.STARTED_BEFORE: _(
        "Choose a first day that is today or later. What is registered afterwards cannot be told "
        "from luck."
    ),
    Refusal.DEADLINE_BEFORE_START: _("Choose a deadline after the first day."),
    Refusal.TOO_LONG: _("Choose a deadline within two years of the first day."),
}
GUIDANCE_STATES = {
    GuidanceState.ASKED: _("asked for"),
    GuidanceState.AGREED: _("agreed"),
    GuidanceState.HELD: _("held"),
    GuidanceState.WITHDRAWN: _("withdrawn"),
}
