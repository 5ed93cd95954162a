"""The rule with one part taken out at a time: the adversary, and the audit, must notice each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from medverk.rules.disclosure.breakdowns import (
    Wish,
    audit_breakdowns,
    choice,
    counted,
    publishing,
    search,
    weighing,
)
from medverk.rules.disclosure.breakdowns.footing import Flags, Numbers
from medverk.rules.disclosure.breakdowns.neighbours import Seen
from medverk.rules.disclosure.breakdowns.place import Place
from medverk.rules.disclosure.breakdowns.proving import Answer, Prover
from medverk.rules.disclosure.breakdowns.search import SAFE
from medverk.rules.disclosure.breakdowns.system import Row
from medverk.rules.disclosure.breakdowns.template import Stage
from medverk.rules.disclosure.policy import Policy

from .adversary import find_leaks
from .people import draw_agency, find_all_places, publish

Patch = pytest.MonkeyPatch


def prove_nothing(patch: Patch) -> None:
    """Whatever cells can stand alone are shown together."""
    patch.setattr(Prover, "prove", lambda self, rows: Answer(SAFE))


def count_responses_only(patch: Patch) -> None:
    """Answers to questions are not looked at: some skip, some are alike."""
    in_order = Prover.in_order

    def mutant(self: Prover) -> list[str | None]:
        return [question for question in in_order(self) if question is None]

    patch.setattr(Prover, "in_order", mutant)
    patch.setattr(Wish, "systems", property(lambda self: (None,)))


def forget_counsellors(patch: Patch) -> None:
    """One counsellor is enough."""

    def mutant(fewest: int, by_staff: Numbers, own: Numbers, least: Numbers) -> Flags:
        return least > 0

    patch.setattr(weighing, "has_others", mutant)


def forget_own_figures(patch: Patch) -> None:
    """Nobody subtracts their own."""
    prepare = publishing.Edition.ask_office

    def mutant(self: publishing.Edition, place: Place) -> object:
        object.__setattr__(place, "own", np.zeros_like(place.own))
        return prepare(self, place)

    patch.setattr(publishing.Edition, "ask_office", mutant)


def ask_for_one_less(patch: Patch) -> None:
    """A threshold that is one too low, in the proof only."""
    weigh = weighing.Scale.weigh

    def mutant(self: weighing.Scale, policy: Policy, numbering: weighing.Numbering) -> Flags:
        low = Policy(responses=policy.responses, own_responses=policy.own_responses)
        object.__setattr__(low, "responses", policy.responses - 1)
        return weigh(self, low, numbering)

    patch.setattr(weighing.Scale, "weigh", mutant)


def try_no_negative_numbers(patch: Patch) -> None:
    """What is left of a total when the cells are subtracted is forgotten."""
    numbers_near = search.Search.numbers_near

    def mutant(self: search.Search, values: Numbers, step: int) -> list[int] | None:
        near = numbers_near(self, values, step)
        return None if near is None else [number for number in near if number >= 0]

    patch.setattr(search.Search, "numbers_near", mutant)


def judge_tables_apart(patch: Patch) -> None:
    """Nested and linked tables are judged one by one."""
    prove = Prover.prove

    def mutant(self: Prover, rows: Sequence[Row]) -> Answer:
        sizes = {row.mask.bit_count() for row in rows}
        for size in sorted(sizes):
            answer = prove(self, [row for row in rows if row.mask.bit_count() == size])
            if not answer.safe:
                return answer
        return Answer(SAFE)

    patch.setattr(Prover, "prove", mutant)
    patch.setattr(choice.Chooser, "leaves_enough", lambda self, cells: True)


def show_all_of_the_county(patch: Patch) -> None:
    """The rest of a county is shown without a proof."""

    def mutant(
        self: publishing.Edition, unit: str, above: tuple[str, ...], places: Sequence[Place]
    ) -> None:
        for family in self.families:
            rest = self.find_rest(unit, above, family, places)
            if rest is None:
                continue
            every = frozenset(range(len(rest.blocks)))
            for table in family:
                cells = {by: Row(mask, every) for by, mask in self.wish.whole_cells(table).items()}
                good = {
                    by: row
                    for by, row in cells.items()
                    if choice.may_stand_alone(self.wish.policy, rest, row)
                }
                self.show(unit, rest, family, good)

    patch.setattr(publishing.Edition, "show_rest", mutant)


def compare_across_other_variables(patch: Patch) -> None:
    """The rest of a county is proven as if its offices showed nothing of other variables."""
    patch.setattr(publishing.Edition, "other_families", lambda self, family: None)


def settle_every_trial(patch: Patch) -> None:
    """The quick proof finds nothing open."""

    def mutant(self: counted.Counted, seen: Seen, stage: Stage, policy: Policy) -> Numbers:
        return np.zeros(0, dtype=np.int64)

    patch.setattr(counted.Counted, "look_closer", mutant)


MUTANTS = {
    prove_nothing: 0,
    count_responses_only: 2,
    forget_counsellors: 44,
    forget_own_figures: 3,
    ask_for_one_less: 2,
    try_no_negative_numbers: 1,
    judge_tables_apart: 0,
    show_all_of_the_county: 1,
    compare_across_other_variables: 41,
    settle_every_trial: 0,
}
"""Each with the first agency that it leaks in, to begin at."""


@pytest.mark.parametrize(
    ("mutate", "first"), MUTANTS.items(), ids=[each.__name__ for each in MUTANTS]
)
def test_it_is_noticed_by_the_adversary_and_by_the_audit(
    mutate: Callable[[Patch], None], first: int
) -> None:
    for seed in range(first, first + 60):
        agency = draw_agency(seed)
        with pytest.MonkeyPatch.context() as patch:
            mutate(patch)
            made = publish(agency)
        if find_leaks(agency, made.blocks, made.lines, made.cells):
            places = find_all_places(agency, made.blocks, made.lines)
            assert audit_breakdowns(agency.wish, places, made.lines, made.cells).leaks
            return
    pytest.fail("nobody noticed")
