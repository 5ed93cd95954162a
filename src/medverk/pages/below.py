"""The units below a county or the country: their state and figures, by name, never ranked."""

from collections.abc import Mapping
from dataclasses import dataclass

from medverk.pages.reading import share_of
from medverk.people.finding import AT_WORK
from medverk.people.models import Unit, UnitType
from medverk.people.queries import units_below
from medverk.releases.queries import Below
from medverk.rules.statistics.intervals import Estimate
from medverk.surveys.content import Content


@dataclass(frozen=True, slots=True)
class Beside:
    """One unit's share of one question; None while nothing of it is shown."""

    name: str
    answered: int
    share: Estimate | None


def units_under(top: Unit, kind: UnitType) -> list[int]:
    """The ids of units of one type below another. Two queries."""
    below = units_below([top.pk])[top.pk]
    found = Unit.objects.filter(pk__in=below, type=kind, status__in=AT_WORK)
    return list(found.values_list("pk", flat=True))


def read_beside(content: Content, below: Below) -> Mapping[str, tuple[Beside, ...]]:
    """For each question, every unit in the order of the names."""
    return {
        question.key: tuple(
            Beside(
                state.name,
                figures.answered if figures else 0,
                share_of(figures, content.scale_of(question)) if figures else None,
            )
            for state in below.units
            for figures in [state.questions.get(question.key)]
        )
        for question in content.questions
    }
