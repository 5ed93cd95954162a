"""The engine with one rule taken out at a time: the adversary, and the audit, must notice each."""

from collections.abc import Callable, Mapping, Sequence

import pytest

from medverk.rules.disclosure import (
    blocks,
    offices,
    own_figures,
    publication,
    runs,
    thresholds,
)
from medverk.rules.disclosure.audit import audit_figures
from medverk.rules.disclosure.figures import Block, Line, Part, make_line
from medverk.rules.disclosure.hierarchy import Hierarchy
from medverk.rules.disclosure.ledger import OwnLedger
from medverk.rules.disclosure.own_figures import OwnView
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.tallies import Contents, Crowd, choices, own_part, put_together, size

from .adversary import Leak, find_leaks, find_untrue_lines
from .worlds import History, World, draw_busy_world, publish_all

Patch = pytest.MonkeyPatch


def drop_the_others_from_numbers(patch: Patch) -> None:
    def mutant(policy: Policy, counsellor: str, crowd: Crowd) -> bool:
        return size(own_part(crowd, counsellor)) >= policy.own_responses

    patch.setattr(own_figures, "may_show_own_number", mutant)


def drop_the_others_from_answers(patch: Patch) -> None:
    def mutant(policy: Policy, own: Crowd, others: Crowd) -> bool:
        return thresholds.has_enough_own(policy, own)

    patch.setattr(own_figures, "may_show_own_answers", mutant)


def ask_one_other_counsellor_only(patch: Patch) -> None:
    def mutant(policy: Policy, counsellor: str, crowd: Crowd) -> bool:
        own = size(own_part(crowd, counsellor))
        return own >= policy.own_responses and size(crowd) - own >= policy.responses

    patch.setattr(own_figures, "may_show_own_number", mutant)


def count_others_in_blocks_without_own(patch: Patch) -> None:
    """Runs of all blocks, also those in which the counsellor has no response."""

    def crowd(self: OwnView, question: str | None, block: str) -> Crowd:
        return self.contents[block].about(question)

    def mutant(
        view: OwnView, questions: Mapping[str, int], ledger: OwnLedger, new: Block
    ) -> tuple[list[Line], OwnLedger]:
        view.contents[new.id].responses.setdefault(view.counsellor, (0,))
        return show_own(view, questions, ledger, new)

    show_own = own_figures.show_own
    patch.setattr(OwnView, "crowd", crowd)
    patch.setattr(offices, "show_own", mutant)


def cut_own_runs_per_question(patch: Patch) -> None:
    """Own runs that differ by question, each line with its number of own responses."""

    def mutant(
        view: OwnView, questions: Mapping[str, int], ledger: OwnLedger, new: Block
    ) -> tuple[list[Line], OwnLedger]:
        lines, after = show_own(view, {}, ledger, new)
        pending = {}
        for question, categories in questions.items():
            cells = (*ledger.runs.get(question, ()), (new.id,))
            shown, pending[question] = own_figures.show_own_answers(
                view, question, categories, cells
            )
            lines.extend(shown)
        return lines, OwnLedger(after.waiting, pending, after.shown_to)

    show_own = own_figures.show_own
    patch.setattr(offices, "show_own", mutant)


def show_answers_of_every_block(patch: Patch) -> None:
    """Answers as soon as the block closes, however few there are."""

    def mutant(
        policy: Policy,
        question: str,
        categories: int,
        cells: Sequence[Block],
        contents: Mapping[str, Contents],
    ) -> tuple[list[Line], tuple[str, ...]]:
        crowd = put_together(contents[block.id].about(question) for block in cells)
        n = sum(block.responses for block in cells)
        counts = choices(crowd, categories)
        return [make_line("open", cells[0].unit, question, cells, n, counts)], ()

    patch.setattr(offices, "show_answers", mutant)


def show_answers_that_are_alike(patch: Patch) -> None:
    patch.setattr(thresholds, "are_alike", lambda crowd, threshold: False)


def count_hidden_answers_in_the_county(patch: Patch) -> None:
    """The county's answers over all closed blocks, also where the office's wait."""

    def mutant(hierarchy: Hierarchy, lines: Sequence[Line]) -> list[Line]:
        numbers = [line for line in roll_up(hierarchy, lines) if line.question is None]
        extra = [
            make_line(
                "open",
                line.unit,
                question,
                [seen[block] for block in line.blocks],
                line.n,
                choices(
                    put_together(inside[block].about(question) for block in line.blocks), categories
                ),
            )
            for line in numbers
            for question, categories in (("goal", 5), ("help", 3))
        ]
        return [*roll_up(hierarchy, lines), *extra]

    def remember(policy: Policy, part: Part, waiting: Contents) -> Block | None:
        block = close(policy, part, waiting)
        if block is not None:
            seen[block.id], inside[block.id] = block, waiting
        return block

    def remember_pool(unit: str, members: tuple[Part, ...], contents: Contents) -> Block:
        block = name_pool(unit, members, contents)
        seen[block.id], inside[block.id] = block, contents
        return block

    seen: dict[str, Block] = {}
    inside: dict[str, Contents] = {}
    roll_up, close, name_pool = publication.roll_up, blocks.close_office_block, blocks.name_pool
    patch.setattr(publication, "roll_up", mutant)
    patch.setattr(offices, "close_office_block", remember)
    patch.setattr(blocks, "name_pool", remember_pool)


def close_blocks_by_number_alone(patch: Patch) -> None:
    def mutant(policy: Policy, part: Part, waiting: Contents) -> Block | None:
        n = size(waiting.responses)
        name = f"{part.office}:{part.from_week}"
        return Block(name, part.office, (part,), n) if n >= policy.responses else None

    patch.setattr(offices, "close_office_block", mutant)


def close_blocks_whatever_the_share(patch: Patch) -> None:
    patch.setattr(thresholds, "may_be_open", thresholds.is_enough)
    patch.setattr(blocks, "may_be_open", thresholds.is_enough)


def pool_whatever_is_left(patch: Patch) -> None:
    patch.setattr(blocks, "may_be_open", lambda policy, crowd: bool(crowd))
    patch.setattr(offices, "close_office_block", blocks_close_as_before)


def blocks_close_as_before(policy: Policy, part: Part, waiting: Contents) -> Block | None:
    if not thresholds.may_be_open(policy, waiting.responses):
        return None
    return Block(f"{part.office}:{part.from_week}", part.office, (part,), size(waiting.responses))


def show_every_cell_twice(patch: Patch) -> None:
    """Runs that overlap: the tail of a run waits once more."""

    def mutant(cells, crowd_of, passes):  # type: ignore[no-untyped-def]
        listed = list(cells)
        shown, waiting = cut_runs(listed, crowd_of, passes)
        return shown, (*shown[-1][-1:], *waiting) if shown and not waiting else waiting

    cut_runs = runs.cut_runs
    patch.setattr("medverk.rules.disclosure.open_figures.cut_runs", mutant)


MUTATIONS: list[Callable[[Patch], None]] = [
    drop_the_others_from_numbers,
    drop_the_others_from_answers,
    ask_one_other_counsellor_only,
    count_others_in_blocks_without_own,
    cut_own_runs_per_question,
    show_answers_of_every_block,
    show_answers_that_are_alike,
    count_hidden_answers_in_the_county,
    close_blocks_by_number_alone,
    close_blocks_whatever_the_share,
    pool_whatever_is_left,
    show_every_cell_twice,
]

SEEDS = range(60)


def attack(world: World, history: History) -> list[Leak | Line]:
    """All that the adversary has to say."""
    known = (world.policy, history.blocks, history.lines, world.responses)
    return [*find_untrue_lines(*known, world.questions), *find_leaks(*known)]


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutate: mutate.__name__)
def test_it_is_caught(mutate: Callable[[Patch], None], monkeypatch: Patch) -> None:
    for seed in SEEDS:
        world = draw_busy_world(seed)
        with monkeypatch.context() as patch:
            mutate(patch)
            history = publish_all(world)
        if attack(world, history):
            found = audit_figures(world.policy, history.blocks, history.lines, world.tallies())
            assert found != ()
            return
    pytest.fail("the adversary noticed nothing in any world")


def test_the_unchanged_engine_is_not_caught_in_these_worlds() -> None:
    for seed in SEEDS[:36]:
        world = draw_busy_world(seed)
        assert attack(world, publish_all(world)) == []
