"""From the published groups of a half-year to what a page says of them. Pure.

Which groups are read together, and which are compared, is a rule: see `rules/group_tables.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from medverk.pages.reading import Answers, answers_of
from medverk.releases.open_queries import BrokenDown
from medverk.rules.disclosure.breakdowns.cells import By
from medverk.rules.group_tables import (
    Group,
    are_comparable,
    choose_apart,
    find_left_out,
    is_merged,
    take_table,
)
from medverk.rules.statistics.funnel import Count
from medverk.rules.statistics.groups import Difference, find_differences
from medverk.rules.statistics.intervals import Estimate, estimate_share
from medverk.surveys.content import Content, Scale

Table = tuple[str, str]
"""A question by a variable."""

Label = Callable[[By], str]


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
    split = {names: split_table(found, names) for names in found.tables}
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
        len(split_table(found, names)[0]) > 1 for names in found.tables
    )


def split_table(found: BrokenDown, names: tuple[str, ...]) -> tuple[list[Group], list[Group]]:
    """The groups of a table that are read, and those that overlap with them."""
    return choose_apart(take_table(found.groups, found.background, names))


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
    not_shown = find_left_out(found.withheld, names, [*groups, *besides])
    return TableReading(
        names=names,
        sizes=tuple(size_of(group, reader) for group in groups),
        besides=tuple(size_of(group, reader) for group in besides),
        questions=tuple(read_questions(names, groups, reader, clear)),
        withheld=tuple(reader.label(by) for by in not_shown),
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
        is_merged(group.by),
        count_offices(group.blocks, reader.offices_of),
    )


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
