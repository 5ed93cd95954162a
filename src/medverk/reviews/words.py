"""The codes of reviews in words."""

from django.utils.translation import gettext_lazy as _

from medverk.reviews.checklists import CHECKLISTS, latest
from medverk.rules.reviews import CaseState, Met, Refusal, RoundState
from medverk.rules.sampling import SampleFault, Stratify
from medverk.rules.statistics.agreement import Undefined
from medverk.rules.statistics.change import Change

STATES = {
    RoundState.PLANNED: _("planned"),
    RoundState.REVIEWING: _("being reviewed"),
    RoundState.CLOSED: _("closed"),
    RoundState.CANCELLED: _("cancelled"),
}
STATE_COLOURS = {
    RoundState.PLANNED: "neutral",
    RoundState.REVIEWING: "info",
    RoundState.CLOSED: "success",
    RoundState.CANCELLED: "neutral",
}
CASE_STATES = {
    CaseState.WAITING: _("waiting"),
    CaseState.DISAGREED: _("to be settled"),
    CaseState.DONE: _("done"),
}
MET = {
    Met.YES: _("Yes"),
    Met.PARTLY: _("Partly"),
    Met.NO: _("No"),
    Met.NOT_RELEVANT: _("Not relevant"),
}
STRATIFY = {
    Stratify.COUNSELLOR: _("By counsellor: each has a part that fits how many cases they have"),
    Stratify.KIND: _("By kind: each kind has a part that fits how many cases it has"),
}
REVIEWERS = {
    1: _("One"),
    2: _("Two, who do not see each other’s answers"),
}
REFUSALS = {
    Refusal.WRONG_STATE: _("This has moved on since you opened the page. Look at it again."),
    Refusal.NOT_FINISHED: _("Some cases are not reviewed or not settled yet."),
    Refusal.ALREADY_THIS_HALF_YEAR: _(
        "The office has a round with this checklist in this half-year already."
    ),
    Refusal.TOO_FEW_REVIEWERS: _(
        "Nothing could be handed over: the cases are their own, or they review them already."
    ),
    Refusal.NOT_YOURS: _("This case is reviewed by others."),
}
SAMPLE_FAULTS = {
    SampleFault.TOO_SHORT: _("The list has fewer cases than the sample needs."),
    SampleFault.ONE_COUNSELLOR: _(
        "All cases are one counsellor’s. The result would be about one person, and is never made."
    ),
    SampleFault.TOO_FEW_REVIEWERS: _(
        "Nobody reviews their own cases: choose more reviewers for this list."
    ),
}
UNDEFINED = {
    Undefined.NOTHING_TWICE: _("no case was judged by two"),
    Undefined.ONE_CATEGORY: _(
        "both gave the same answer to every case, so agreement beyond chance has no value"
    ),
}
CHANGES = {
    Change.RISEN: _("Higher than before, and more than chance explains."),
    Change.FALLEN: _("Lower than before, and more than chance explains."),
    Change.AS_USUAL: _("As usual: the difference is no larger than chance makes it."),
    Change.TOO_EARLY: _("Too early to say whether anything has changed."),
}


def checklist_choices() -> list[tuple[str, str]]:
    """Every checklist by its name in the language of the page."""
    return [(key, str(latest(key).name)) for key in CHECKLISTS]
