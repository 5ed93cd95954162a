"""When a page may say how large a part of a group answered [G6]."""

import pytest

from medverk.rules.disclosure.rates import AskedGroup, Unsaid, judge_rate


@pytest.mark.parametrize(
    ("answered", "asked", "counted", "everybody", "unsaid"),
    [
        (15, 40, 100, 100, None),
        (99, 100, 100, 100, None),
        (None, 40, 100, 100, Unsaid.WITHHELD),  # the group is not shown
        (None, 0, 0, 0, Unsaid.WITHHELD),  # whether or not anybody was asked
        (None, 40, 90, 100, Unsaid.WITHHELD),  # whatever else is the matter
        (15, 40, 90, 100, Unsaid.NOT_COUNTED),  # some were asked before it was counted how
        (15, 40, 101, 100, Unsaid.NOT_COUNTED),
        (15, 15, 100, 100, Unsaid.DOES_NOT_FIT),  # it would say of each that they answered
        (16, 15, 100, 100, Unsaid.DOES_NOT_FIT),  # and is not told from more than were asked
        (15, 0, 100, 100, Unsaid.DOES_NOT_FIT),
    ],
)
def test_it_says_a_rate_of_published_groups_only(
    answered: int | None, asked: int, counted: int, everybody: int, unsaid: Unsaid | None
) -> None:
    assert judge_rate(AskedGroup(answered, asked, counted, everybody)) is unsaid
