"""The open figures of some questions of several units at once: what improvements are judged by."""

from collections.abc import Iterable, Mapping

from django.utils.timezone import localdate

from medverk.releases.models import Figure
from medverk.releases.queries import Line, Sum, add_up, in_period, to_sum
from medverk.rules.weeks import Week


def lines_of(
    unit_ids: Iterable[int], questionnaire: str, questions: Iterable[str], *, since: Week
) -> Mapping[int, Mapping[str, tuple[Line, ...]]]:
    """Each unit's lines of each question that closed since a week, oldest first. One query.

    Of releases that stand uncorrected. Units and questions without figures are left out.
    """
    rows = in_period(
        Figure.objects.filter(unit__in=list(unit_ids), question__in=list(questions)),
        questionnaire,
        since,
        None,
    )
    columns = ("unit", "question", "from_week", "to_week", "n", "answered", "counts")
    found: dict[int, dict[str, list[Line]]] = {}
    for unit, question, first, last, n, answered, counts, at in rows.order_by(
        "to_week", "from_week"
    ).values_list(*columns, "release__published_at"):
        line = Line(n, answered, tuple(counts), Week.parse(first), Week.parse(last), localdate(at))
        found.setdefault(unit, {}).setdefault(question or "", []).append(line)
    return {
        unit: {question: tuple(lines) for question, lines in by_question.items()}
        for unit, by_question in found.items()
    }


def sums_of(
    unit_ids: Iterable[int], questionnaire: str, *, since: Week
) -> Mapping[int, Mapping[str, Sum]]:
    """Each unit's figures of each question that closed since a week, added up by the database. One
    query. Units and questions without figures are left out."""
    units = dict.fromkeys(unit_ids, "")
    rows = add_up(units, in_period(Figure.objects.all(), questionnaire, since, None))
    return {
        unit: {row["question"]: to_sum(row) for row in found if row["question"] is not None}
        for unit, found in rows.items()
    }
