"""One publication date of one questionnaire: tallies in, a plan out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from medverk.rules.disclosure.blocks import Pooling, pool_upwards
from medverk.rules.disclosure.figures import OPEN, Block, Line, Part, Withheld, reading_order
from medverk.rules.disclosure.hierarchy import Hierarchy
from medverk.rules.disclosure.holdings import Holdings, sort_tallies, waiting_part
from medverk.rules.disclosure.ledger import Ledger
from medverk.rules.disclosure.offices import OfficeStep, publish_office
from medverk.rules.disclosure.open_figures import roll_up, show_answers, show_number
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.reasons import Reason
from medverk.rules.disclosure.tallies import Tally
from medverk.rules.disclosure.waiting import Desk, name_weeks, say_what_waits
from medverk.rules.weeks import Week


@dataclass(frozen=True, slots=True)
class Closing:
    """The end of a year, or of a pilot in some offices: what waits there is pooled upwards."""

    offices: frozenset[str] | None = None
    """The offices whose period ends; None means all."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What a publication adds. Nothing that was published before changes [disclosure G5]."""

    until: Week
    blocks: tuple[Block, ...]
    lines: tuple[Line, ...]
    withheld: tuple[Withheld, ...]
    """All that waits as of now; it takes the place of what the last publication said waits."""

    never_shown: tuple[Withheld, ...]
    """What a closing has settled for good: pooled, deleted, or a pool's question with too few."""

    deleted: tuple[Part, ...]
    """What the vault shall delete, unpublished."""

    ledger: Ledger
    """What the next publication is to be given."""


def decide_publication(
    policy: Policy,
    hierarchy: Hierarchy,
    questions: Mapping[str, int],
    *,
    until: Week,
    ledger: Ledger,
    tallies: Iterable[Tally],
    closing: Closing | None = None,
) -> Publication:
    """Decide what is published of everything received up to and including the week `until`.

    `questions` gives each question's number of categories. `tallies` must hold at least the weeks
    that `ledger.needed` names; other weeks are passed over, and the order never matters.
    Raises ValueError if the date does not come after the last one, if a tally cannot be or is of an
    unknown office, or if a closed block no longer holds as many responses as it did.
    """
    check_date(ledger, until)
    holdings = sort_tallies(hierarchy, questions, ledger, until, tallies)
    publication = publish_holdings(policy, hierarchy, questions, until, ledger, holdings, closing)
    desk = Desk(policy, hierarchy, publication.ledger, until, holdings)
    withheld = sorted(say_what_waits(desk), key=reading_order)
    return replace(publication, withheld=tuple(withheld))


def publish_holdings(
    policy: Policy,
    hierarchy: Hierarchy,
    questions: Mapping[str, int],
    until: Week,
    ledger: Ledger,
    holdings: Holdings,
    closing: Closing | None,
) -> Publication:
    """The same from tallies that are sorted already, and without saying what waits.

    Who publishes many dates in a row keeps the holdings, and asks what waits after the last.
    """
    steps = [
        publish_office(policy, questions, holdings, ledger, waiting_part(ledger, office, until))
        for office in hierarchy.offices()
    ]
    ending = [step.part for step in steps if step.block is None and is_ending(step.part, closing)]
    waiting = {part: holdings.waiting[part.office] for part in ending}
    pooling = pool_upwards(policy, hierarchy, waiting)
    pool_lines, pool_gaps = publish_pools(policy, questions, pooling)
    office_lines = [line for step in steps for line in step.lines]
    open_lines = [line for line in office_lines if line.audience == OPEN]
    lines = office_lines + roll_up(hierarchy, open_lines + pool_lines)
    next_ledger = write_ledger(ledger, until, steps, ending)
    never_shown = pool_gaps + say_what_was_settled(ending, pooling.deleted)
    blocks = [step.block for step in steps if step.block] + [block for block, _ in pooling.pools]
    return Publication(
        until=until,
        blocks=tuple(sorted(blocks, key=lambda block: block.id)),
        lines=tuple(sorted(lines, key=reading_order)),
        withheld=(),
        never_shown=tuple(sorted(never_shown, key=reading_order)),
        deleted=pooling.deleted,
        ledger=next_ledger,
    )


def check_date(ledger: Ledger, until: Week) -> None:
    """Refuse a date that the ledger has passed (ValueError)."""
    if until < ledger.start:
        raise ValueError(f"nothing to publish up to {until}: the ledger starts in {ledger.start}")
    if ledger.until is not None and until <= ledger.until:
        raise ValueError(
            f"{ledger.until} is published: the next date must come after it, not {until}"
        )


def is_ending(part: Part, closing: Closing | None) -> bool:
    """Whether the period of the part's office ends with this publication."""
    if closing is None:
        return False
    return closing.offices is None or part.office in closing.offices


def publish_pools(
    policy: Policy, questions: Mapping[str, int], pooling: Pooling
) -> tuple[list[Line], list[Withheld]]:
    """What the pools add to the lines of their unit, and which of their questions never will."""
    lines: list[Line] = []
    gaps: list[Withheld] = []
    for block, contents in pooling.pools:
        lines.append(show_number(block, contents))
        for question, categories in questions.items():
            shown, waiting = show_answers(
                policy, question, categories, [block], {block.id: contents}
            )
            lines.extend(shown)
            gaps.extend(name_weeks(OPEN, block.unit, question, [block]) for _ in waiting)
    return lines, gaps


def say_what_was_settled(ending: Iterable[Part], deleted: Iterable[Part]) -> list[Withheld]:
    """What became of the weeks that waited in offices whose period ended."""
    gone = set(deleted)
    return [
        Withheld(
            OPEN,
            part.office,
            None,
            part.from_week,
            part.to_week,
            Reason.DELETED_UNPUBLISHED if part in gone else Reason.POOLED_UPWARDS,
        )
        for part in ending
    ]


def write_ledger(
    ledger: Ledger, until: Week, steps: Iterable[OfficeStep], ending: Iterable[Part]
) -> Ledger:
    """The ledger after this publication."""
    offices = dict(ledger.offices)
    offices.update((step.part.office, step.ledger) for step in steps)
    for part in ending:
        offices[part.office] = replace(offices[part.office], closed_to=until)
    return Ledger(ledger.start, until, offices)
