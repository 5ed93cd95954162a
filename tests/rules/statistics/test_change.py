"""Noise is not called change."""

import random

import pytest

from medverk.rules.statistics.change import Change, Share, change_between_halves


def shares(*percents: int, answered: int = 100) -> list[Share]:
    return [Share(percent * answered // 100, answered) for percent in percents]


@pytest.mark.parametrize(
    ("series", "change"),
    [
        ([], Change.TOO_EARLY),
        (shares(10, 50, 90), Change.TOO_EARLY),
        (shares(80, 82, 79, 81), Change.AS_USUAL),
        (shares(60, 62, 85, 88), Change.RISEN),
        (shares(85, 88, 60, 62), Change.FALLEN),
        (shares(60, 62, 66, 68, answered=20), Change.AS_USUAL),
        (shares(60, 60, 60, 90, 90, 90, 90), Change.RISEN),
        ([Share(0, 0)] * 2 + shares(80, 80), Change.TOO_EARLY),
        (shares(80, 80) + [Share(0, 0)] * 2, Change.TOO_EARLY),
        (shares(90, 50, 50, 90, 90, 90), Change.RISEN),  # thirds would hide it
        ([Share(1, 5)] * 2 + [Share(4, 5)] * 2, Change.AS_USUAL),  # one answer from a change
        ([Share(2, 8)] * 2 + [Share(6, 8)] * 2, Change.RISEN),  # one answer from none
    ],
)
def test_it_compares_the_halves(series: list[Share], change: Change) -> None:
    assert change_between_halves(series) is change


def test_it_seldom_cries_wolf_when_nothing_has_happened() -> None:
    chance = random.Random(7)

    def quiet_year() -> list[Share]:
        return [Share(sum(chance.random() < 0.8 for _ in range(20)), 20) for _ in range(12)]

    found = [change_between_halves(quiet_year()) for _ in range(1500)]
    alarms = sum(change is not Change.AS_USUAL for change in found)
    assert alarms / len(found) < 0.012
