"""Which improvements of an office cannot be told apart [statistics.md, "Did it help?"]."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from medverk.rules.improvement.states import FOLLOWED_FOR


@dataclass(frozen=True, slots=True)
class Stretch:
    """When an improvement works on which questions: from its start until it is followed no more.

    questions: keys of one questionnaire; `stopped_on` is set for one that was dropped.
    """

    id: int
    questionnaire: str
    questions: frozenset[str]
    starts_on: date
    stopped_on: date | None = None

    @property
    def last_day(self) -> date:
        return self.stopped_on or self.starts_on + FOLLOWED_FOR


def find_inseparable(one: Stretch, others: Iterable[Stretch]) -> Collection[int]:
    """The ids of those at work on some of the same questions at some of the same time."""
    return [other.id for other in others if other.id != one.id and mix(one, other)]


def mix(one: Stretch, other: Stretch) -> bool:
    if one.questionnaire != other.questionnaire or one.questions.isdisjoint(other.questions):
        return False
    return one.starts_on <= other.last_day and other.starts_on <= one.last_day
