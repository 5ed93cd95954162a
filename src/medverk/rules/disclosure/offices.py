"""What one office publishes on one date: its block, if it closes, and figures of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from medverk.rules.disclosure.ageing import forget_old
from medverk.rules.disclosure.blocks import close_office_block
from medverk.rules.disclosure.figures import Block, Line, Part
from medverk.rules.disclosure.holdings import Holdings
from medverk.rules.disclosure.ledger import LONGEST_WAIT, Ledger, OfficeLedger, OwnLedger
from medverk.rules.disclosure.open_figures import show_answers, show_number
from medverk.rules.disclosure.own_figures import OwnView, show_own
from medverk.rules.disclosure.policy import Policy


@dataclass(frozen=True, slots=True)
class OfficeStep:
    """What became of the weeks of an office that waited: `block` is None when they wait on."""

    part: Part
    block: Block | None
    lines: tuple[Line, ...]
    ledger: OfficeLedger


def publish_office(
    policy: Policy, questions: Mapping[str, int], holdings: Holdings, ledger: Ledger, part: Part
) -> OfficeStep:
    """Close the office's block if it can be, and show what then has enough behind it.

    A block that closes joins the holdings. Without one nothing changes but the age of what waits.
    """
    oldest = part.to_week.plus(-LONGEST_WAIT)
    state = forget_old(ledger.office(part.office), oldest)
    block = close_office_block(policy, part, holdings.waiting[part.office])
    if block is None:
        return OfficeStep(part, None, (), state)
    holdings.blocks[block.id] = holdings.waiting[part.office]
    blocks = {**state.blocks, block.id: block}
    lines = [show_number(block, holdings.blocks[block.id])]
    tails: dict[str, tuple[str, ...]] = {}
    for question, categories in questions.items():
        cells = [blocks[name] for name in (*state.tails.get(question, ()), block.id)]
        shown, tails[question] = show_answers(policy, question, categories, cells, holdings.blocks)
        lines.extend(shown)
    own: dict[str, OwnLedger] = {}
    for counsellor in sorted({*state.own, *holdings.blocks[block.id].responses}):
        view = OwnView(policy, part.office, counsellor, blocks, holdings.blocks)
        before = state.own.get(counsellor, OwnLedger())
        shown, own[counsellor] = show_own(view, questions, before, block)
        lines.extend(shown)
    after = OfficeLedger(block.to_week, blocks, tails, own)
    return OfficeStep(part, block, tuple(lines), forget_old(after, oldest))
