"""What may be shared and taken over, and when the monthly letter is due [L4, L8]."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from medverk.rules.improvement.states import STARTED, ImprovementState


class OfficeKind(StrEnum):
    """Offices of a kind have much the same work to do."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"
    CENTRE = "centre"


MEDIUM_FROM = 10  # counsellors
LARGE_FROM = 30


def find_kind(counsellors: int, *, centre: bool) -> OfficeKind:
    """counsellors: how many have that role in the unit now. centre: whether it is one."""
    if centre:
        return OfficeKind.CENTRE
    if counsellors >= LARGE_FROM:
        return OfficeKind.LARGE
    return OfficeKind.MEDIUM if counsellors >= MEDIUM_FROM else OfficeKind.SMALL


class Refusal(StrEnum):
    """Why something cannot be shared, told or taken over."""

    NOT_STARTED = "not_started"
    WITHDRAWN = "withdrawn"
    OWN = "own"
    OTHER_KIND = "other_kind"  # an office cannot be measured by the calls to a contact centre
    AT_WORK_ON_IT = "at_work_on_it"


def judge_sharing(state: ImprovementState) -> Refusal | None:
    """What runs or has ended can be shared: an idea alone is no experience."""
    return None if state in STARTED else Refusal.NOT_STARTED


@dataclass(frozen=True, slots=True)
class Offer:
    """An experience, seen from an office that thinks of doing the same.

    office, adopter: ids of the units; adopted: the adopter has it among its open improvements.
    """

    office: int
    adopter: int
    withdrawn: bool
    from_centre: bool
    to_centre: bool
    adopted: bool


def judge_adoption(offer: Offer) -> Refusal | None:
    """Why this office cannot take it over now, or None when it can."""
    if offer.withdrawn:
        return Refusal.WITHDRAWN
    if offer.office == offer.adopter:
        return Refusal.OWN
    if offer.from_centre is not offer.to_centre:
        return Refusal.OTHER_KIND
    return Refusal.AT_WORK_ON_IT if offer.adopted else None


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month where the agency is, from 1 to 12."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 12:
            raise ValueError(f"{self.number} is no month")

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    def before(self) -> Month:
        return month_of(self.first_day - timedelta(days=1))

    def next(self) -> Month:
        return month_of(self.first_day + timedelta(days=31))

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"


def month_of(day: date) -> Month:
    return Month(day.year, day.month)


def find_month_to_tell(subscribed_on: date, today: date) -> Month | None:
    """The month whose letter somebody should have today: the one before this.

    None for those who asked for it in this month: their first letter comes with the next.
    """
    this = month_of(today)
    return this.before() if subscribed_on < this.first_day else None


class LetterState(StrEnum):
    """Where a monthly letter to one person is. It is written down before it is handed over."""

    BEGUN = "begun"
    SENT = "sent"
    UNCERTAIN = "uncertain"  # perhaps sent: never again blindly
    REFUSED = "refused"


class LetterEvent(StrEnum):
    """What the way out of the house says, or what is found after a worker was killed."""

    ARRIVED = "arrived"
    TURNED_AWAY = "turned_away"
    LOST_SIGHT = "lost_sight"


LETTER_TRANSITIONS: Mapping[tuple[LetterState, LetterEvent], LetterState] = {
    (LetterState.BEGUN, LetterEvent.ARRIVED): LetterState.SENT,
    (LetterState.BEGUN, LetterEvent.TURNED_AWAY): LetterState.REFUSED,
    (LetterState.BEGUN, LetterEvent.LOST_SIGHT): LetterState.UNCERTAIN,
}
