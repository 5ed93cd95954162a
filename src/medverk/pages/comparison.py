"""The units below a county or the country beside each other in a funnel: one question at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from medverk.charts.funnel import FunnelUnit, funnel_chart
from medverk.charts.picture import Picture
from medverk.pages.reading import counted
from medverk.releases.queries import Below
from medverk.rules.statistics.funnel import Count
from medverk.rules.statistics.outside import find_outside
from medverk.surveys.content import Content, Question

FEWEST_COMPARED = 3  # units with figures


@dataclass(frozen=True, slots=True)
class Choice:
    """A question to compare by."""

    key: str
    text: str
    here: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """The funnel of one question, and the other questions that can be chosen."""

    statement: str
    picture: Picture
    choices: tuple[Choice, ...]


def comparison_of(asked: Content | None, below: Below, wanted: str | None) -> Comparison | None:
    """The wanted question's funnel; without a wish that of the first question by which a unit
    surely differs. None while fewer than 3 units have figures."""
    if asked is None:
        return None
    counts = {question.key: units_of(question, asked, below) for question in asked.questions}
    shown = [q for q in asked.questions if len(counts[q.key]) >= FEWEST_COMPARED]
    if not shown:
        return None
    chosen = next((q for q in shown if q.key == wanted), None)
    looks = len(shown)
    chosen = chosen or next((q for q in shown if has_outlier(counts[q.key], looks)), shown[0])
    language = get_language() or "nb"
    return Comparison(
        chosen.text[language],
        funnel_chart(
            counts[chosen.key],
            name="comparison",
            title=_("Units of different size, side by side"),
            looks=looks,
        ),
        tuple(Choice(q.key, q.text[language], q is chosen) for q in shown),
    )


def units_of(question: Question, asked: Content, below: Below) -> list[FunnelUnit]:
    """In the order of the names."""
    scale = asked.scale_of(question)
    sums = ((state.name, state.questions.get(question.key)) for state in below.units)
    return [
        FunnelUnit(name, Count(counted(figures, scale), figures.answered))
        for name, figures in sums
        if figures and figures.answered
    ]


def has_outlier(units: Sequence[FunnelUnit], looks: int) -> bool:
    return bool(find_outside([unit.count for unit in units], looks))
