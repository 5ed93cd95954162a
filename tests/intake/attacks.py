"""What somebody tries who has stolen everything: to say which response came from which link.

Each attack gets the links in the order of the access log, and the responses with all that the
dump tells of them. It works within one counsellor's responses of one week, which are known to
belong together. What it says is held against what really happened: `chance` is the probability
that a blind guess does as well.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import factorial

import numpy as np


@dataclass(frozen=True)
class Link:
    """A line of the access log, and the number of the transaction that used the invitation up."""

    token: str
    group: object
    used_by: int


@dataclass(frozen=True)
class Stored:
    """A response as it lies in the dump. `truth` is the token that really gave it."""

    truth: str
    group: object
    id: object
    place: tuple[int, int]
    made_by: int


Guess = Mapping[str, Stored]
Attack = Callable[[Sequence[Link], Sequence[Stored]], Guess]


def by_order_of(key: Callable[[Stored], object]) -> Attack:
    """The first in the log is the first in the table, and so on."""

    def attack(links: Sequence[Link], stored: Sequence[Stored]) -> Guess:
        ordered = sorted(stored, key=key)
        return {link.token: one for link, one in zip(links, ordered, strict=False)}

    return attack


def by_transaction(links: Sequence[Link], stored: Sequence[Stored]) -> Guess:
    """The transaction that used the invitation up is the one that made the response."""
    made = {one.made_by: one for one in stored}
    return {link.token: made[link.used_by] for link in links if link.used_by in made}


def by_order_of_transactions(links: Sequence[Link], stored: Sequence[Stored]) -> Guess:
    ordered = sorted(links, key=lambda link: link.used_by)
    return by_order_of(lambda one: (one.made_by, one.place))(ordered, stored)


ATTACKS: Mapping[str, Attack] = {
    "by the id": by_order_of(lambda one: one.id),
    "by the place in the file": by_order_of(lambda one: one.place),
    "by the transaction and place": by_order_of(lambda one: (one.made_by, one.place)),
    "by the invitation's transaction": by_transaction,
    "by the order of transactions": by_order_of_transactions,
}


def hits(attack: Attack, links: Sequence[Link], stored: Sequence[Stored]) -> list[tuple[int, int]]:
    """For each group, how many guesses are right, and how many responses there are."""
    found = []
    for group in sorted({one.group for one in stored}, key=str):
        mine = [one for one in stored if one.group == group]
        guess = attack([link for link in links if link.group == group], mine)
        found.append((sum(one.truth == token for token, one in guess.items()), len(mine)))
    return found


def chance(found: Sequence[tuple[int, int]]) -> float:
    """How often blind guessing is right as often, exactly: a permutation test."""
    blind = np.ones(1)
    for _, size in found:
        blind = np.convolve(blind, blind_guesses(size))
    return float(blind[sum(right for right, _ in found) :].sum())


def blind_guesses(size: int) -> list[float]:
    """How probable it is that a random order of so many puts 0, 1, 2 … of them in their places."""
    missed = list(accumulate((-1) ** n / factorial(n) for n in range(size + 1)))
    return [missed[size - right] / factorial(right) for right in range(size + 1)]


def drift(links: Sequence[Link], stored: Sequence[Stored]) -> float:
    """How many standard deviations the order in the file leans towards the order of the log.

    It sees what exact guesses miss: early answers that lie early, without being one to one.
    """
    rank = {link.token: number for number, link in enumerate(links)}
    order = np.array([rank[one.truth] for one in sorted(stored, key=lambda one: one.place)])
    correlation = np.corrcoef(order, np.arange(len(order)))[0, 1]
    return float(abs(correlation) * np.sqrt(len(order) - 1))
