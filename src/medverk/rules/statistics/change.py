"""Has a share changed, or does it swing as small numbers do?

For series too short for a control chart: the first half of the results against the last half.
Noise is not called change: two 95 % intervals that do not even touch are rare when
nothing has happened (about 1 in 180 for halves of the same size), so that a page with seven
questions cries wolf on about one page in twenty-five.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from medverk.rules.statistics.intervals import estimate_share

FEWEST = 4  # publications; two in each half


class Change(StrEnum):
    RISEN = "risen"
    FALLEN = "fallen"
    AS_USUAL = "as_usual"
    TOO_EARLY = "too_early"


@dataclass(frozen=True, slots=True)
class Share:
    """`chosen` of `answered` chose what is counted."""

    chosen: int
    answered: int

    def __add__(self, other: "Share") -> "Share":
        return Share(self.chosen + other.chosen, self.answered + other.answered)


def change_between_halves(shares: Sequence[Share]) -> Change:
    """What the shares of successive publications, oldest first, say together."""
    if len(shares) < FEWEST:
        return Change.TOO_EARLY
    middle = len(shares) // 2
    before = sum(shares[:middle], Share(0, 0))
    after = sum(shares[middle:], Share(0, 0))
    if not before.answered or not after.answered:
        return Change.TOO_EARLY
    earlier, later = (estimate_share(half.chosen, half.answered) for half in (before, after))
    if earlier.overlaps(later):
        return Change.AS_USUAL
    return Change.RISEN if later.low > earlier.high else Change.FALLEN
