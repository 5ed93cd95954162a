"""How long a closed block may wait in a tail, so that the work does not grow with history."""

from __future__ import annotations

from dataclasses import replace

from medverk.rules.disclosure.ledger import OfficeLedger, OwnLedger
from medverk.rules.disclosure.runs import flatten
from medverk.rules.weeks import Week


def forget_old(state: OfficeLedger, oldest: Week) -> OfficeLedger:
    """What waits in an office, without blocks that closed before the oldest week that may."""
    recent = {name for name, block in state.blocks.items() if block.to_week >= oldest}
    tails = {
        question: tuple(block for block in tail if block in recent)
        for question, tail in state.tails.items()
    }
    own = {name: forget_old_own(ledger, recent) for name, ledger in state.own.items()}
    kept = OfficeLedger(
        state.closed_to,
        state.blocks,
        {question: tail for question, tail in tails.items() if tail},
        {name: ledger for name, ledger in own.items() if is_alive(ledger, oldest)},
    )
    return keep_named_blocks(kept)


def forget_old_own(ledger: OwnLedger, recent: set[str]) -> OwnLedger:
    """What waits of a counsellor's figures in recent blocks; a base run goes whole."""
    runs = {
        question: tuple(run for run in pending if recent.issuperset(run))
        for question, pending in ledger.runs.items()
    }
    return OwnLedger(
        tuple(block for block in ledger.waiting if block in recent),
        {question: pending for question, pending in runs.items() if pending},
        ledger.shown_to,
    )


def is_alive(ledger: OwnLedger, oldest: Week) -> bool:
    """Whether there is still something to remember of a counsellor."""
    shown_lately = ledger.shown_to is not None and ledger.shown_to >= oldest
    return bool(ledger.waiting or ledger.runs or shown_lately)


def keep_named_blocks(state: OfficeLedger) -> OfficeLedger:
    """The same, with only those blocks that somebody waits for."""
    named = set(flatten(state.tails.values()))
    for own in state.own.values():
        named.update(own.waiting, *(flatten(runs) for runs in own.runs.values()))
    blocks = {name: block for name, block in sorted(state.blocks.items()) if name in named}
    return OfficeLedger(state.closed_to, blocks, state.tails, state.own)


def forget_own(state: OfficeLedger, blocks: frozenset[str]) -> OfficeLedger:
    """The same, when nobody is to have own figures of these blocks that they do not have already.

    An office with two counsellors can show groups only if neither can subtract their own part
    [disclosure G2, "over contributors"].
    """
    own = {
        name: replace(ledger, waiting=tuple(b for b in ledger.waiting if b not in blocks))
        for name, ledger in state.own.items()
    }
    left = {
        name: ledger
        for name, ledger in own.items()
        if ledger.waiting or ledger.runs or ledger.shown_to is not None
    }
    return keep_named_blocks(replace(state, own=left))
