"""An answer is settled when its week is over, and counts in no closed week [G3]."""

import pytest

from medverk.rules.settling import Standing, find_week, judge_week
from medverk.rules.weeks import Week

THIS = Week(2026, 53)


@pytest.mark.parametrize(
    ("received", "standing"),
    [
        (Week(2025, 1), Standing.DUE),
        (Week(2026, 52), Standing.DUE),
        (Week(2026, 53), Standing.WAITING),
        (Week(2027, 1), Standing.WAITING),  # the web's clock was a little ahead
        (Week(2027, 2), Standing.IMPOSSIBLE),
        (Week(2099, 1), Standing.IMPOSSIBLE),
    ],
)
def test_it_settles_the_weeks_that_are_over(received: Week, standing: Standing) -> None:
    assert judge_week(received, THIS) is standing


@pytest.mark.parametrize(
    ("first_open", "counted"),
    [
        (None, Week(2026, 40)),
        (Week(2026, 39), Week(2026, 40)),
        (Week(2026, 40), Week(2026, 40)),
        (Week(2026, 41), Week(2026, 41)),
        (Week(2027, 1), Week(2027, 1)),
    ],
)
def test_a_latecomer_counts_in_the_first_open_week(first_open: Week | None, counted: Week) -> None:
    assert find_week(Week(2026, 40), first_open) == counted
