"""The check of own lines together with everybody's: what each counsellor could compute [G2]."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from medverk.rules.disclosure.audit import Flaw, Violation
from medverk.rules.disclosure.columns.case import Case, System, Told, are_groups, tell_apart
from medverk.rules.disclosure.columns.crowds import are_alike
from medverk.rules.disclosure.columns.evidence import Evidence
from medverk.rules.disclosure.columns.members import add_up, is_new
from medverk.rules.disclosure.columns.tables import Numbers, Truths, rows_of


@dataclass(frozen=True, eq=False)
class OwnClasses:
    """Cells of own lines with their rows of the evidence, and which of the classes each is in."""

    who: Numbers
    block: Numbers
    row: Numbers
    classes: Numbers

    @property
    def groups(self) -> int:
        """How many classes there are."""
        return int(self.classes.max(initial=-1)) + 1


@dataclass(frozen=True, eq=False)
class Touched:
    """The open classes that own classes (`group`) touch, in order, and what the own have there."""

    group: Numbers
    open_class: Numbers
    row: Numbers


def find_thin_own(
    case: Case, system: System, class_of: Numbers, evidence: Evidence
) -> Iterator[Violation]:
    """Own classes that are too small, or leave too few others when they are subtracted.

    `evidence` is of the classes of open lines, which `class_of` gives for each block.
    """
    policy, question, (_, cells) = case.policy, system.question, case.own_lines
    cell, classes = own_classes(system.own)
    own = OwnClasses(cells.who[cell], cells.block[cell], cells.row[cell], classes)
    counts = add_up(classes, rows_of(case.own_counts[question], cell), own.groups)
    there = counts.any(axis=1)  # else there is nothing to tell or to subtract
    small = counts.sum(axis=1) < policy.own_responses
    if question is not None:
        small |= are_alike(counts, policy.own_responses)
    lonely = leave_too_few(case, question, own, class_of, evidence)
    for flaw, wrong in ((Flaw.THIN_DIFFERENCE, small), (Flaw.THIN_WITHOUT_OWN, lonely)):
        for group in np.flatnonzero(wrong & there).tolist():
            members = np.flatnonzero(classes == group)
            audience = case.audience(int(own.who[members[0]]))
            yield Violation(flaw, audience, question or "", case.name(own.block[members]))


def own_classes(told: Told) -> tuple[Numbers, Numbers]:
    """As `tell_apart`; lines that have nothing in common are the classes themselves."""
    if told.sizes.max(initial=0) > 1:
        return tell_apart(told)
    return told.cell.astype(np.int64), told.place


def leave_too_few(
    case: Case, question: str | None, own: OwnClasses, class_of: Numbers, evidence: Evidence
) -> Truths:
    """Which own classes leave too few others in the open classes that they touch."""
    policy, crowds = case.policy, evidence.crowds[question]
    touched = find_touched(case, question, own, class_of, evidence)
    others = crowds.size[touched.open_class] - evidence.sizes(question)[touched.row]
    left = add_up(touched.group, others, own.groups)
    staff = np.zeros(own.groups, dtype=crowds.staff.dtype)
    np.maximum.at(staff, touched.group, crowds.staff[touched.open_class] - 1)
    # Twice as many as are needed, and enough counsellors in one open class, are surely a group.
    unsure = (left < 2 * policy.responses) | (staff < policy.counsellors)
    few = np.flatnonzero(unsure[touched.group])
    counts = rows_of(crowds.counts, touched.open_class[few])
    counts -= evidence.rows(question, touched.row[few])
    left = add_up(touched.group[few], counts, own.groups)
    lonely = unsure & ~are_groups(policy, question, left, staff)
    for at in np.flatnonzero(lonely).tolist():
        first, end = np.searchsorted(touched.group, [at, at + 1])
        crowd = evidence.together(question, touched.open_class[first:end].tolist())
        crowd.pop(int(own.who[own.classes == at][0]), None)
        exact = np.array([len(crowd)])
        lonely[at] = not are_groups(policy, question, left[[at]], exact)[0]
    return lonely


def find_touched(
    case: Case, question: str | None, own: OwnClasses, class_of: Numbers, evidence: Evidence
) -> Touched:
    """What each own class touches: the open classes in which something of the own is told."""
    told = np.flatnonzero(own.row >= 0)
    mine = told[case.evidence.sizes(question)[own.row[told]] > 0]
    group, open_class = own.classes[mine], class_of[own.block[mine]]
    key = group * evidence.blocks + open_class
    if not (key[1:] > key[:-1]).all():
        order = np.argsort(key, kind="stable")
        order = order[is_new(key[order])]
        group, open_class, mine = group[order], open_class[order], mine[order]
    if evidence is case.evidence:
        return Touched(group, open_class, own.row[mine])
    return Touched(group, open_class, evidence.find(own.who[mine], open_class))
