"""Make a year's reports: once, for every county and the country at the same time [S2].

They are made a month into the new year, when what came in December is answered, and stored. A
report that changed day by day would tell about single complaints by its differences.
"""

from collections import defaultdict
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from medverk.complaints.departing import is_clean
from medverk.complaints.models import Complaint, YearReport
from medverk.complaints.queries import counted_in
from medverk.people.actions import log
from medverk.people.models import Person, Unit, UnitType
from medverk.people.queries import units_below
from medverk.rules.complaints.deadlines import is_in_time, year_to_report
from medverk.rules.complaints.life import LEARNS_FROM
from medverk.rules.complaints.report import CountedCase, Report, Table, make_reports

OPEN = "open"
ELSEWHERE = "elsewhere"


@transaction.atomic
def make_year(*, year: int, by: Person | None, now: datetime) -> bool:
    """Make the year's reports; False when they are made, or it is too early. Harmless again."""
    units = list(Unit.objects.select_for_update().filter(type=UnitType.DIRECTORATE).order_by("pk"))
    if not units or year > year_to_report(timezone.localdate(now)):
        return False
    country = units[0]
    if YearReport.objects.filter(year=year).exists():
        return False
    counties = counties_of_units()
    found = sort_out(year, counties)
    reports, whole = make_reports(
        {str(county): counted(some) for county, some in found.items() if county},
        [in_no_county(case) for case in counted(found[None])],
    )
    rows = [
        YearReport(
            unit_id=int(county),
            year=year,
            made_at=now,
            numbers=as_data(report, found[int(county)]),
        )
        for county, report in reports.items()
    ]
    everything = [complaint for some in found.values() for complaint in some]
    rows.append(
        YearReport(unit=country, year=year, made_at=now, numbers=as_data(whole, everything))
    )
    YearReport.objects.bulk_create(rows)
    log(by=by, action="complaint_reports_made", now=now, unit=country, about=str(year))
    return True


def counties_of_units() -> dict[int, int]:
    """For each unit that is or stands below a county, that county."""
    counties = Unit.objects.filter(type=UnitType.COUNTY).values_list("pk", flat=True)
    below = units_below(counties)
    return {unit: county for county, units in below.items() for unit in units}


def sort_out(year: int, counties: dict[int, int]) -> dict[int | None, list[Complaint]]:
    """The service complaints of the year by county; None for units without one."""
    found: dict[int | None, list[Complaint]] = defaultdict(list)
    for county in sorted(set(counties.values())):
        found[county] = []
    for complaint in counted_in(year).filter(routed_at=None).order_by("pk"):
        found[counties.get(complaint.unit_id)].append(complaint)
    return found


def counted(complaints: list[Complaint]) -> list[CountedCase]:
    return [count(complaint) for complaint in complaints]


def count(complaint: Complaint) -> CountedCase:
    received = timezone.localdate(complaint.received_at)
    answered = timezone.localdate(complaint.answered_at) if complaint.answered_at else None
    timely = "unanswered"
    if answered:
        timely = "in_time" if is_in_time(received, answered) else "late"
    return CountedCase(
        groups={
            Table.THEME: complaint.theme or OPEN,
            Table.UNIT: str(complaint.unit_id),
            Table.OUTCOME: complaint.outcome or OPEN,
            Table.TIMELY: timely,
            Table.KIND: complaint.kind,
            Table.CHANNEL: complaint.answer_channel or OPEN,
        },
        days=(answered - received).days if answered else None,
        learns=complaint.outcome in LEARNS_FROM,
    )


def in_no_county(case: CountedCase) -> CountedCase:
    return CountedCase({**case.groups, Table.UNIT: ELSEWHERE}, case.days, case.learns)


def as_data(report: Report, complaints: list[Complaint]) -> dict[str, Any]:
    """A report as plain data, with causes and measures where there are enough of them."""
    told = lessons(complaints) if report.tells_measures else []
    data = asdict(report)
    data["tables"] = {str(table): groups for table, groups in data["tables"].items()}
    return {**data, "lessons": told}


def lessons(complaints: list[Complaint]) -> list[list[str]]:
    """Each cause with its measure once, in the order of the alphabet; nothing that is in doubt."""
    found = {
        (complaint.cause.strip(), complaint.measure.strip())
        for complaint in complaints
        if complaint.outcome in LEARNS_FROM
    }
    clean = (pair for pair in sorted(found) if all(is_clean(words) for words in pair))
    return [list(pair) for pair in clean]
