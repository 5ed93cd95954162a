"""The demo's complaints: invented, the same each time, and alive."""

from datetime import UTC, datetime
from random import Random

import pytest

from medverk.complaints.models import Complaint, YearReport
from medverk.people.privacy import DatabaseRole
from medverk.project.demo.calendar import year_before
from medverk.project.demo.complaints import LAST_YEARS, WAITING, play_complaints
from medverk.project.demo.places import make_county

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("weeks", [3, 52])
def test_a_year_is_reported_and_some_wait(as_role, weeks):
    with as_role(DatabaseRole.WEB):
        year = year_before(datetime(2026, 11, 22, 7, tzinfo=UTC), weeks)
        county = make_county(since=year.first.first_day(), chance=Random(1))
        for week in year.weeks():
            play_complaints(county, year, week)
    states = list(Complaint.objects.order_by("state").values_list("state", flat=True))
    waiting = ["in_progress", *["received"] * (len(WAITING) - 2), "routed_out"]
    assert states == ["closed"] * LAST_YEARS + waiting
    report = YearReport.objects.get(unit=county.county, year=2025).numbers
    assert report["n"] == LAST_YEARS
    assert {"theme", "unit", "outcome"} <= set(report["tables"])
