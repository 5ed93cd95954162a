"""How many of those asked answered, by how they were asked; with the warning it deserves [G6].

Who answered is taken from published groups only. Language is not here: an invitation knows in which
language somebody was asked, an answer which language is spoken at home.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from medverk.groups.reading import Label, choose_apart, groups_of
from medverk.invitations.queries import invited_in, reached_by_channel
from medverk.pages import words
from medverk.pages.reading import ResponseRate
from medverk.releases.backgrounds import CHANNEL
from medverk.releases.open_queries import BrokenDown, parts_of_blocks
from medverk.rules.statistics.intervals import estimate_share


@dataclass(frozen=True, slots=True)
class Rate:
    """One way of asking. between: where the share of all who could have been asked lies."""

    label: str
    percent: int
    invited: int
    between: str


def read_rates(found: BrokenDown, questionnaire: str, label: Label) -> tuple[Rate, ...]:
    """The rates that can be said. Two queries for each group that is shown, five at most."""
    if (CHANNEL,) not in found.tables:
        return ()
    return tuple(rates_of(found, questionnaire, label))


def rates_of(found: BrokenDown, questionnaire: str, label: Label) -> Iterator[Rate]:
    apart, _ = choose_apart(groups_of(found, (CHANNEL,)))
    for group in apart:
        parts = parts_of_blocks(group.blocks, questionnaire)
        reached = reached_by_channel(parts, questionnaire)
        if sum(reached.values()) != invited_in(parts, questionnaire):
            continue  # some were asked before it was counted how
        invited = sum(reached.get(value, 0) for _, values in group.by for value in values)
        percent = ResponseRate(invited, group.n).percent
        if percent is not None:
            share = estimate_share(group.n, invited)
            yield Rate(label(group.by), percent, invited, words.between(share))
