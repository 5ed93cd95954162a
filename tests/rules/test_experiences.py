"""What may be shared and taken over, and when the monthly letter is due."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverk.rules.experiences import (
    Month,
    Offer,
    OfficeKind,
    Refusal,
    find_kind,
    find_month_to_tell,
    judge_adoption,
    judge_sharing,
    month_of,
)
from medverk.rules.improvement.states import ImprovementState

OFFER = Offer(
    office=1, adopter=2, withdrawn=False, from_centre=False, to_centre=False, adopted=False
)


@pytest.mark.parametrize(
    ("counsellors", "centre", "kind"),
    [
        (0, False, OfficeKind.SMALL),
        (9, False, OfficeKind.SMALL),
        (10, False, OfficeKind.MEDIUM),
        (29, False, OfficeKind.MEDIUM),
        (30, False, OfficeKind.LARGE),
        (5, True, OfficeKind.CENTRE),
    ],
)
def test_it_knows_the_kind_of_an_office(counsellors: int, centre: bool, kind: OfficeKind) -> None:
    assert find_kind(counsellors, centre=centre) is kind


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        (ImprovementState.PROPOSED, Refusal.NOT_STARTED),
        (ImprovementState.PLANNED, Refusal.NOT_STARTED),
        (ImprovementState.RUNNING, None),
        (ImprovementState.EVALUATING, None),
        (ImprovementState.ENDED, None),
        (ImprovementState.DROPPED, Refusal.NOT_STARTED),
    ],
)
def test_only_what_was_tried_is_shared(state: ImprovementState, refusal: Refusal | None) -> None:
    assert judge_sharing(state) is refusal


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({}, None),
        ({"withdrawn": True}, Refusal.WITHDRAWN),
        ({"adopter": 1}, Refusal.OWN),
        ({"from_centre": True}, Refusal.OTHER_KIND),
        ({"to_centre": True}, Refusal.OTHER_KIND),
        ({"from_centre": True, "to_centre": True}, None),
        ({"adopted": True}, Refusal.AT_WORK_ON_IT),
    ],
)
def test_it_says_who_may_take_it_over(change: dict[str, int], refusal: Refusal | None) -> None:
    assert judge_adoption(replace(OFFER, **change)) is refusal


@pytest.mark.parametrize(
    ("subscribed_on", "today", "month"),
    [
        (date(2026, 10, 31), date(2026, 11, 1), Month(2026, 10)),
        (date(2026, 11, 1), date(2026, 11, 1), None),
        (date(2026, 11, 1), date(2026, 11, 30), None),
        (date(2026, 11, 1), date(2026, 12, 1), Month(2026, 11)),
        (date(2020, 1, 1), date(2027, 1, 31), Month(2026, 12)),
    ],
)
def test_it_tells_of_the_month_before(
    subscribed_on: date, today: date, month: Month | None
) -> None:
    assert find_month_to_tell(subscribed_on, today) == month


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_months_follow_each_other(day: date) -> None:
    month = month_of(day)
    assert month.before().next() == month == month.next().before()
    assert month.first_day <= day < month.next().first_day


def test_a_month_is_one_of_twelve() -> None:
    assert str(Month(2026, 3)) == "2026-03"
    with pytest.raises(ValueError, match="13 is no month"):
        Month(2026, 13)
    with pytest.raises(ValueError, match="0 is no month"):
        Month(2026, 0)
