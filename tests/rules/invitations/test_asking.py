"""Nobody is asked twice, also when they stand twice in one list [F14]."""

import pytest

from medverk.rules.invitations.asking import find_asked, find_first

A, B = b"a", b"b"


@pytest.mark.parametrize(
    ("hashes", "first"),
    [([], {}), ([None], {}), ([B, None, A, B, A], {B: 0, A: 2})],
)
def test_it_finds_where_each_contact_stands_first(
    hashes: list[bytes | None], first: dict[bytes, int]
) -> None:
    assert find_first(hashes) == first


@pytest.mark.parametrize(
    ("hashes", "granted", "asked"),
    [
        ([], set(), set()),
        ([None, None], set(), {0, 1}),  # a slip is always given
        ([A], set(), set()),
        ([A], {A}, {0}),
        ([A, A, B, A], {A, B}, {0, 2}),
        ([A, None, A, B], {B}, {1, 3}),
    ],
)
def test_it_asks_each_contact_once(
    hashes: list[bytes | None], granted: set[bytes], asked: set[int]
) -> None:
    assert find_asked(hashes, granted) == asked
