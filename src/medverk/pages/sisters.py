"""Where a unit lies among its sister units, by question [statistics.md, "Comparing units"].

Sister units are of the same type under the same parent. They are never named here and never ranked:
what is said is what is usual for a unit with as many answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from medverk.pages.reading import counted
from medverk.people.finding import AT_WORK
from medverk.people.models import Unit
from medverk.releases.lines import sums_of
from medverk.releases.queries import Sum
from medverk.rules.statistics.funnel import Band, Count, Standing, draw_funnel
from medverk.rules.statistics.sisters import FEWEST_FOR_SPREAD
from medverk.rules.weeks import Week
from medverk.surveys.content import Content, Scale

MOST_SISTERS = 50  # so that a page costs the same among 10 and among 1000 offices


@dataclass(frozen=True, slots=True)
class AmongSisters:
    """The unit's share, what is usual for a unit of its size, and where it lies."""

    share: float
    usual: Band
    standing: Standing


def among_sisters(
    unit: Unit, content: Content, questionnaire: str, *, since: Week
) -> Mapping[str, AmongSisters]:
    """By question; none where fewer than 5 sisters have figures. Two queries."""
    sums = sums_of([unit.pk, *sisters_of(unit)], questionnaire, since=since)
    found = {}
    for question in content.questions:
        here, others = counts_of(unit.pk, sums, question.key, content.scale_of(question))
        if here is not None and len(others) >= FEWEST_FOR_SPREAD:
            funnel = draw_funnel([here, *others])
            usual = funnel.band(here.answered)
            found[question.key] = AmongSisters(here.share, usual, funnel.standing(here))
    return found


def sisters_of(unit: Unit) -> Sequence[int]:
    alike = Unit.objects.filter(parent=unit.parent_id, type=unit.type, status__in=AT_WORK)
    return list(
        alike.exclude(pk=unit.pk).order_by("pk").values_list("pk", flat=True)[:MOST_SISTERS]
    )


def counts_of(
    unit: int, sums: Mapping[int, Mapping[str, Sum]], question: str, scale: Scale
) -> tuple[Count | None, list[Count]]:
    """The unit's count and the sisters', of those who have figures of the question."""
    counts = {
        each: Count(counted(figures[question], scale), figures[question].answered)
        for each, figures in sums.items()
        if question in figures and figures[question].answered
    }
    return counts.pop(unit, None), list(counts.values())
