"""Work that can be done side by side: one after the other, unless the caller has processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Spread(Protocol):
    """Does the same with each item, wherever; the results are in the order of the items."""

    def __call__(self, work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
        """The result of each item."""


def one_by_one(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """Here, one after the other."""
    return [work(item) for item in items]


def in_parts(items: Sequence[Item], most: int) -> list[Sequence[Item]]:
    """The items in order, not more than so many in each part."""
    return [items[first : first + most] for first in range(0, len(items), most)]
