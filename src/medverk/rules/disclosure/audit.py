"""The check that nothing shown, however combined, is about too few [disclosure G1, G2].

It starts from the lines alone and knows nothing of how they came about, so it judges the engine's
lines and anybody else's. How it reasons:

- Blocks that no open line of a question tells apart form a *class*. Whatever can be computed from
  the open lines is a union of classes. If each class is a group, so is every union.
- A counsellor's own lines divide their own responses into *own classes* in the same way. A set
  that the counsellor can compute is a union S of classes, less some own classes that lie wholly
  within S, plus some that lie wholly outside. So it is enough that each own class reaches the own
  threshold, and that the others' responses in the classes that it touches are a group.

No violation is therefore a proof, for any set of lines over whole blocks. A violation is exact when
the class can be computed, as it always can where units are summed and nothing else; for other lines
it may be too careful. It covers numbers of responses and distributions, not tables with background,
and it trusts the blocks: two blocks with a response in common are a violation of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from medverk.rules.disclosure.figures import OPEN, Block, Line, own_audience
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.tallies import (
    Contents,
    Crowd,
    Tally,
    choices,
    others_part,
    own_part,
    put_together,
    size,
)
from medverk.rules.disclosure.thresholds import (
    are_alike,
    has_enough_own,
    is_enough,
    may_be_open,
    may_show_answers,
)


class Flaw(StrEnum):
    """What is wrong with a set of figures."""

    UNKNOWN_BLOCK = "unknown_block"
    BLOCKS_OVERLAP = "blocks_overlap"
    WRONG_NUMBERS = "wrong_numbers"
    THIN_LINE = "thin_line"
    THIN_DIFFERENCE = "thin_difference"
    THIN_WITHOUT_OWN = "thin_without_own"
    SHOWN_BEFORE = "shown_before"
    OTHER_PEOPLE = "other_people"
    UNDECIDED = "undecided"
    """Breakdowns of which neither a proof nor a combination was found in reasonable time."""


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """A figure that must not be shown, or a set of blocks whose result could be computed."""

    flaw: Flaw
    audience: str
    question: str
    """Empty where it is the number of responses."""

    blocks: tuple[str, ...]
    combination: tuple[str, ...] = ()
    """The figures that tell it with their multiples, in words, where breakdowns do."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Lines, and what is truly behind them."""

    policy: Policy
    contents: Mapping[str, Contents]

    def crowd(self, audience: str, question: str | None, blocks: Iterable[str]) -> Crowd:
        """The responses behind a line over these blocks."""
        crowd = put_together(self.contents[block].about(question) for block in blocks)
        return crowd if audience == OPEN else own_part(crowd, counsellor_of(audience))


def audit_figures(
    policy: Policy, blocks: Iterable[Block], lines: Iterable[Line], tallies: Iterable[Tally]
) -> tuple[Violation, ...]:
    """Everything that is wrong with these lines, taken as known together; empty if nothing is.

    `tallies` must hold all responses of the blocks.
    """
    known, listed = list(blocks), list(lines)
    unknown = find_unknown_blocks(known, listed)
    overlaps = find_overlaps(known)
    if unknown or overlaps:
        return (*unknown, *overlaps)
    evidence = Evidence(policy, read_blocks(known, tallies))
    return (
        *find_wrong_numbers(evidence, listed),
        *find_thin_lines(evidence, listed),
        *find_thin_combinations(evidence, listed),
    )


def read_blocks(blocks: Iterable[Block], tallies: Iterable[Tally]) -> dict[str, Contents]:
    """What truly lies in each block."""
    contents: dict[str, Contents] = {}
    spans: dict[str, list[tuple[Block, int]]] = {}
    for block in blocks:
        contents[block.id] = Contents()
        for place, part in enumerate(block.parts):
            spans.setdefault(part.office, []).append((block, place))
    for tally in tallies:
        for block, place in spans.get(tally.office, ()):
            part = block.parts[place]
            if part.from_week <= tally.week <= part.to_week:
                contents[block.id].put(tally)
    return contents


def find_unknown_blocks(blocks: Iterable[Block], lines: Iterable[Line]) -> list[Violation]:
    """Lines over blocks that nobody has described."""
    known = {block.id for block in blocks}
    return [accuse(Flaw.UNKNOWN_BLOCK, line) for line in lines if not known.issuperset(line.blocks)]


def find_overlaps(blocks: Iterable[Block]) -> list[Violation]:
    """Blocks with weeks of an office in common. Weeks sort in time as they are written."""
    parts = sorted(
        (part.office, str(part.from_week), str(part.to_week), block.id)
        for block in blocks
        for part in block.parts
    )
    return [
        Violation(Flaw.BLOCKS_OVERLAP, OPEN, "", (first, second))
        for (before, _, ended, first), (after, began, _, second) in pairwise(parts)
        if before == after and began <= ended
    ]


def find_wrong_numbers(evidence: Evidence, lines: Iterable[Line]) -> list[Violation]:
    """Lines that do not say what is in their blocks."""
    return [accuse(Flaw.WRONG_NUMBERS, line) for line in lines if not is_true(evidence, line)]


def is_true(evidence: Evidence, line: Line) -> bool:
    """Whether a line's numbers are those of its blocks."""
    counts: tuple[int, ...] = ()
    if line.question is not None:
        answered = evidence.crowd(line.audience, line.question, line.blocks)
        counts = choices(answered, len(line.counts))
    n = size(evidence.crowd(line.audience, None, line.blocks))
    return (line.n, line.answered, line.counts) == (n, sum(counts), counts)


def find_thin_lines(evidence: Evidence, lines: Iterable[Line]) -> list[Violation]:
    """Lines that fail G1 by themselves, in the number of responses or in the answers."""
    return [accuse(Flaw.THIN_LINE, line) for line in lines if is_thin(evidence, line)]


def is_thin(evidence: Evidence, line: Line) -> bool:
    """Whether a line fails G1 by itself."""
    policy = evidence.policy
    everyone = evidence.crowd(line.audience, None, line.blocks)
    answered = evidence.crowd(line.audience, line.question, line.blocks)
    if line.audience != OPEN:
        return not (
            has_enough_own(policy, everyone) and is_own_group(policy, line.question, answered)
        )
    if line.question is None:
        return not may_be_open(policy, everyone)
    return not may_be_open(policy, everyone) or not may_show_answers(policy, answered)


def find_thin_combinations(evidence: Evidence, lines: Sequence[Line]) -> list[Violation]:
    """Sets that can be computed and are no group, in each question and in the numbers."""
    found: set[Violation] = set()
    questions = {line.question for line in lines}
    for question in (None, *(question for question in questions if question is not None)):
        # Every line tells its number of responses, whatever it is about.
        told: dict[str, list[tuple[str, ...]]] = {OPEN: []}
        for line in lines:
            if question is None or line.question == question:
                told.setdefault(line.audience, []).append(line.blocks)
        classes = tell_apart(told.pop(OPEN))
        found.update(find_thin_classes(evidence, question, classes))
        class_of = {block: blocks for blocks in classes for block in blocks}
        for audience, own_lines in told.items():
            found.update(find_thin_own(evidence, question, class_of, audience, own_lines))
    return sorted(found)


def tell_apart(lines: Iterable[Iterable[str]]) -> list[tuple[str, ...]]:
    """The classes: blocks that are in exactly the same lines."""
    seen_in: dict[str, list[int]] = {}
    for number, blocks in enumerate(lines):
        for block in blocks:
            seen_in.setdefault(block, []).append(number)
    classes: dict[tuple[int, ...], list[str]] = {}
    for block in sorted(seen_in):
        classes.setdefault(tuple(seen_in[block]), []).append(block)
    return [tuple(blocks) for blocks in classes.values()]


def find_thin_classes(
    evidence: Evidence, question: str | None, classes: Iterable[tuple[str, ...]]
) -> list[Violation]:
    """Classes of open lines that are no group."""
    return [
        Violation(Flaw.THIN_DIFFERENCE, OPEN, question or "", blocks)
        for blocks in classes
        if not is_group(evidence.policy, question, evidence.crowd(OPEN, question, blocks))
    ]


def find_thin_own(
    evidence: Evidence,
    question: str | None,
    class_of: Mapping[str, tuple[str, ...]],
    audience: str,
    lines: Iterable[tuple[str, ...]],
) -> list[Violation]:
    """Own classes that are too small, or leave too few others when they are subtracted."""
    counsellor, policy = counsellor_of(audience), evidence.policy
    found: list[Violation] = []
    for blocks in tell_apart(lines):
        own = evidence.crowd(audience, question, blocks)
        if not own:
            continue  # nothing of theirs in these blocks, so nothing to tell or to subtract
        if not is_own_group(policy, question, own):
            found.append(Violation(Flaw.THIN_DIFFERENCE, audience, question or "", blocks))
        touched = {
            each
            for block in blocks
            if counsellor in evidence.contents[block].about(question)
            for each in class_of.get(block, (block,))
        }
        others = others_part(evidence.crowd(OPEN, question, touched), counsellor)
        if not is_group(policy, question, others):
            found.append(Violation(Flaw.THIN_WITHOUT_OWN, audience, question or "", blocks))
    return found


def is_group(policy: Policy, question: str | None, crowd: Crowd) -> bool:
    """Whether the crowd is enough for G2, and does not tell everybody's answer."""
    alike = question is not None and are_alike(crowd, policy.responses)
    return is_enough(policy, crowd) and not alike


def is_own_group(policy: Policy, question: str | None, own: Crowd) -> bool:
    """The same for a counsellor's own responses."""
    alike = question is not None and are_alike(own, policy.own_responses)
    return has_enough_own(policy, own) and not alike


def accuse(flaw: Flaw, line: Line) -> Violation:
    """The violation that a line is."""
    return Violation(flaw, line.audience, line.question or "", line.blocks)


def counsellor_of(audience: str) -> str:
    """The counsellor who is an own audience."""
    return audience.removeprefix(own_audience(""))
