"""The council's report: made once, the same for ever, about no fewer than five [S2]."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from medverk.complaints import actions
from medverk.complaints.codes import AnswerChannel
from medverk.complaints.document import document_data, report_pdf
from medverk.complaints.models import Complaint, YearReport
from medverk.complaints.reporting import make_year
from medverk.complaints.saying import say
from medverk.people.models import LogEntry
from medverk.people.privacy import DatabaseRole
from medverk.rules.complaints.deadlines import year_to_report
from tests.complaints.agency import complain, work_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day_is")]
CAME = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)
FEBRUARY = datetime(2026, 2, 1, 3, 45, tzinfo=UTC)


def answered(unit, by, days=7, came=CAME, **found):
    complaint = complain(unit, came)
    work_on(complaint, by, came, **found)
    actions.answer(
        complaint=complaint, channel=AnswerChannel.LETTER, text="", by=by,
        now=came + timedelta(days=days),
    )  # fmt: skip
    return complaint


@pytest.fixture
def year(place):
    """14 in one county, of which six to learn from; three in another."""
    wrong = {"outcome": "b", "measure": "A new rota"}
    for number in range(6):
        answered(place.office, place.leader, cause=f"Few hands in team {number}", **wrong)
    for _ in range(8):
        answered(place.neighbour, place.caseworker, days=30, theme="access", subtheme="")
    for _ in range(3):
        answered(place.elsewhere, place.caseworker, theme="conduct", subtheme="")
    return place


def numbers(unit, year=2025):
    return YearReport.objects.get(unit=unit, year=year).numbers


def test_it_is_made_once_for_every_county_and_the_country(year, as_role):
    with as_role(DatabaseRole.WEB):
        assert make_year(year=2025, by=None, now=FEBRUARY) is True
        complain(year.office, CAME)
        assert make_year(year=2025, by=None, now=FEBRUARY + timedelta(days=1)) is False
    units = YearReport.objects.values_list("unit", flat=True)
    assert set(units) == {year.county.pk, year.other_county.pk, year.directorate.pk}
    assert numbers(year.county)["n"] == 14
    assert numbers(year.other_county) == {
        "n": None, "tables": {}, "median_days": None, "tells_measures": False, "lessons": [],
    }  # fmt: skip
    assert numbers(year.directorate)["n"] == 14  # three elsewhere would follow by subtraction
    assert LogEntry.objects.filter(action="complaint_reports_made").count() == 1


@pytest.mark.parametrize(
    ("day", "year"),
    [((2026, 1, 31), 2024), ((2026, 2, 1), 2025), ((2026, 12, 31), 2025), ((2027, 1, 1), 2025)],
)
def test_a_year_is_ready_a_month_into_the_next(day, year):
    assert year_to_report(datetime(*day, tzinfo=UTC).date()) == year


def test_a_year_that_is_not_over_has_no_report(year):
    assert make_year(year=2026, by=None, now=FEBRUARY) is False
    assert make_year(year=2025, by=None, now=FEBRUARY - timedelta(days=1)) is False


def test_what_was_sent_on_is_not_counted_and_years_are_norwegian(place):
    for _ in range(5):
        answered(place.office, place.leader, came=datetime(2025, 12, 31, 22, 30, tzinfo=UTC))
    answered(place.office, place.leader, came=datetime(2025, 12, 31, 23, 30, tzinfo=UTC))
    actions.route_out(
        complaint=complain(place.office, CAME), to="appeal", name="x", by=place.leader, now=CAME
    )
    make_year(year=2025, by=None, now=FEBRUARY)
    assert numbers(place.county)["n"] == 5


def test_no_number_below_five_stands_in_what_is_stored(year):
    make_year(year=2025, by=None, now=FEBRUARY)
    for report in YearReport.objects.all():
        for groups in report.numbers["tables"].values():
            assert all(group["n"] >= 5 for group in groups)


def test_what_was_learnt_is_told_without_office_and_never_with_personal_data(year):
    Complaint.objects.filter(cause__endswith="3").update(cause="Kari, 41 23 45 67, was ill")
    make_year(year=2025, by=None, now=FEBRUARY)
    told = numbers(year.county)["lessons"]
    assert told == [[f"Few hands in team {n}", "A new rota"] for n in (0, 1, 2, 4, 5)]
    assert "41 23 45 67" not in str(list(YearReport.objects.values_list("numbers")))


def test_the_report_in_words(year):
    make_year(year=2025, by=None, now=FEBRUARY)
    with override("en"):
        said = say(YearReport.objects.select_related("unit").get(unit=year.county))
    assert said.lead == "14 complaints came in. Most were about this: being reachable (8)."
    assert said.facts == (("Complaints", "14"), ("Half of them were answered within", "30 days"))
    tables = {table.title: [(line.words, line.n, line.percent) for line in table.lines]
              for table in said.tables}  # fmt: skip
    assert tables["What the complaints were about"] == [
        ("Being reachable", "8", 57), ("Waiting for us", "6", 43),
    ]  # fmt: skip
    assert tables["Where they came from"] == [("Island", "8", 57), ("Fjord", "6", 43)]
    with override("nn"):
        few = say(YearReport.objects.get(unit=year.other_county))
    assert few.lead == "Det kom færre enn 5 klager, og då viser vi ikkje meir."
    assert few.tables == few.facts == few.lessons == ()


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_document_is_an_accessible_pdf_and_the_same_bytes_each_time(year, language):
    make_year(year=2025, by=None, now=FEBRUARY)
    report = YearReport.objects.select_related("unit").get(unit=year.county)
    with override(language):
        first, second = report_pdf(report), report_pdf(report)
    assert first == second
    assert first.startswith(b"%PDF-1.7")
    assert b"pdfuaid:part>1<" in first
    assert f"/Lang({language}-".encode() in first


def test_what_people_write_cannot_become_markup(year):
    evil = '#read("/etc/passwd") $x$ *b* <a> \\ "'
    Complaint.objects.exclude(cause="").update(cause=evil)
    make_year(year=2025, by=None, now=FEBRUARY)
    report = YearReport.objects.select_related("unit").get(unit=year.county)
    assert document_data(report)["lessons"] == ((evil, "A new rota"),)
    assert report_pdf(report).startswith(b"%PDF")


def test_county_and_directorate_open_the_page_and_the_document(year, log_in):
    make_year(year=2025, by=None, now=FEBRUARY)
    for person, unit in ((year.county_staff, year.county), (year.national, year.directorate)):
        client = log_in(person)
        client.cookies["django_language"] = "en"
        listed = client.get(reverse("complaint_reports", args=[unit.pk])).content.decode()
        assert reverse("complaint_report", args=[unit.pk, 2025]) in listed
        page = client.get(reverse("complaint_report", args=[unit.pk, 2025])).content.decode()
        assert "No number is about fewer than 5 complaints" in page
        pdf = client.get(reverse("complaint_report_document", args=[unit.pk, 2025]))
        assert pdf["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("year", [0, 1999, 2025, 99999, 10**30])
def test_a_year_without_a_report_is_not_found(place, log_in, year):
    client = log_in(place.county_staff)
    for name in ("complaint_report", "complaint_report_document"):
        assert client.get(reverse(name, args=[place.county.pk, year])).status_code == 404


def test_pages_without_reports_say_what_will_come(place, log_in):
    client = log_in(place.county_staff)
    client.cookies["django_language"] = "en"
    county = client.get(reverse("complaint_reports", args=[place.county.pk])).content.decode()
    assert "The next is about 2026." in county
    office = client.get(reverse("complaint_reports", args=[place.office.pk])).content.decode()
    assert "An office has no report of its own" in office


def test_a_number_of_thousands_is_grouped_on_the_page_and_in_the_document(year):
    make_year(year=2025, by=None, now=FEBRUARY)
    report = YearReport.objects.select_related("unit").get(unit=year.county)
    report.numbers["n"] = 5927
    report.numbers["tables"]["theme"][0]["n"] = 4100
    with override("nb"):
        assert say(report).lead.startswith("Det kom inn 5\xa0927 klager.")
        lines = document_data(report)["tables"][0]["lines"]
    assert lines[0]["n"] == "4\xa0100"
