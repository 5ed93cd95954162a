"""What is withheld, and why, as it stands after a publication [disclosure G6]."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from medverk.rules.disclosure.figures import OPEN, Block, Withheld, own_audience
from medverk.rules.disclosure.hierarchy import Hierarchy
from medverk.rules.disclosure.holdings import Holdings
from medverk.rules.disclosure.ledger import Ledger, OwnLedger
from medverk.rules.disclosure.own_figures import OwnView, why_own_number_waits
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.reasons import Reason
from medverk.rules.disclosure.runs import flatten
from medverk.rules.disclosure.tallies import own_part
from medverk.rules.weeks import Week


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything on the table when it is decided what is withheld."""

    policy: Policy
    hierarchy: Hierarchy
    ledger: Ledger
    until: Week
    holdings: Holdings


def say_what_waits(desk: Desk) -> Iterator[Withheld]:
    """All that is withheld, in offices where nobody responded too: absence tells nothing."""
    for office in desk.hierarchy.offices():
        state = desk.ledger.office(office)
        from_week = desk.ledger.first_open_week(office)
        if from_week <= desk.until:
            yield Withheld(OPEN, office, None, from_week, desk.until, Reason.TOO_FEW_SO_FAR)
        for question, tail in state.tails.items():
            yield name_weeks(OPEN, office, question, [state.blocks[block] for block in tail])
        for counsellor, own in state.own.items():
            yield from say_what_waits_of_own(desk, office, counsellor, own)


def say_what_waits_of_own(
    desk: Desk, office: str, counsellor: str, own: OwnLedger
) -> Iterator[Withheld]:
    """What a counsellor is not shown: the number of own responses, and answers to questions.

    The former is said of all weeks since the last one shown, whether or not there was a response.
    """
    state = desk.ledger.office(office)
    from_week = desk.ledger.start if own.shown_to is None else own.shown_to.next()
    if from_week <= desk.until:
        view = OwnView(desk.policy, office, counsellor, state.blocks, desk.holdings.blocks)
        waits = own_part(view.crowd_of_run(None, own.waiting), counsellor)
        reason = why_own_number_waits(desk.policy, desk.hierarchy.units[office], waits)
        yield Withheld(own_audience(counsellor), office, None, from_week, desk.until, reason)
    for question, runs in own.runs.items():
        blocks = [state.blocks[block] for block in flatten(runs)]
        yield name_weeks(own_audience(counsellor), office, question, blocks)


def name_weeks(audience: str, unit: str, question: str, blocks: list[Block]) -> Withheld:
    """A question withheld from an audience over these blocks."""
    return Withheld(
        audience,
        unit,
        question,
        min(block.from_week for block in blocks),
        max(block.to_week for block in blocks),
        Reason.TOO_FEW_OR_ALIKE,
    )
