"""The check of `audit` on columns: that nothing shown, however combined, is about too few.

The reasoning is there. What is asked of crowds one by one there is asked of sums here; how many
different counsellors are in several blocks together is counted one by one only where no single
block of them has enough [disclosure G1, G2].
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from medverk.rules.disclosure.audit import Flaw, Violation, find_overlaps
from medverk.rules.disclosure.columns.crowds import Crowds, are_alike, may_be_open
from medverk.rules.disclosure.columns.evidence import Evidence, read_blocks
from medverk.rules.disclosure.columns.lines import EVERYBODY, NUMBER, Lines
from medverk.rules.disclosure.columns.members import add_up, is_new
from medverk.rules.disclosure.columns.runs import sums
from medverk.rules.disclosure.columns.tables import Numbers, Tables, Truths
from medverk.rules.disclosure.figures import OPEN, Block, own_audience
from medverk.rules.disclosure.policy import Policy


@dataclass(frozen=True, eq=False)
class Case:
    """Everything that is judged, and by what."""

    policy: Policy
    questions: Sequence[str]
    blocks: Sequence[Block]
    counsellors: Sequence[str]
    lines: Lines
    evidence: Evidence

    @cached_property
    def own_rows(self) -> Numbers:
        """Per entry of the lines, the row of evidence that an own one is about, or -1."""
        who = self.lines.audience[self.lines.line]
        own = np.flatnonzero(who != EVERYBODY)
        rows = np.full(len(who), -1)
        rows[own] = self.evidence.find(self.lines.block[own], who[own])
        return rows

    @property
    def systems(self) -> Iterator[tuple[int, str | None]]:
        """The number of responses, and each question, with their places."""
        yield NUMBER, None
        yield from enumerate(self.questions)

    def accuse(self, flaw: Flaw, line: int) -> Violation:
        """The violation that a line is."""
        question = int(self.lines.question[line])
        blocks = self.lines.block[self.lines.edges[line] : self.lines.edges[line + 1]]
        name = "" if question == NUMBER else self.questions[question]
        return Violation(
            flaw, self.audience(int(self.lines.audience[line])), name, self.name(blocks)
        )

    def audience(self, who: int) -> str:
        """An audience by its name."""
        return OPEN if who == EVERYBODY else own_audience(self.counsellors[who])

    def name(self, blocks: Iterable[int]) -> tuple[str, ...]:
        """Blocks by their names."""
        return tuple(sorted(self.blocks[int(block)].id for block in blocks))


def audit_lines(
    policy: Policy,
    questions: Mapping[str, int],
    blocks: Sequence[Block],
    counsellors: Sequence[str],
    lines: Lines,
    tables: Tables,
) -> tuple[Violation, ...]:
    """Everything that is wrong with these lines, taken as known together; empty if nothing is.

    `tables` must hold all responses of the blocks, and name counsellors as `counsellors` does,
    which may name more. Blocks that overlap are the only thing said, if there are any.
    """
    overlaps = find_overlaps(blocks)
    if overlaps:
        return tuple(overlaps)
    evidence = read_blocks(tables, blocks, len(counsellors) + 1)
    case = Case(policy, list(questions), blocks, counsellors, lines, evidence)
    wrong, thin = judge_lines(case, questions)
    return (
        *(case.accuse(Flaw.WRONG_NUMBERS, line) for line in np.flatnonzero(wrong).tolist()),
        *(case.accuse(Flaw.THIN_LINE, line) for line in np.flatnonzero(thin).tolist()),
        *sorted(find_thin_combinations(case)),
    )


def judge_lines(case: Case, questions: Mapping[str, int]) -> tuple[Truths, Truths]:
    """Which lines do not say what is in their blocks, and which fail G1 by themselves."""
    lines = case.lines
    everybody = behind(case, None, np.arange(len(lines)))
    n = everybody[:, 0]
    wrong, thin = lines.n != n, are_thin(case, None, np.arange(len(lines)), everybody)
    for at, question in case.systems:
        chosen = np.flatnonzero(lines.question == at)
        if question is None:
            wrong[chosen] |= (lines.answered[chosen] != 0) | lines.counts[chosen].any(axis=1)
            continue
        categories = questions[question]
        counts = behind(case, question, chosen)
        wrong[chosen] |= lines.answered[chosen] != counts.sum(axis=1)
        wrong[chosen] |= (lines.counts[chosen, :categories] != counts).any(axis=1)
        wrong[chosen] |= lines.counts[chosen, categories:].any(axis=1)
        thin[chosen] |= are_thin(case, question, chosen, counts)
    return wrong, thin


def behind(case: Case, question: str | None, chosen: Numbers) -> Numbers:
    """What truly is behind these lines, by category."""
    lines, evidence = case.lines, case.evidence
    entries, edges = entries_of(lines, chosen)
    who = np.repeat(lines.audience[chosen], np.diff(edges))
    there = evidence.rows(question, case.own_rows[entries])
    all_of_it = np.flatnonzero(who == EVERYBODY)
    block = lines.block[entries[all_of_it]]
    there[all_of_it] = evidence.crowds[question].counts[block]
    total = sums(there)
    return total[edges[1:]] - total[edges[:-1]]


def entries_of(lines: Lines, chosen: Numbers) -> tuple[Numbers, Numbers]:
    """The entries of these lines, one line after the other, and where each one's begin."""
    first, end = lines.edges[chosen], lines.edges[chosen + 1]
    edges = np.r_[0, np.cumsum(end - first)]
    return np.repeat(first - edges[:-1], end - first) + np.arange(edges[-1]), edges


def are_thin(case: Case, question: str | None, chosen: Numbers, counts: Numbers) -> Truths:
    """Which of these lines fail G1 by themselves."""
    policy, lines = case.policy, case.lines
    is_open = lines.audience[chosen] == EVERYBODY
    fewest = np.where(is_open, policy.responses, policy.own_responses)
    thin: Truths = counts.sum(axis=1) < fewest
    if question is not None:
        alike = (counts > 0).sum(axis=1) == 1
        thin |= alike & (counts.sum(axis=1) < 2 * fewest)
    # Nobody contributed more than the most of each block added up, and a line has no fewer
    # counsellors than any of its blocks. Where that is not enough to be sure, they are counted.
    blocks = case.evidence.crowds[question]
    entries, edges = entries_of(lines, chosen)
    line = np.repeat(np.arange(len(chosen)), np.diff(edges))
    staff = np.zeros(len(chosen), dtype=np.int64)
    np.maximum.at(staff, line, blocks.staff[lines.block[entries]])
    most = add_up(line, blocks.most[lines.block[entries]], len(chosen))
    surely = may_be_open(policy, Crowds(counts, staff, most))
    unsure = np.flatnonzero(is_open & ~thin & ~surely)
    entries, edges = entries_of(lines, chosen[unsure])
    line = np.repeat(np.arange(len(unsure)), np.diff(edges))
    crowds = case.evidence.crowds_of(question, line, lines.block[entries], len(unsure))
    thin[unsure] = ~may_be_open(policy, crowds)
    return thin


def find_thin_combinations(case: Case) -> Iterator[Violation]:
    """Sets that can be computed and are no group, in each question and in the numbers."""
    lines = case.lines
    for at, question in case.systems:
        # Every line tells its number of responses, whatever it is about.
        told = np.ones(len(lines), dtype=np.bool_) if question is None else lines.question == at
        is_open = lines.audience == EVERYBODY
        entries, edges = entries_of(lines, np.flatnonzero(told & is_open))
        line = np.repeat(np.arange(len(edges) - 1), np.diff(edges))
        block, classes = tell_apart(lines.block[entries], line)
        yield from find_thin_classes(case, question, block, classes)
        rest = np.setdiff1d(np.arange(len(case.blocks)), block)
        class_of = np.empty(len(case.blocks), dtype=np.int64)
        groups = int(classes.max(initial=-1)) + 1
        class_of[block], class_of[rest] = classes, groups + np.arange(len(rest))
        evidence = case.evidence.grouped(class_of, groups + len(rest))
        if evidence is case.evidence:
            class_of = np.arange(len(case.blocks))
        yield from find_thin_own(case, question, told & ~is_open, class_of, evidence)


def tell_apart(cell: Numbers, line: Numbers) -> tuple[Numbers, Numbers]:
    """The cells in these lines, in order, and their classes: cells in exactly the same lines."""
    order = np.lexsort((line, cell))
    cell, line = cell[order], line[order]
    first = np.flatnonzero(is_new(cell))
    cells, sizes = cell[first], np.diff(np.r_[first, len(cell)])
    classes = sizes
    for step in range(int(sizes.max(initial=0))):
        longer = step < sizes
        here = np.where(longer, line[np.where(longer, first + step, 0)], -1)
        _, classes = np.unique(classes * (int(line.max()) + 2) + here + 1, return_inverse=True)
    return cells, np.asarray(classes, dtype=np.int64)


def find_thin_classes(
    case: Case, question: str | None, block: Numbers, classes: Numbers
) -> Iterator[Violation]:
    """Classes of open lines that are no group."""
    groups = int(classes.max(initial=-1)) + 1
    crowds = case.evidence.crowds[question]
    counts = add_up(classes, crowds.counts[block], groups)
    staff = np.zeros(groups, dtype=np.int64)
    np.maximum.at(staff, classes, crowds.staff[block])
    thin = ~are_groups(case.policy, question, counts, staff)
    for group in np.flatnonzero(thin).tolist():
        members = block[classes == group].tolist()
        crowd = case.evidence.together(question, members)
        exact = np.array([len(crowd)])
        if not are_groups(case.policy, question, counts[[group]], exact)[0]:
            yield Violation(Flaw.THIN_DIFFERENCE, OPEN, question or "", case.name(members))


def are_groups(policy: Policy, question: str | None, counts: Numbers, staff: Numbers) -> Truths:
    """Which crowds are enough for G2, and do not tell everybody's answer."""
    crowds = Crowds(counts, staff, staff)
    enough = (crowds.size >= policy.responses) & (staff >= policy.counsellors)
    return enough if question is None else enough & ~are_alike(counts, policy.responses)


def find_thin_own(
    case: Case, question: str | None, told: Truths, class_of: Numbers, evidence: Evidence
) -> Iterator[Violation]:
    """Own classes that are too small, or leave too few others when they are subtracted.

    `evidence` is of the classes of open lines, which `class_of` gives for each block.
    """
    lines, policy = case.lines, case.policy
    entries, edges = entries_of(lines, np.flatnonzero(told))
    line = np.repeat(np.flatnonzero(told), np.diff(edges))
    who, block = lines.audience[line], lines.block[entries]
    cells, classes = own_classes(who * len(case.blocks) + block, line)
    who, block = np.divmod(cells, max(1, len(case.blocks)))
    groups = int(classes.max(initial=-1)) + 1
    own = case.evidence.own(question, block, who)
    own_counts = add_up(classes, own, groups)
    there = own_counts.sum(axis=1) > 0  # else there is nothing to tell or to subtract
    small = own_counts.sum(axis=1) < policy.own_responses
    if question is not None:
        small |= are_alike(own_counts, policy.own_responses)
    lonely = leave_too_few(case, question, (classes, who, block, own), class_of, evidence)
    for flaw, wrong in ((Flaw.THIN_DIFFERENCE, small), (Flaw.THIN_WITHOUT_OWN, lonely)):
        for group in np.flatnonzero(wrong & there).tolist():
            members = np.flatnonzero(classes == group)
            audience = case.audience(int(who[members[0]]))
            yield Violation(flaw, audience, question or "", case.name(block[members]))


def own_classes(cell: Numbers, line: Numbers) -> tuple[Numbers, Numbers]:
    """As `tell_apart`; lines that have nothing in common are the classes themselves."""
    if is_new(np.sort(cell)).all():
        return cell, np.cumsum(is_new(line)) - 1
    return tell_apart(cell, line)


def leave_too_few(
    case: Case,
    question: str | None,
    cells: tuple[Numbers, Numbers, Numbers, Numbers],
    class_of: Numbers,
    evidence: Evidence,
) -> Truths:
    """Which own classes leave too few others in the open classes that they touch."""
    classes, who, block, own = cells
    groups = int(classes.max(initial=-1)) + 1
    mine = np.flatnonzero(own.sum(axis=1) > 0)
    touched = np.sort(classes[mine] * evidence.blocks + class_of[block[mine]])
    touched = touched[is_new(touched)]
    group, open_class = np.divmod(touched, max(1, evidence.blocks))
    whose = np.zeros(groups, dtype=np.int64)
    whose[classes] = who
    crowds = evidence.crowds[question]
    counts = crowds.counts[open_class]
    counts -= evidence.own(question, open_class, whose[group])
    staff = np.zeros(groups, dtype=np.int64)
    np.maximum.at(staff, group, crowds.staff[open_class] - 1)
    left = add_up(group, counts, groups)
    lonely = ~are_groups(case.policy, question, left, staff)
    edges = np.searchsorted(group, np.arange(groups + 1))
    for at in np.flatnonzero(lonely).tolist():
        crowd = evidence.together(question, open_class[edges[at] : edges[at + 1]].tolist())
        crowd.pop(int(whose[at]), None)
        exact = np.array([len(crowd)])
        lonely[at] = not are_groups(case.policy, question, left[[at]], exact)[0]
    return lonely
