"""The leader's form that lets a series begin anew: who may, what is refused, what is seen."""

from collections.abc import Callable
from typing import Any

import pytest

from medverk.charts.models import Rebase
from tests.pages.stage import Stage

WHY = "We moved into a quieter room"


def address(stage: Stage, question: str = "heard", questionnaire: str = "conversation") -> str:
    page = f"/units/{stage.vestvik.pk}/series/anew/"
    return f"{page}?questionnaire={questionnaire}&question={question}"


def test_the_series_begins_anew_and_the_old_segment_stays(
    year: Stage, web: Callable[..., Any]
) -> None:
    page = web(year.leader, address(year))
    weeks = [week for week, _label in page.context["form"].fields["week"].choices]
    assert (weeks[0], weeks[-1]) == ("2026-W45", "2026-W17")  # the first begins it already
    sent = web(year.leader, address(year), {"week": "2026-W31", "why": WHY})
    results = f"/units/{year.vestvik.pk}/results/"
    assert (sent.status_code, sent["Location"]) == (
        302,
        f"{results}?questionnaire=conversation#figure-heard",
    )
    section = web(year.leader, results).context["section"]
    (heard,) = [reading for reading in section.readings if reading.key == "heard"]
    assert [point.segment for point in heard.chart.points] == [1] * 8 + [2] * 8
    assert f"{WHY}" in web(year.leader, results).content.decode()


def test_it_is_taken_back_once_and_again_does_no_harm(year: Stage, web: Callable[..., Any]) -> None:
    web(year.leader, address(year), {"week": "2026-W31", "why": WHY})
    (made,) = Rebase.objects.all()
    assert WHY in web(year.leader, address(year)).content.decode()
    back = f"/units/{year.vestvik.pk}/series/anew/{made.pk}/back/"
    assert [web(year.leader, back, {}).status_code for _ in range(2)] == [302, 302]
    assert WHY not in web(year.leader, address(year)).content.decode()


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        ({"week": "2026-W31", "why": ""}, "why", "This field is required."),
        ({"week": "2026-W31", "why": "   "}, "why", "This field is required."),
        ({"week": "2026-W31", "why": "x" * 201}, "why", "Ensure this value has at most 200"),
        ({"week": "2026-W31", "why": "Ring 91 23 45 67"}, "why", "Write about what changed"),
        ({"week": "2026-W01", "why": WHY}, "week", "Select a valid choice."),
        ({"week": "x", "why": WHY}, "week", "Select a valid choice."),
        ({"why": WHY}, "week", "This field is required."),
    ],
)
def test_what_cannot_be_is_said_at_the_field(
    year: Stage, web: Callable[..., Any], sent: dict[str, object], field: str, said: str
) -> None:
    page = web(year.leader, address(year), sent)
    assert (page.status_code, Rebase.objects.count()) == (200, 0)
    assert str(page.context["form"].errors[field][0]).startswith(said)


def test_the_same_week_twice_is_a_sentence(year: Stage, web: Callable[..., Any]) -> None:
    for _ in range(2):
        page = web(year.leader, address(year), {"week": "2026-W31", "why": WHY})
    assert page.context["form"].errors["week"] == ["The series begins anew there already."]


@pytest.mark.parametrize(
    ("question", "questionnaire"), [("nothing", "conversation"), ("heard", "x"), ("", "employer")]
)
def test_a_series_that_is_not_there_is_not_found(
    year: Stage, web: Callable[..., Any], question: str, questionnaire: str
) -> None:
    assert web(year.leader, address(year, question, questionnaire)).status_code == 404


def test_only_the_leader_decides(year: Stage, web: Callable[..., Any]) -> None:
    for who in (year.counsellor, year.county_staff, year.national, year.waiting_leader):
        assert web(who, address(year)).status_code == 403
    page = web(year.counsellor, f"/units/{year.vestvik.pk}/results/").content.decode()
    assert "/series/anew/" not in page


def test_a_decision_of_another_unit_cannot_be_taken_back(
    year: Stage, web: Callable[..., Any]
) -> None:
    web(year.leader, address(year), {"week": "2026-W31", "why": WHY})
    (made,) = Rebase.objects.all()
    back = f"/units/{year.nordvik.pk}/series/anew/{made.pk}/back/"
    assert web(year.waiting_leader, back, {}).status_code == 404
    assert web(year.leader, back.replace(str(made.pk), "0"), {}).status_code in (403, 404)


def test_the_county_decides_about_its_own_series(year: Stage, web: Callable[..., Any]) -> None:
    page = f"/units/{year.county.pk}/series/anew/?questionnaire=conversation&question=heard"
    sent = web(year.county_staff, page, {"week": "2026-W31", "why": WHY})
    assert sent["Location"].startswith(f"/units/{year.county.pk}/county/?")
