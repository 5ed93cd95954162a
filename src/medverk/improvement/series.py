"""An indicator's points, unit by unit, from open figures only; and the units to compare with."""

from collections.abc import Iterable, Mapping
from datetime import date

from medverk.improvement.indicators import Indicator
from medverk.people.models import Unit, UnitStatus
from medverk.releases.lines import lines_of
from medverk.releases.queries import Line
from medverk.rules.improvement.baseline import SeriesPoint
from medverk.rules.improvement.series import QuestionFigure, join_questions
from medverk.rules.weeks import Week

HISTORY_WEEKS = 104  # before the finding; older practice is another practice
AT_WORK = (UnitStatus.ACTIVE, UnitStatus.CLOSING)
MOST_SISTERS = 50  # so that a verdict costs the same among 10 and among 1000 offices


def points_of(
    unit_ids: Iterable[int], indicator: Indicator, *, before: date
) -> dict[int, list[SeriesPoint]]:
    """Each unit's points, oldest first, from two years before a day until now. One query."""
    since = Week.of_date(before).plus(-HISTORY_WEEKS)
    found = lines_of(unit_ids, indicator.questionnaire, indicator.questions, since=since)
    return {unit: points_from(lines, indicator) for unit, lines in found.items()}


def points_from(lines: Mapping[str, Iterable[Line]], indicator: Indicator) -> list[SeriesPoint]:
    figures = (
        QuestionFigure(
            line.from_week,
            line.to_week,
            sum(line.counts[indicator.agree_from[question] - 1 :]),
            line.answered,
        )
        for question, shown in lines.items()
        for line in shown
    )
    return join_questions(figures, len(indicator.questions))


def sisters_of(unit: Unit) -> list[int]:
    """The units to compare with: of the same type, under the same parent first, 50 at most. Two
    queries at most. Frozen with the plan, so that nobody chooses them when the figures are known.
    """
    alike = Unit.objects.filter(type=unit.type, status__in=AT_WORK).exclude(pk=unit.pk)
    near = list(
        alike.filter(parent=unit.parent_id)
        .order_by("pk")
        .values_list("pk", flat=True)[:MOST_SISTERS]
    )
    far = alike.exclude(parent=unit.parent_id).order_by("pk").values_list("pk", flat=True)
    return near + list(far[: MOST_SISTERS - len(near)])


Stored = list[tuple[str, str, float, int]]


def to_stored(points: Iterable[SeriesPoint]) -> Stored:
    """Points as they are kept with an improvement."""
    return [(str(p.from_week), str(p.to_week), p.value, p.answered) for p in points]


def from_stored(stored: Iterable[tuple[str, str, float, int]]) -> list[SeriesPoint]:
    return [
        SeriesPoint(Week.parse(first), Week.parse(last), value, answered)
        for first, last, value, answered in stored
    ]
