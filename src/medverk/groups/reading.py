"""From the published groups of a half-year to what a page says of them. Pure.

A county's group is about the offices that show just that group, so its groups may be about somewhat
different offices, and two of them may have people in common. What is read together is therefore
chosen: groups that do not overlap, the widest first. They are compared only where they are about
nearly the same blocks; else a difference may be the offices'.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from medverk.pages.reading import Answers, answers_of
from medverk.releases.open_queries import BrokenDown, Group
from medverk.rules.disclosure.breakdowns.cells import By
from medverk.rules.statistics.funnel import Count
from medverk.rules.statistics.groups import Difference, find_differences
from medverk.rules.statistics.intervals import Estimate, estimate_share
from medverk.surveys.content import Content, Scale

Table = tuple[str, str]
"""A question by a variable."""

Label = Callable[[By], str]

IN_COMMON = 0.8
"""How large a part of each group's blocks must be in all groups of a table to compare them."""


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group's answers to one question. differs: more than chance from the others."""

    label: str
    counts: tuple[int, ...]
    share: Estimate
    differs: Difference[Table] | None

    @property
    def answered(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class QuestionGroups:
    """One question, group by group."""

    key: str
    text: str
    answers: Answers
    lines: tuple[GroupLine, ...]


@dataclass(frozen=True, slots=True)
class Size:
    """A group and how many are in it. offices: how many the figure is about."""

    label: str
    n: int
    merged: bool
    offices: int


@dataclass(frozen=True, slots=True)
class TableReading:
    """One table: a variable by itself, or two together.

    besides: groups that overlap with those that are read; withheld: what is not shown at all;
    behind: the share of the unit's answers in the half-year that the groups rest on.
    """

    names: tuple[str, ...]
    sizes: tuple[Size, ...]
    besides: tuple[Size, ...]
    questions: tuple[QuestionGroups, ...]
    withheld: tuple[str, ...]
    comparable: bool
    behind: float | None

    @property
    def merged(self) -> tuple[str, ...]:
        return tuple(size.label for size in self.sizes if size.merged)

    @property
    def key(self) -> str:
        return "-".join(self.names)


@dataclass(frozen=True, slots=True)
class Said:
    """A difference with what it is about, for a sentence."""

    group: str
    question: QuestionGroups
    difference: Difference[Table]


@dataclass(frozen=True, slots=True)
class GroupsReading:
    """Everything that a unit's page says of a half-year."""

    tables: tuple[TableReading, ...]
    pairs: tuple[TableReading, ...]
    differences: tuple[Said, ...]
    offices: int

    @property
    def shown(self) -> tuple[TableReading, ...]:
        """The variables of which several groups are shown: one alone tells nothing."""
        return tuple(table for table in self.tables if len(table.sizes) > 1)

    @property
    def hidden(self) -> tuple[TableReading, ...]:
        """The other variables."""
        return tuple(table for table in self.tables if len(table.sizes) < 2)


@dataclass(frozen=True, slots=True)
class Reader:
    """What the reading needs to know besides the figures."""

    content: Content
    language: str
    label: Label
    offices_of: Mapping[str, int]
    """For each block, the office that it is of; a pool is left out."""

    everybody: int = 0
    """How many answers the unit's results of the half-year rest on; 0 where that is not known."""


def read_groups(found: BrokenDown, reader: Reader) -> GroupsReading:
    """The tables that were asked for, in their order, with what is clearly different in them."""
    split = {names: choose_apart(groups_of(found, names)) for names in found.tables}
    by_table = {names: apart for names, (apart, _) in split.items()}
    clear = clear_differences(by_table, reader.content)
    tables = [
        read_table(found, names, groups, besides, reader, clear)
        for names, (groups, besides) in split.items()
    ]
    everything = frozenset().union(*(group.blocks for group in found.groups))
    single = tuple(table for table in tables if len(table.names) == 1)
    return GroupsReading(
        tables=single,
        pairs=tuple(table for table in tables if len(table.names) > 1 and table.sizes),
        differences=tuple(say_differences(single, clear)),
        offices=count_offices(everything, reader.offices_of),
    )


def tells_groups(found: BrokenDown | None) -> bool:
    """Whether there is a table with several groups to read."""
    return found is not None and any(
        len(choose_apart(groups_of(found, names))[0]) > 1 for names in found.tables
    )


def groups_of(found: BrokenDown, names: Sequence[str]) -> list[Group]:
    """The groups of a table, in the order of their categories."""
    order = {name: {value: at for at, value in enumerate(found.background[name])} for name in names}
    inside = [group for group in found.groups if tuple(name for name, _ in group.by) == names]
    return sorted(
        inside, key=lambda group: [order[name].get(values[0], 0) for name, values in group.by]
    )


def choose_apart(groups: Sequence[Group]) -> tuple[list[Group], list[Group]]:
    """Groups of a table that have nobody in common, the widest first; and the others."""
    apart: list[Group] = []
    for group in sorted(groups, key=lambda group: (-len(group.blocks), width_of(group.by))):
        if not any(overlap(group.by, other.by) for other in apart):
            apart.append(group)
    return [g for g in groups if g in apart], [g for g in groups if g not in apart]


def width_of(by: By) -> int:
    return sum(len(values) for _, values in by)


def overlap(one: By, other: By) -> bool:
    """Whether somebody could be in both."""
    return all(
        set(values) & set(others) for (_, values), (_, others) in zip(one, other, strict=True)
    )


def clear_differences(
    by_table: Mapping[tuple[str, ...], Sequence[Group]], content: Content
) -> list[Difference[Table]]:
    """What differs by more than chance: all questions by all single variables as one family."""
    family: dict[Table, list[Count]] = {}
    for names, groups in by_table.items():
        if len(names) > 1 or not are_comparable(groups):
            continue
        for question in content.questions:
            scale = content.scale_of(question)
            counts = [group.questions.get(question.key) for group in groups]
            if all(counts):
                family[question.key, names[0]] = [
                    Count(chosen_of(each, scale), sum(each)) for each in counts if each
                ]
    return find_differences(family)


def are_comparable(groups: Sequence[Group]) -> bool:
    """Whether all groups of a table are about nearly the same blocks."""
    if len(groups) < 2:
        return False
    shared = frozenset.intersection(*(group.blocks for group in groups))
    return all(len(shared) >= IN_COMMON * len(group.blocks) for group in groups)


def chosen_of(counts: Sequence[int], scale: Scale) -> int:
    return sum(counts[scale.agree_from - 1 :])


def read_table(
    found: BrokenDown,
    names: tuple[str, ...],
    groups: Sequence[Group],
    besides: Sequence[Group],
    reader: Reader,
    clear: Sequence[Difference[Table]],
) -> TableReading:
    return TableReading(
        names=names,
        sizes=tuple(size_of(group, reader) for group in groups),
        besides=tuple(size_of(group, reader) for group in besides),
        questions=tuple(read_questions(names, groups, reader, clear)),
        withheld=tuple(reader.label(by) for by in left_out(found, names, [*groups, *besides])),
        comparable=are_comparable(groups),
        behind=share_behind(groups, reader.everybody),
    )


def share_behind(groups: Sequence[Group], everybody: int) -> float | None:
    """Groups that have nobody in common, held against all; None where they do not fit together."""
    inside = sum(group.n for group in groups)
    return inside / everybody if 0 < inside <= everybody else None


def size_of(group: Group, reader: Reader) -> Size:
    return Size(
        reader.label(group.by),
        group.n,
        any(len(values) > 1 for _, values in group.by),
        count_offices(group.blocks, reader.offices_of),
    )


def left_out(found: BrokenDown, names: Sequence[str], groups: Sequence[Group]) -> list[By]:
    """What is withheld and not shown as a part of something merged either."""
    shown = Counter(
        (name, value) for group in groups for name, values in group.by for value in values
    )
    return [
        by
        for by in found.withheld
        if tuple(name for name, _ in by) == tuple(names)
        and not all(shown[name, value] for name, values in by for value in values)
    ]


def read_questions(
    names: tuple[str, ...],
    groups: Sequence[Group],
    reader: Reader,
    clear: Sequence[Difference[Table]],
) -> list[QuestionGroups]:
    """The questions of which at least one group shows answers."""
    differing = {(*found.table, found.group): found for found in clear}
    questions = []
    for question in reader.content.questions:
        scale = reader.content.scale_of(question)
        lines = [
            GroupLine(
                reader.label(group.by),
                counts,
                estimate_share(chosen_of(counts, scale), sum(counts)),
                differing.get((question.key, names[0], at)) if len(names) == 1 else None,
            )
            for at, group in enumerate(groups)
            if (counts := group.questions.get(question.key, ()))
        ]
        if lines:
            text = question.text[reader.language]
            answers = answers_of(scale, reader.language)
            questions.append(QuestionGroups(question.key, text, answers, tuple(lines)))
    return questions


def say_differences(
    tables: Sequence[TableReading], clear: Sequence[Difference[Table]]
) -> list[Said]:
    """The clear differences with their words, the clearest first."""
    asked = {
        (question.key, table.names[0]): (table, question)
        for table in tables
        for question in table.questions
    }
    return [
        Said(table.sizes[found.group].label, question, found)
        for found in clear
        for table, question in [asked[found.table]]
    ]


def count_offices(blocks: frozenset[str], offices_of: Mapping[str, int]) -> int:
    return len({offices_of[block] for block in blocks if block in offices_of})
