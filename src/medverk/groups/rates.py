"""How many of those asked answered, by how they were asked and in which language [issue; G6].

Who answered is taken from published groups only; `rules.disclosure.rates` says when a rate may be
said at all. Read for those who invite, never for everybody.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from medverk.groups.reading import Label, split_table
from medverk.groups.words import listed
from medverk.invitations.queries import invited_in, reached_by_channel, reached_by_language
from medverk.pages import words
from medverk.releases.backgrounds import ASKED, CHANNEL
from medverk.releases.open_queries import BrokenDown, parts_of_blocks
from medverk.rules.disclosure.breakdowns.cells import By
from medverk.rules.disclosure.figures import Part
from medverk.rules.disclosure.rates import AskedGroup, Unsaid, judge_rate
from medverk.rules.group_tables import Group, are_comparable, find_left_out
from medverk.rules.statistics.funnel import Count
from medverk.rules.statistics.groups import Difference, find_differences
from medverk.rules.statistics.intervals import estimate_share

Reached = Callable[[Collection[Part], str], dict[str, int]]

TABLES: Mapping[str, Reached] = {CHANNEL: reached_by_channel, ASKED: reached_by_language}

TITLES: Mapping[str, Promise] = {
    CHANNEL: gettext_lazy("By how they were asked"),
    ASKED: gettext_lazy("By the language they were asked in"),
}
WARNINGS: Mapping[str, Promise] = {
    CHANNEL: gettext_lazy(
        "Be careful: people are not asked in one way or another by chance, so this does not tell "
        "which way is best. Who was asked in one way and answered in another counts where the "
        "answer came."
    ),
    ASKED: gettext_lazy(
        "Be careful: this is the language of the invitation. Many who speak another language at "
        "home are asked in Norwegian, and nobody is asked in one language or another by chance. "
        "Norwegian and Sami are counted together, so that nobody is counted by origin."
    ),
}
LOWER = gettext_lazy(
    "%(group)s: fewer have answered than of the others, %(share)s against %(others)s. That is more "
    "than chance alone usually gives."
)
HIGHER = gettext_lazy(
    "%(group)s: more have answered than of the others, %(share)s against %(others)s. That is more "
    "than chance alone usually gives."
)


@dataclass(frozen=True, slots=True)
class Rate:
    """One group. between: where the share of all who could have been asked lies."""

    label: str
    percent: str
    asked: int
    between: str


@dataclass(frozen=True, slots=True)
class Rates:
    """One way to group those who were asked. reasons: what is not said and why, in sentences."""

    title: str
    sentence: str
    lines: tuple[Rate, ...]
    reasons: tuple[str, ...]
    warning: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A group that is shown, those who were asked, and why no rate is said where none is."""

    group: Group
    asked: AskedGroup
    unsaid: Unsaid | None

    @property
    def count(self) -> Count:
        return Count(self.group.n, self.asked.asked)


def read_rates(found: BrokenDown, questionnaire: str, label: Label) -> tuple[Rates, ...]:
    """What can be said of each way, and why not of the rest. Three queries for each set of blocks
    that a way's groups are about, mostly one."""
    judged = {name: judge_groups(found, name, questionnaire) for name in TABLES}
    clear = {found.table: found for found in find_differences(comparable_counts(judged))}
    return tuple(
        Rates(
            title=str(TITLES[name]),
            sentence=sentence_of(groups, clear.get(name), label),
            lines=tuple(rate_of(each, label) for each in said_of(groups)),
            reasons=tuple(reasons_of(found, name, groups, label)),
            warning=str(WARNINGS[name]),
        )
        for name, groups in judged.items()
    )


def judge_groups(found: BrokenDown, name: str, questionnaire: str) -> list[Judged]:
    """The groups of a way that are shown and have nobody in common."""
    apart, _besides = split_table(found, (name,))
    asked: dict[frozenset[str], tuple[Mapping[str, int], int]] = {}
    for group in apart:
        if group.blocks not in asked:
            parts = parts_of_blocks(group.blocks, questionnaire)
            reached = TABLES[name](parts, questionnaire)
            asked[group.blocks] = (reached, invited_in(parts, questionnaire))
    return [judge(group, *asked[group.blocks]) for group in apart]


def judge(group: Group, reached: Mapping[str, int], everybody: int) -> Judged:
    mine = sum(reached.get(value, 0) for _name, values in group.by for value in values)
    asked = AskedGroup(group.n, mine, sum(reached.values()), everybody)
    return Judged(group, asked, judge_rate(asked))


def said_of(groups: Sequence[Judged]) -> list[Judged]:
    return [each for each in groups if each.unsaid is None]


def comparable_counts(judged: Mapping[str, Sequence[Judged]]) -> dict[str, list[Count]]:
    """The ways of which all rates are about nearly the same weeks of the same offices."""
    said = {name: said_of(groups) for name, groups in judged.items()}
    return {
        name: [each.count for each in groups]
        for name, groups in said.items()
        if are_comparable([each.group for each in groups])
    }


def rate_of(judged: Judged, label: Label) -> Rate:
    share = estimate_share(judged.group.n, judged.asked.asked)
    return Rate(
        label(judged.group.by),
        words.percent(share.value),
        judged.asked.asked,
        words.between(share),
    )


def sentence_of(groups: Sequence[Judged], clear: Difference[str] | None, label: Label) -> str:
    """What a busy person should leave with; nothing where there is nothing to hold beside it."""
    said = said_of(groups)
    if len(said) < 2:
        return ""
    if not are_comparable([each.group for each in said]):
        return _(
            "These groups are not about the same offices, so they cannot be held against each "
            "other."
        )
    if clear is None:
        return _("None of them has clearly answered more often or less often than the others.")
    return str(LOWER if clear.is_lower else HIGHER) % {
        "group": label(said[clear.group].group.by),
        "share": words.percent(clear.share),
        "others": words.percent(clear.others),
    }


def reasons_of(
    found: BrokenDown, name: str, groups: Sequence[Judged], label: Label
) -> Iterator[str]:
    """One sentence for each reason."""
    if (name,) not in found.tables:
        yield _("This was not counted yet in this half-year.")
        return
    withheld = [label(by) for by in not_shown(found, name, [each.group for each in groups])]
    if withheld:
        yield _(
            "Not shown: %(groups)s. How many of them have answered would tell about too few, alone "
            "or together with all else that is shown. Then it is not told how many were asked "
            "either."
        ) % {"groups": listed(withheld)}
    if any(each.unsaid is Unsaid.NOT_COUNTED for each in groups):
        yield _("Some were asked before this was counted, so no shares are shown.")
    unfit = [label(each.group.by) for each in groups if each.unsaid is Unsaid.DOES_NOT_FIT]
    if unfit:
        yield _(
            "Not shown: %(groups)s. In these weeks no fewer answers have come than people were "
            "asked, since some answer an earlier invitation."
        ) % {"groups": listed(unfit)}


def not_shown(found: BrokenDown, name: str, groups: Sequence[Group]) -> list[By]:
    """The categories that are withheld, and in no group that is shown."""
    _apart, besides = split_table(found, (name,))
    return find_left_out(found.withheld, (name,), [*groups, *besides])
