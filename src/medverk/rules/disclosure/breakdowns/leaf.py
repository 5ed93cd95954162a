"""Who is behind one edition in one office, or in a pool: the smallest place that has blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from medverk.rules.disclosure.breakdowns.tables import Mask, places_of

Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Leaf:
    """The responses of an edition's blocks in one place.

    `systems` has, for the number of responses (None) and for each question, how many of each class
    of blocks, kind of background and counsellor chose each category. A class is what the totals
    tell apart: a block, or a question's run of blocks. `own` marks who has own figures.
    """

    unit: str
    blocks: tuple[str, ...]
    staff: tuple[str, ...]
    own: NDArray[np.bool_]
    systems: Mapping[str | None, Counts]

    def present(self, system: str | None) -> Mask:
        """The kinds that anybody in the system is of."""
        found = self.systems[system].sum(axis=(0, 2, 3))
        return sum(1 << int(kind) for kind in np.flatnonzero(found))

    def of(self, system: str | None, mask: Mask) -> Counts:
        """The counts of these kinds together: class, counsellor, category."""
        chosen: Counts = self.systems[system][:, places_of(mask)].sum(axis=1)
        return chosen
