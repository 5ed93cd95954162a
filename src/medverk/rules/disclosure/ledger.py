"""What earlier publications have left open: all that the next one needs to know of the past."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from medverk.rules.disclosure.figures import Block, Part
from medverk.rules.weeks import Week

LONGEST_WAIT = 104
"""Weeks. A closed block that has waited longer in somebody's tail is shown nowhere new.

It bounds what a publication has to read: two years of what is still open, whatever the history.
"""

BaseRun = tuple[str, ...]
"""Block ids behind one number of own responses; own answers are shown over one or more of these."""


@dataclass(frozen=True, slots=True)
class OwnLedger:
    """What waits of a counsellor's own figures in an office."""

    waiting: tuple[str, ...] = ()
    """Blocks with the counsellor's responses in no base run yet."""

    runs: Mapping[str, tuple[BaseRun, ...]] = field(default_factory=dict)
    """Per question, the base runs whose own answers are not shown yet."""

    shown_to: Week | None = None
    """The last week of the last base run, whose number of own responses is shown."""


@dataclass(frozen=True, slots=True)
class OfficeLedger:
    """What waits in an office. Up to `closed_to` everything is in blocks, or deleted."""

    closed_to: Week | None = None
    blocks: Mapping[str, Block] = field(default_factory=dict)
    """The closed blocks named below, by id."""

    tails: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Per question, the blocks whose answers are not shown yet."""

    own: Mapping[str, OwnLedger] = field(default_factory=dict)
    """Per counsellor."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The state of one questionnaire's publications. Store it with each release (`to_mapping`).

    It names offices, counsellors, blocks and weeks and has no count but the blocks' own, but who
    has responses in which block is for nobody's eyes: it belongs beside the vault.
    """

    start: Week
    """The first week in which the questionnaire could be answered."""

    until: Week | None = None
    """The last publication date, as the last week that it covered."""

    offices: Mapping[str, OfficeLedger] = field(default_factory=dict)

    def office(self, office: str) -> OfficeLedger:
        """What waits in this office."""
        return self.offices.get(office, OfficeLedger())

    def first_open_week(self, office: str) -> Week:
        """The first week whose responses are in no block."""
        closed_to = self.office(office).closed_to
        return self.start if closed_to is None else closed_to.next()

    def needed(self, offices: Iterable[str], until: Week) -> tuple[Part, ...]:
        """The weeks whose tallies the publication of `until` has to be given, office by office.

        They are what waits, and the blocks named in somebody's tail. More does no harm.
        """
        parts: list[Part] = []
        for office in sorted(set(offices)):
            parts.extend(
                part for block in self.office(office).blocks.values() for part in block.parts
            )
            if self.first_open_week(office) <= until:
                parts.append(Part(office, self.first_open_week(office), until))
        return tuple(sorted(parts))
