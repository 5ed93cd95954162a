"""The check of `audit` on columns: that nothing shown, however combined, is about too few.

The reasoning is there. What is asked of crowds one by one there is asked of sums here; how many
different counsellors are in several blocks together is counted one by one only where no single
block of them has enough [disclosure G1, G2].
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from medverk.rules.disclosure.audit import Flaw, Violation, find_overlaps
from medverk.rules.disclosure.columns.audit_own import find_thin_own
from medverk.rules.disclosure.columns.case import Case, System, Told, are_groups, tell_apart
from medverk.rules.disclosure.columns.crowds import Crowds, are_alike, may_be_open
from medverk.rules.disclosure.columns.evidence import read_blocks
from medverk.rules.disclosure.columns.lines import NUMBER, Lines
from medverk.rules.disclosure.columns.members import add_up
from medverk.rules.disclosure.columns.tables import Numbers, Tables, Truths, rows_of
from medverk.rules.disclosure.figures import OPEN, Block
from medverk.rules.disclosure.policy import Policy


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
    evidence = read_blocks(tables, blocks, len(counsellors))
    case = Case(policy, list(questions), blocks, counsellors, lines, evidence)
    wrong, thin = judge_lines(case)
    return (
        *(case.accuse(Flaw.WRONG_NUMBERS, line) for line in np.flatnonzero(wrong).tolist()),
        *(case.accuse(Flaw.THIN_LINE, line) for line in np.flatnonzero(thin).tolist()),
        *sorted(find_thin_combinations(case)),
    )


def judge_lines(case: Case) -> tuple[Truths, Truths]:
    """Which lines do not say what is in their blocks, and which fail G1 by themselves."""
    evidence = case.evidence
    wrong, thin = say_answers_to_nothing(case.lines), np.zeros(len(case.lines), dtype=np.bool_)
    for system in case.systems:
        opened, own, question = system.opened, system.own, system.question
        counts = opened.add_up(evidence.crowds[question].counts)
        wrong[opened.line] |= are_wrong(case.lines, question, opened.line, counts)
        thin[opened.line] |= are_thin(case, question, opened, counts)
        counts = own.add_up(case.own_counts[question])
        wrong[own.line] |= are_wrong(case.lines, question, own.line, counts)
        thin[own.line] |= are_thin_own(case.policy, question, counts)
    return wrong, thin


def say_answers_to_nothing(lines: Lines) -> Truths:
    """Which lines are about the number of responses alone, and still have answers."""
    silent = np.flatnonzero(lines.question == NUMBER)
    wrong = np.zeros(len(lines), dtype=np.bool_)
    wrong[silent] = (lines.answered[silent] != 0) | rows_of(lines.counts, silent).any(axis=1)
    return wrong


def are_wrong(lines: Lines, question: str | None, chosen: Numbers, counts: Numbers) -> Truths:
    """Which lines say something else than these counts, which are the truth."""
    if question is None:
        number: Truths = lines.n[chosen] != counts[:, 0]
        return number
    said, categories = rows_of(lines.counts, chosen), counts.shape[1]
    wrong: Truths = lines.answered[chosen] != counts.sum(axis=1)
    wrong |= (said[:, :categories] != counts).any(axis=1)
    wrong |= said[:, categories:].any(axis=1)
    return wrong


def are_thin(case: Case, question: str | None, told: Told, counts: Numbers) -> Truths:
    """Which of these open lines fail G1 by themselves."""
    thin = np.zeros(len(counts), dtype=np.bool_)
    if question is not None:
        thin |= are_alike(counts, case.policy.responses)
    # Nobody contributed more than the most of each block added up, and a line has no fewer
    # counsellors than any of its blocks. Where that is not enough to be sure, they are counted.
    blocks = case.evidence.crowds[question]
    staff = np.zeros(len(counts), dtype=blocks.staff.dtype)
    np.maximum.at(staff, told.place, blocks.staff[told.cell])
    most = add_up(told.place, blocks.most[told.cell], len(counts))
    surely = may_be_open(case.policy, Crowds(counts, staff, most))
    unsure = np.flatnonzero(~thin & ~surely)
    rest = told.only(unsure)
    crowds = case.evidence.crowds_of(question, rest.place, rest.cell, len(unsure))
    thin[unsure] = ~may_be_open(case.policy, crowds)
    return thin


def are_thin_own(policy: Policy, question: str | None, counts: Numbers) -> Truths:
    """Which own lines fail G1 by themselves: these are the counts of each."""
    thin: Truths = counts.sum(axis=1) < policy.own_responses
    return thin if question is None else thin | are_alike(counts, policy.own_responses)


def find_thin_combinations(case: Case) -> Iterator[Violation]:
    """Sets that can be computed and are no group, in each question and in the numbers."""
    for system in case.systems:
        block, classes = tell_apart(system.opened)
        yield from find_thin_classes(case, system, block, classes)
        rest = np.setdiff1d(np.arange(len(case.blocks)), block)
        class_of = np.empty(len(case.blocks), dtype=np.int64)
        groups = int(classes.max(initial=-1)) + 1
        class_of[block], class_of[rest] = classes, groups + np.arange(len(rest))
        evidence = case.evidence.grouped(class_of, groups + len(rest))
        if evidence is case.evidence:
            class_of = np.arange(len(case.blocks))
        yield from find_thin_own(case, system, class_of, evidence)


def find_thin_classes(
    case: Case, system: System, block: Numbers, classes: Numbers
) -> Iterator[Violation]:
    """Classes of open lines that are no group."""
    groups, question = int(classes.max(initial=-1)) + 1, system.question
    crowds = case.evidence.crowds[question]
    counts = add_up(classes, rows_of(crowds.counts, block), groups)
    staff = np.zeros(groups, dtype=crowds.staff.dtype)
    np.maximum.at(staff, classes, crowds.staff[block])
    thin = ~are_groups(case.policy, question, counts, staff)
    for group in np.flatnonzero(thin).tolist():
        members = block[classes == group].tolist()
        crowd = case.evidence.together(question, members)
        exact = np.array([len(crowd)])
        if not are_groups(case.policy, question, counts[[group]], exact)[0]:
            yield Violation(Flaw.THIN_DIFFERENCE, OPEN, question or "", case.name(members))
