"""Reads of the decisions that series begin anew."""

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils.timezone import localdate

from medverk.charts.control_words import RebaseNote
from medverk.charts.models import Rebase
from medverk.people.models import Unit
from medverk.rules.weeks import Week


def standing_rebases(unit_id: int, questionnaire: str) -> QuerySet[Rebase]:
    """Those not taken back, oldest first. One query."""
    found = Rebase.objects.filter(unit=unit_id, questionnaire=questionnaire, taken_back_at=None)
    return found.select_related("by").order_by("question", "week")


def rebases_of(unit: Unit | int, questionnaire: str) -> Mapping[str, tuple[RebaseNote, ...]]:
    """For each question of a unit's series, where it begins anew. One query."""
    unit_id = unit if isinstance(unit, int) else unit.pk
    notes: dict[str, list[RebaseNote]] = defaultdict(list)
    for each in standing_rebases(unit_id, questionnaire):
        notes[each.question].append(note_of(each))
    return {question: tuple(found) for question, found in notes.items()}


def note_of(rebase: Rebase) -> RebaseNote:
    """A point of a block lies on its last day, so that the first block of the segment is the first
    that ends in the week or later."""
    return RebaseNote(
        Week.parse(rebase.week).first_day(), rebase.why, rebase.by.name, localdate(rebase.at)
    )
