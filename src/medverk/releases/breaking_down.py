"""The breakdowns of a half-year that is over: counted once, chosen and proven by the same rule as
files are, and published with the totals of that night [disclosure "Breakdowns"].
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from medverk.releases.backgrounds import background_of, tables_of, versions_used
from medverk.releases.models import Block, BlockPart, Edition, Figure, OwnFigure
from medverk.releases.storing import to_block, to_line
from medverk.rules.disclosure import figures as said
from medverk.rules.disclosure.ageing import forget_own
from medverk.rules.disclosure.breakdowns import (
    Background,
    Place,
    Wish,
    audit_breakdowns,
    break_down,
)
from medverk.rules.disclosure.breakdowns.editions import find_classes, join_runs, keep_whole_runs
from medverk.rules.disclosure.document import EditionSaid
from medverk.rules.disclosure.figures import OPEN, own_audience
from medverk.rules.disclosure.hierarchy import Hierarchy, Level
from medverk.rules.disclosure.ledger import Ledger
from medverk.rules.disclosure.parcels import Parcels
from medverk.rules.disclosure.policy import Policy
from medverk.rules.publishing.half_years import half_year_of, half_years_over, weeks_of
from medverk.rules.weeks import Week
from medverk.surveys.models import Questionnaire
from medverk.vault.groups import Counted, count_groups
from medverk.vault.queries import Slot

SHOWS = (Level.OFFICE, Level.COUNTY, Level.COUNTRY)
"""The levels at which groups are shown. A region has no figures of its own."""


class BreakdownRefusedError(Exception):
    """The audit could not prove that an edition's groups tell too little. Nothing was stored."""

    def __init__(self, edition: str, faults: int) -> None:
        super().__init__(f"the audit refused the groups of {edition}: {faults} faults")


@dataclass(frozen=True)
class History:
    """What there is of one half-year: its blocks, and the open and own lines that touch them.

    `known` has every block that a line names, those of other half-years too.
    """

    name: str
    blocks: tuple[said.Block, ...]
    known: tuple[said.Block, ...]
    lines: tuple[said.Line, ...]


@dataclass(frozen=True)
class Desk:
    """What breakdowns are made with."""

    questionnaire: Questionnaire
    policy: Policy
    hierarchy: Hierarchy
    slots: Mapping[str, Slot]


def break_down_due(
    desk: Desk, start: Week, until: Week, blocks: Sequence[said.Block], lines: Sequence[said.Line]
) -> list[tuple[EditionSaid, list[Place]]]:
    """The editions that are over by `until` and were never said, with the places they are about.

    blocks, lines: what tonight's release adds. Raises BreakdownRefusedError.
    """
    return [
        make_edition(desk, history)
        for name in names_due(desk.questionnaire, start, until)
        for history in [read_history(desk.questionnaire, name, blocks, lines)]
        if history.blocks
    ]


def names_due(questionnaire: Questionnaire, start: Week, until: Week) -> list[str]:
    """Half-years that are over and of which nothing was said, oldest first."""
    done = set(Edition.objects.filter(questionnaire=questionnaire).values_list("name", flat=True))
    return [name for name in half_years_over(start, until) if name not in done]


def read_history(
    questionnaire: Questionnaire,
    name: str,
    new_blocks: Sequence[said.Block],
    new_lines: Sequence[said.Line],
) -> History:
    """The blocks that closed in a half-year and all that is said of them. Five queries."""
    first, last = weeks_of(name)
    stored = BlockPart.objects.filter(
        block__questionnaire=questionnaire, to_week__range=(str(first), str(last))
    )
    names = set(stored.values_list("block__name", flat=True))
    fresh = [block for block in new_blocks if half_year_of(block.to_week) == name]
    names |= {block.id for block in fresh}
    lines = [*stored_lines(questionnaire, names), *(ln for ln in new_lines if names & {*ln.blocks})]
    wanted = names.union(*(line.blocks for line in lines))
    rows = Block.objects.filter(questionnaire=questionnaire, name__in=wanted)
    known = [to_block(row) for row in rows.prefetch_related("parts")] + list(new_blocks)
    return History(
        name,
        tuple(sorted((b for b in known if b.id in names), key=lambda block: block.id)),
        tuple(known),
        tuple(lines),
    )


def stored_lines(questionnaire: Questionnaire, names: set[str]) -> Iterator[said.Line]:
    """Every stored line over any of these blocks, of corrected releases too: they stay known."""
    about = {"release__questionnaire": questionnaire, "blocks__overlap": list(names)}
    for row in Figure.objects.filter(**about):
        yield to_line(OPEN, row)
    for own in OwnFigure.objects.filter(**about):
        yield to_line(own_audience(str(own.counsellor_id)), own)


def make_edition(desk: Desk, history: History) -> tuple[EditionSaid, list[Place]]:
    """Count, choose and prove one edition. Raises BreakdownRefusedError."""
    background = background_of(versions_used(desk.questionnaire))
    tables = tables_of(background)
    wish, places = lay_out(desk, history, background, tables)
    if not places:
        return EditionSaid(history.name, background, tables), []
    shows = {unit.id for unit in desk.hierarchy.units.values() if unit.level in SHOWS}
    found = break_down(wish, places, shows)
    audit = audit_breakdowns(wish, places, history.lines, found.cells)
    if audit.leaks or audit.doubts:
        raise BreakdownRefusedError(history.name, len(audit.leaks) + len(audit.doubts))
    return EditionSaid(history.name, background, tables, found.cells, found.gaps), places


def lay_out(
    desk: Desk,
    history: History,
    background: Mapping[str, tuple[str, ...]],
    tables: Sequence[tuple[str, ...]],
) -> tuple[Wish, list[Place]]:
    """What is asked for, and everybody behind it, place by place.

    A question that nobody in these blocks answered is left out: one that is asked no more would
    otherwise hold back everything.
    """
    counted = [(blocks, count_place(desk, blocks, background)) for blocks in by_place(history)]
    asked = {
        name: slot.categories
        for name, slot in desk.slots.items()
        if any(counts.answers[name].any() for _, counts in counted)
    }
    classes = find_classes(history.known, history.lines, asked)
    runs = join_runs(classes)
    places: list[Place] = []
    for blocks, counts in counted:
        kept = set(keep_whole_runs([block.id for block in blocks], runs))
        if kept:
            whole = make_place(desk, history, blocks, counts, classes, asked)
            chosen = frozenset(at for at, block in enumerate(blocks) if block.id in kept)
            places.append(whole.only(chosen))
    return Wish(desk.policy, Background(background), tables, asked), places


def by_place(history: History) -> list[list[said.Block]]:
    """The half-year's blocks, place by place."""
    grouped: dict[str, list[said.Block]] = {}
    for block in history.blocks:
        grouped.setdefault(place_name(block), []).append(block)
    return [blocks for _, blocks in sorted(grouped.items())]


def count_place(
    desk: Desk, blocks: Sequence[said.Block], background: Mapping[str, tuple[str, ...]]
) -> Counted:
    """What the vault holds of one place's blocks, group by group."""
    return count_groups(
        questionnaire=desk.questionnaire.key,
        background=background,
        slots=desk.slots,
        blocks=[block.parts for block in blocks],
    )


def make_place(
    desk: Desk,
    history: History,
    blocks: Sequence[said.Block],
    counts: Counted,
    classes: Mapping[str, Mapping[str, str]],
    asked: Iterable[str],
) -> Place:
    """Everybody in one office's blocks, or in one pool."""
    office = blocks[0].unit
    pool = is_pool(blocks[0])
    path = desk.hierarchy.path(office)[0 if pool else 1 :]
    return Place(
        unit=office,
        above=tuple(unit.id for unit in path if unit.level in (Level.COUNTY, Level.COUNTRY)),
        blocks=tuple(blocks),
        runs={name: number_runs(classes[name], blocks) for name in asked},
        staff=counts.staff,
        own=np.array(lookers(desk.policy, history, blocks, counts.staff), dtype=np.bool_),
        block=counts.block,
        kind=counts.kind,
        who=counts.who,
        responses=counts.responses,
        answers={name: Parcels.of(counts.answers[name]) for name in asked},
    )


def number_runs(classes: Mapping[str, str], blocks: Sequence[said.Block]) -> tuple[int, ...]:
    """For each block, the number of the run in which a question's totals show it."""
    runs = [classes.get(block.id, block.id) for block in blocks]
    numbers = {run: number for number, run in enumerate(dict.fromkeys(runs))}
    return tuple(numbers[run] for run in runs)


def lookers(
    policy: Policy, history: History, blocks: Sequence[said.Block], staff: Sequence[str]
) -> list[bool]:
    """Which counsellors have own figures of these blocks, or may have them one day.

    A pool has no own figures. Where there are three or more counsellors anybody's may come later,
    when the groups stand already. Where there are two they do not come: see `forget_own_figures`.
    """
    if is_pool(blocks[0]):
        return [False] * len(staff)
    if len(staff) > policy.counsellors:
        return [True] * len(staff)
    names = {block.id for block in blocks}
    shown = {line.audience for line in history.lines if names.intersection(line.blocks)}
    return [own_audience(name) in shown for name in staff]


def forget_own_figures(policy: Policy, ledger: Ledger, places: Iterable[Place]) -> Ledger:
    """Own figures of these blocks never come where two counsellors share them [disclosure G2]."""
    offices = dict(ledger.offices)
    for place in places:
        few = len(place.staff) <= policy.counsellors
        if few and place.unit in offices and not is_pool(place.blocks[0]):
            blocks = frozenset(block.id for block in place.blocks)
            offices[place.unit] = forget_own(offices[place.unit], blocks)
    return replace(ledger, offices=offices)


def place_name(block: said.Block) -> str:
    """Blocks of one office are one place; each pool is a place of its own."""
    return block.id if is_pool(block) else block.unit


def is_pool(block: said.Block) -> bool:
    return block.id.startswith("pool:")
