"""For everybody: you said, we did, and whether it helped. Open figures only [G1, G6]."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from medverk.experiences.models import Telling
from medverk.experiences.queries import tellings_of
from medverk.experiences.themes import verb_of
from medverk.experiences.together import outcome_of
from medverk.experiences.words import EXPLANATIONS, HEADLINES
from medverk.improvement.indicators import Indicator, indicator_of
from medverk.people.models import Unit
from medverk.people.requests import VisitorRequest
from medverk.rules.statistics.intervals import Estimate, estimate_share
from medverk.rules.statistics.verdict import Verdict, Why

MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Loop:
    """One round: what users said, with the open figure from before, what was done, what came of it.

    before: the share whom the indicator counts, before anything was done, as it was published; None
    without any. verb: what they did.
    """

    telling: Telling
    indicator: Indicator | None
    before: Estimate | None
    verb: str
    verdict: Verdict
    why: Why

    @property
    def headline(self) -> str:
        return str(HEADLINES[self.verdict])

    @property
    def explanation(self) -> str:
        return str(EXPLANATIONS[self.why])


@require_GET
def said_and_did(request: VisitorRequest, unit: int) -> HttpResponse:
    """What an office tells its users."""
    office = get_object_or_404(Unit, pk=unit)
    told = list(tellings_of(office.pk)[:MOST_TOLD])
    keys = {each.improvement.indicator for each in told}
    indicators = {key: indicator_of(key, request.now) for key in keys}
    verbs = {key: verb_of(found, request.now) for key, found in indicators.items() if found}
    loops = [
        close(each, indicators[each.improvement.indicator], verbs.get(each.improvement.indicator))
        for each in told
    ]
    return render(request, "experiences/said_and_did.html", {"unit": office, "loops": loops})


def close(telling: Telling, indicator: Indicator | None, verb: str | None) -> Loop:
    outcome = outcome_of(telling.improvement)
    return Loop(
        telling,
        indicator,
        before_of(telling.improvement.baseline),
        verb or "",
        Verdict(outcome.verdict) if outcome else Verdict.TOO_EARLY,
        Why(outcome.why) if outcome else Why.FEW_AFTER,
    )


def before_of(baseline: list[list[object]]) -> Estimate | None:
    """The blocks of the baseline as one figure: each is open, and so is their sum [G2]."""
    answered = sum(int(str(line[3])) for line in baseline)
    agreed = sum(float(str(line[2])) * int(str(line[3])) for line in baseline)
    return estimate_share(round(agreed), answered) if answered else None
