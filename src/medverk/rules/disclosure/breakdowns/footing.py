"""What a figure rests on: the numbers that the threshold asks about [disclosure G1]."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from medverk.rules.disclosure.breakdowns.tables import Mask
from medverk.rules.disclosure.policy import Policy

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Footing(NamedTuple):
    """Responses, or answers to a question, of which `chosen` has how many chose each category.

    `largest` is the most that anybody has contributed.
    """

    responses: int
    counsellors: int
    largest: int
    chosen: tuple[int, ...] = ()

    def may_be_open(self, policy: Policy) -> bool:
        """Whether an open figure may rest on this alone, if of answers, not of few and alike."""
        alike = self.chosen.count(0) == len(self.chosen) - 1
        if alike and self.responses < 2 * policy.responses:
            return False
        return policy.may_be_open(self.responses, self.counsellors, self.largest)


@dataclass(frozen=True, eq=False)
class Tallies:
    """The responses or answers of some blocks: by counsellor and kind, and by category and kind."""

    staff: Numbers
    chosen: Numbers

    def footings(self, masks: Sequence[Mask]) -> list[Footing]:
        """What figures of these kinds rest on."""
        flags = columns_of(tuple(masks), self.staff.shape[1])
        staff = (self.staff @ flags).astype(np.int64)
        columns = (
            np.add.reduce(staff).tolist(),
            np.add.reduce(staff > 0).tolist(),
            staff.max(axis=0, initial=0).tolist(),
            map(tuple, (self.chosen @ flags).T.astype(np.int64).tolist()),
        )
        return list(map(Footing, *columns))


def add_footings(footings: Iterable[Footing]) -> Footing:
    """What a figure over several places rests on.

    Counsellors in several places are taken to be the same, so that none has too large a share.
    """
    responses, counsellors, largest, chosen = zip(*footings, strict=True)
    return Footing(
        sum(responses),
        max(counsellors),
        sum(largest),
        tuple(map(sum, zip(*chosen, strict=True))),
    )


@lru_cache(maxsize=4096)
def columns_of(masks: tuple[Mask, ...], length: int) -> NDArray[np.float64]:
    """The kinds in each mask, a column for each, as an array that is not to be changed."""
    # Floats, since matrices of floats are multiplied faster, and exactly up to 2**53.
    columns = np.array([flags_of(mask, length) for mask in masks], dtype=np.float64).T
    columns.flags.writeable = False
    return columns


@lru_cache(maxsize=4096)
def flags_of(mask: Mask, length: int) -> Flags:
    """The kinds in a mask, as an array that is not to be changed."""
    size = length // 8 + 1 + mask.bit_length() // 8
    bits = np.frombuffer(mask.to_bytes(size, "little"), np.uint8)
    flags = np.unpackbits(bits, bitorder="little")[:length].astype(np.bool_)
    flags.flags.writeable = False
    return flags
