"""A counsellor's own figures: shown when neither they nor what is left without them is too little.

Base runs come first: blocks until the counsellor's own responses are enough, and the others' too.
Answers are shown over one or more whole base runs. All questions share the base runs, because the
number of own responses stands on every line: runs that differed by question would, by subtraction,
give the number in a small overlap [F4, F6, disclosure G2 "over contributors"].

Only blocks in which the counsellor has a response count, also for the others: a block without one
drops out of the subtraction, and what the others gave there is no protection.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from medverk.rules.disclosure.figures import Block, Line, make_line, own_audience
from medverk.rules.disclosure.hierarchy import Unit
from medverk.rules.disclosure.ledger import BaseRun, OwnLedger
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.reasons import Reason
from medverk.rules.disclosure.runs import cut_runs, flatten
from medverk.rules.disclosure.tallies import (
    Contents,
    Crowd,
    choices,
    others_part,
    own_part,
    put_together,
    size,
)
from medverk.rules.disclosure.thresholds import (
    has_enough_own,
    is_enough,
    may_show_own_answers,
)


@dataclass(frozen=True, slots=True)
class OwnView:
    """One counsellor's part of the blocks that are open to them in one office."""

    policy: Policy
    office: str
    counsellor: str
    blocks: Mapping[str, Block]
    contents: Mapping[str, Contents]

    def crowd(self, question: str | None, block: str) -> Crowd:
        """The crowd behind an own figure and its complement; empty if nothing is their own."""
        crowd = self.contents[block].about(question)
        return crowd if self.counsellor in crowd else {}

    def crowd_of_run(self, question: str | None, run: Sequence[str]) -> Crowd:
        """The same for several blocks."""
        return put_together(self.crowd(question, block) for block in run)

    def line(self, question: str | None, run: Sequence[str], counts: tuple[int, ...] = ()) -> Line:
        """An own line over these blocks."""
        n = size(own_part(self.crowd_of_run(None, run), self.counsellor))
        listed = [self.blocks[block] for block in run]
        return make_line(own_audience(self.counsellor), self.office, question, listed, n, counts)


def show_own(
    view: OwnView, questions: Mapping[str, int], ledger: OwnLedger, new: Block
) -> tuple[list[Line], OwnLedger]:
    """The counsellor's new lines when the office has closed a block, and what waits from now on."""
    if view.counsellor not in view.contents[new.id].responses:
        return [], ledger
    base_runs, waiting = cut_runs(
        (*ledger.waiting, new.id),
        crowd_of=partial(view.crowd, None),
        passes=partial(may_show_own_number, view.policy, view.counsellor),
    )
    if not base_runs:
        return [], OwnLedger(waiting, ledger.runs, ledger.shown_to)
    lines = [view.line(None, run) for run in base_runs]
    pending: dict[str, tuple[BaseRun, ...]] = {}
    for question, categories in questions.items():
        runs = (*ledger.runs.get(question, ()), *base_runs)
        shown, pending[question] = show_own_answers(view, question, categories, runs)
        lines.extend(shown)
    left = {question: runs for question, runs in pending.items() if runs}
    return lines, OwnLedger(waiting, left, view.blocks[base_runs[-1][-1]].to_week)


def may_show_own_number(policy: Policy, counsellor: str, crowd: Crowd) -> bool:
    """Whether the counsellor may see how many of these responses are about their conversations."""
    others = others_part(crowd, counsellor)
    return has_enough_own(policy, own_part(crowd, counsellor)) and is_enough(policy, others)


def show_own_answers(
    view: OwnView, question: str, categories: int, base_runs: Sequence[BaseRun]
) -> tuple[list[Line], tuple[BaseRun, ...]]:
    """The own lines of one question over whole base runs, and the base runs that wait."""

    def passes(crowd: Crowd) -> bool:
        own, others = own_part(crowd, view.counsellor), others_part(crowd, view.counsellor)
        return may_show_own_answers(view.policy, own, others)

    runs, waiting = cut_runs(base_runs, partial(view.crowd_of_run, question), passes)
    lines = []
    for run in map(flatten, runs):
        own = own_part(view.crowd_of_run(question, run), view.counsellor)
        lines.append(view.line(question, run, choices(own, categories)))
    return lines, waiting


def own_reason_by_default(policy: Policy, office: Unit) -> Reason:
    """Why a counsellor of whom nothing at all is known has no own figures.

    In an office with two counsellors the other one's responses would be left by subtraction, so own
    figures never come, and it is better said at once [disclosure G2].
    """
    if office.counsellors is not None and office.counsellors <= policy.counsellors:
        return Reason.TWO_COUNSELLOR_OFFICE
    return Reason.TOO_FEW_OWN


def why_own_number_waits(policy: Policy, office: Unit, own: Crowd) -> Reason:
    """Why the number of own responses is not shown; `own` is what waits in closed blocks."""
    reason = own_reason_by_default(policy, office)
    if reason is Reason.TOO_FEW_OWN and has_enough_own(policy, own):
        return Reason.TOO_FEW_OTHERS
    return reason
