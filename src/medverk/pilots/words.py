"""The codes of pilots in words."""

from django.utils.translation import gettext_lazy as _

from medverk.pilots.models import Verdict
from medverk.rules.pilots import Decision, PilotState, Refusal

STATES = {
    PilotState.PLANNED: _("planned"),
    PilotState.RUNNING: _("running"),
    PilotState.EVALUATING: _("being evaluated"),
    PilotState.DECIDED: _("decided"),
}
STATE_COLOURS = {
    PilotState.PLANNED: "neutral",
    PilotState.RUNNING: "success",
    PilotState.EVALUATING: "warning",
    PilotState.DECIDED: "info",
}
DECISIONS = {
    Decision.ROLL_OUT: _("Roll it out"),
    Decision.STOP: _("Stop"),
}
VERDICTS = {
    Verdict.YES: _("Yes"),
    Verdict.PARTLY: _("Partly"),
    Verdict.NO: _("No"),
}
REFUSALS = {
    Refusal.WRONG_STATE: _("The pilot has moved on since you opened the page. Look at it again."),
    Refusal.NO_OFFICES: _("Choose at least one office first."),
    Refusal.BEFORE_FIRST_DAY: _("The first day has not come. Change the first day to start now."),
    Refusal.AFTER_LAST_DAY: _("The last day has passed. Change the period to start now."),
    Refusal.ANSWERS_NOT_PUBLISHED: _(
        "The last answers are not published yet. Decide when they are, so that all count."
    ),
    Refusal.OFFICE_IN_ANOTHER_PILOT: _(
        "An office is in another pilot in the same weeks. Take it out, or change the period."
    ),
}
