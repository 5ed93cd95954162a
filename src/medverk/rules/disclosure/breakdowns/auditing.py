"""The audit: either a proof that figures tell only groups, or the figures that tell another set.

It starts from the cells alone, whoever chose them, and knows nothing of how they were chosen:

1. A cell of which smaller cells by the same background cover parts is replaced by what it covers
   besides them. That changes nothing of what can be computed. A cell that covers nothing besides is
   dropped: a county that is the sum of its offices.
2. What is left falls into *pieces*: cells that are linked by blocks and by variables. Blocks that a
   question's run holds together link cells as well. A piece over several places is proven within
   each value of the variables of others' pieces; what is then left is proven place by place, or
   rather component by component of blocks, all variables together.
3. What no proof settles goes to `programme`: an integer programme over all figures that touch the
   blocks, exact for one audience and question at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from medverk.rules.disclosure.breakdowns.cells import Cell
from medverk.rules.disclosure.breakdowns.leaks import Leak, Method, Totals
from medverk.rules.disclosure.breakdowns.place import Place, other_values, pool_places
from medverk.rules.disclosure.breakdowns.programme import solve_component
from medverk.rules.disclosure.breakdowns.proving import Answer, Prover
from medverk.rules.disclosure.breakdowns.search import Verdict
from medverk.rules.disclosure.breakdowns.spans import (
    Span,
    names_by_bundle,
    reduce_cells,
    split,
    tie_spans,
)
from medverk.rules.disclosure.breakdowns.system import Row
from medverk.rules.disclosure.breakdowns.template import Templates
from medverk.rules.disclosure.breakdowns.together import in_parts, prove_together
from medverk.rules.disclosure.breakdowns.wish import Wish
from medverk.rules.disclosure.figures import OPEN, Line

MOST_STEPS = 20_000
"""An audit searches longer than the rule, before it asks the integer programme."""


AT_A_TIME = 100
"""Components that are proven side by side; their places are all at hand meanwhile."""


Piece = Sequence[Span]
"""Cells that are linked."""


@dataclass(frozen=True)
class Audit:
    """What came of an audit. No leak and no doubt is a proof."""

    leaks: tuple[Leak, ...] = ()
    doubts: tuple[tuple[str, ...], ...] = ()
    """Blocks of which the integer programme gave up: neither proof nor combination."""

    methods: Mapping[Method, int] = field(default_factory=dict)
    """How many components were settled in each way."""


def audit_breakdowns(
    wish: Wish, places: Sequence[Place], lines: Sequence[Line], cells: Sequence[Cell]
) -> Audit:
    """Judge cells together with all totals and own figures (`lines`), which are in order.

    `places` hold all responses of all blocks of the cells; ValueError otherwise.
    """
    judge = prove_components(wish, places, lines, cells)
    for piece, answer in judge.unproven:
        judge.look_into(piece, answer)
    methods = {method: judge.methods.count(method) for method in Method}
    return Audit(tuple(judge.leaks), tuple(judge.doubts), methods)


def find_unproven(
    wish: Wish, places: Sequence[Place], cells: Sequence[Cell]
) -> list[frozenset[str]]:
    """The blocks, component by component, of cells that no proof settles; mostly there are none.

    These cells may be safe all the same: that takes an audit with own figures. `places` hold all
    responses of all blocks of the cells; ValueError otherwise.
    """
    return [blocks_of(piece) for piece, _ in prove_components(wish, places, (), cells).unproven]


def prove_components(
    wish: Wish, places: Sequence[Place], lines: Sequence[Line], cells: Sequence[Cell]
) -> Judge:
    """An audit up to where proofs end."""
    spans = tie_spans(reduce_cells(cells), find_ties(places))
    known = {block.id for place in places for block in place.blocks}
    if any(not blocks <= known for blocks in {span.blocks for span in spans}):
        raise ValueError("cells over blocks that no place has")
    judge = Judge(wish, places, Totals(wish, lines, cells), Templates.of(wish, places))
    names = names_by_bundle(spans)
    for piece in split(spans, by_variable=True):
        judge.settle_wide(piece, names)
    left = [span for span in spans if span not in judge.settled]
    for pieces in in_parts(split(left, by_variable=False), AT_A_TIME):
        judge.settle(pieces, judge.prove(pieces))
    return judge


def find_ties(places: Iterable[Place]) -> Iterator[frozenset[str]]:
    """The blocks that some question's totals tell of together only."""
    for place in places:
        for bundle in place.bundles:
            if len(bundle) > 1:
                yield frozenset(place.blocks[at].id for at in bundle)


def block_ids(place: Place) -> frozenset[str]:
    """The ids of a place's blocks."""
    return frozenset(block.id for block in place.blocks)


def blocks_of(piece: Iterable[Span]) -> frozenset[str]:
    """The ids of the blocks that some spans are over."""
    return frozenset().union(*{span.blocks for span in piece})


@dataclass
class Judge:
    """The audit while it goes on."""

    wish: Wish
    places: Sequence[Place]
    totals: Totals
    templates: Templates
    spans: dict[str | None, list[Span]] = field(default_factory=dict)
    settled: set[Span] = field(default_factory=set)
    leaks: list[Leak] = field(default_factory=list)
    doubts: list[tuple[str, ...]] = field(default_factory=list)
    methods: list[Method] = field(default_factory=list)
    unproven: list[tuple[Piece, Answer]] = field(default_factory=list)

    @cached_property
    def where(self) -> dict[str, tuple[int, int]]:
        """The number of each block's place, and the block's number in it."""
        return {
            block.id: (number, at)
            for number, place in enumerate(self.places)
            for at, block in enumerate(place.blocks)
        }

    def settle_wide(self, piece: Piece, shown: Mapping[int, set[str]]) -> None:
        """Prove a piece over several places, whatever the others' pieces show of its blocks.

        `shown` has the variables by which something is shown of each bundle.
        """
        blocks = blocks_of(piece)
        if len({self.where[block][0] for block in blocks}) == 1:
            return
        bundles: frozenset[int] = frozenset().union(*(span.bundles for span in piece))
        own = {name for span in piece for name, _ in span.by}
        others = set().union(*(shown[bundle] for bundle in bundles)) - own
        if not others:
            return
        names = [name for name in self.wish.background.categories if name not in others]
        place, rows = self.place_of(piece)
        finer = other_values(self.wish.background, names)
        if Prover(self.wish.policy, place, self.wish.systems, finer).prove(rows).safe:
            self.settled.update(piece)
            self.methods.append(Method.WITHIN_OTHERS)

    def prove(self, pieces: Sequence[Piece]) -> list[Answer]:
        """Whether the cells of each component of blocks are proven to tell only groups."""
        provers, rows_of = [], []
        for piece in pieces:
            place, rows = self.place_of(piece)
            prover = Prover(self.wish.policy, place, self.wish.systems, templates=self.templates)
            prover.most_steps = MOST_STEPS
            provers.append(prover)
            rows_of.append(rows)
        return prove_together(provers, rows_of)

    def settle(self, pieces: Sequence[Piece], answers: Sequence[Answer]) -> None:
        """Settle the components that are proven."""
        for piece, answer in zip(pieces, answers, strict=True):
            if answer.safe:
                self.methods.append(Method.COMPARISON if answer.quick else Method.SEARCH)
            else:
                self.unproven.append((piece, answer))

    def look_into(self, piece: Piece, answer: Answer) -> None:
        """Settle what was not proven of a component: by a combination found, or by programme."""
        place, rows = self.place_of(piece)
        if answer.finding.verdict is Verdict.LEAK:
            leak = self.totals.name_leak(place, rows, answer)
            if leak is not None:
                self.leaks.append(leak)
                self.methods.append(Method.SEARCH)
                return
        outcome = solve_component(self.wish, place, self.widen, self.totals)
        self.methods.append(Method.PROGRAMME)
        self.leaks.extend(outcome.leaks)
        if outcome.gave_up:
            self.doubts.append(tuple(sorted(blocks_of(piece))))

    def told(self, question: str | None) -> list[Span]:
        """The cells that tell of a question, without what others of them cover."""
        if question not in self.spans:
            cells = self.totals.cells
            self.spans[question] = reduce_cells(
                cell for cell in cells if question in (None, cell.line.question)
            )
        return self.spans[question]

    def widen(
        self, blocks: Iterable[str], audience: str, question: str | None
    ) -> tuple[Place, list[Row]]:
        """All blocks that an audience's figures link to these, and the cells there."""
        own = [
            frozenset(line.blocks)
            for line in self.totals.lines
            if line.audience == audience != OPEN
        ]
        sets = [*own, *(span.blocks for span in self.told(question))]
        linked, before = frozenset(blocks), frozenset[str]()
        while linked != before:
            before = linked
            linked = linked.union(*(each for each in sets if each & linked))
            linked = linked.union(*(block_ids(place) for place in self.holding(linked)))
        piece = [span for span in self.told(question) if span.blocks <= linked]
        return self.place_of(piece, linked)

    def holding(self, blocks: frozenset[str]) -> Iterator[Place]:
        """The places that hold these blocks, without their other blocks.

        Blocks that a question's run holds together with one of these come along.
        """
        held: dict[int, set[int]] = {}
        for block in blocks:
            number, at = self.where[block]
            held.setdefault(number, set()).add(at)
        for number in sorted(held):
            place = self.places[number]
            wide = [bundle for bundle in place.bundles if bundle & held[number]]
            yield place.only(frozenset().union(*wide))

    def place_of(
        self, piece: Piece, blocks: frozenset[str] | None = None
    ) -> tuple[Place, list[Row]]:
        """The blocks of some cells, or these blocks, as one place; and the cells as rows of it."""
        held = list(self.holding(blocks_of(piece) if blocks is None else blocks))
        place = held[0] if len(held) == 1 else pool_places(held[0].unit, held[0].above, held)
        number = {block.id: at for at, block in enumerate(place.blocks)}
        inside = {
            blocks: frozenset(number[block] for block in blocks)
            for blocks in {span.blocks for span in piece}
        }
        background = self.wish.background
        return place, [Row(background.mask(span.by), inside[span.blocks]) for span in piece]
