"""Counting the groups of an edition again, for a correction [disclosure G5].

The superseded groups stay known. So a group may only get other answers, never other people: the
difference would be theirs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from medverk.releases.models import Block
from medverk.releases.storing import to_block
from medverk.rules.disclosure.breakdowns import Background
from medverk.rules.disclosure.breakdowns.cells import Cell
from medverk.rules.disclosure.breakdowns.tables import places_of
from medverk.rules.disclosure.document import EditionSaid
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.tallies import Crowd
from medverk.rules.disclosure.thresholds import may_show_answers
from medverk.surveys.models import Questionnaire
from medverk.vault.groups import Counted, count_groups
from medverk.vault.queries import Slot


class OtherPeopleError(Exception):
    """A group would be about other people than it was, or its answers can no longer be shown."""


@dataclass(frozen=True)
class Recount:
    """What the vault holds of an edition's blocks now. `places` numbers the blocks."""

    policy: Policy
    background: Background
    places: Mapping[str, int]
    counted: Counted


def recount_edition(
    questionnaire: Questionnaire, policy: Policy, slots: Mapping[str, Slot], said: EditionSaid
) -> EditionSaid:
    """The same groups over the same blocks, counted anew. Raises OtherPeopleError."""
    names = sorted({block for cell in said.cells for block in cell.line.blocks})
    rows = Block.objects.filter(questionnaire=questionnaire, name__in=names)
    blocks = {row.name: to_block(row) for row in rows.prefetch_related("parts")}
    counted = count_groups(
        questionnaire=questionnaire.key,
        background=said.background,
        slots=slots,
        blocks=[blocks[name].parts for name in names],
    )
    background = Background({name: tuple(values) for name, values in said.background.items()})
    places = {name: place for place, name in enumerate(names)}
    recount = Recount(policy, background, places, counted)
    return replace(said, cells=[count_cell(recount, cell) for cell in said.cells])


def count_cell(recount: Recount, cell: Cell) -> Cell:
    """One group's figure as it should have been. Raises OtherPeopleError."""
    line, counted = cell.line, recount.counted
    kinds = places_of(recount.background.mask(cell.by))
    inside = np.isin(counted.kind, kinds) & np.isin(
        counted.block, [recount.places[name] for name in line.blocks]
    )
    n = int(counted.responses[inside].sum())
    if line.question is None:
        counts: tuple[int, ...] = ()
    else:
        answers = counted.answers[line.question][inside]
        counts = tuple(answers.sum(axis=0).tolist())
        if not may_show_answers(recount.policy, crowd_of(counted.who[inside].tolist(), answers)):
            raise OtherPeopleError
    if (n, sum(counts)) != (line.n, line.answered):
        raise OtherPeopleError
    return replace(cell, line=replace(line, counts=counts))


def crowd_of(who: Sequence[int], answers: np.ndarray) -> Crowd:
    """The answers counsellor by counsellor."""
    crowd: dict[str, tuple[int, ...]] = {}
    for counsellor in sorted(set(who)):
        counts = answers[np.array(who) == counsellor].sum(axis=0)
        if counts.any():
            crowd[str(counsellor)] = tuple(counts.tolist())
    return crowd
