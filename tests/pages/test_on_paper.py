"""What is printed: nothing is cut off at the edge of the paper, and nothing to click is on it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from medverk.people.models import Person
from medverk.releases.models import Release
from tests.pages.broken_down import edition_of, publish_edition
from tests.pages.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

A4_BETWEEN_MARGINS = 672  # CSS pixels: 210 mm less 16 on each side
CUT_OFF = """() => [...document.querySelectorAll("main *")]
  .filter(e => e.checkVisibility() && !e.closest("svg, .ds-sr-only"))
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(e => e.outerHTML.slice(0, 80))"""
TO_CLICK = """() => [...document.querySelectorAll(
    "nav a, button, [role=search] input, .tabs a, .actions a, .ways a, .facts + p > a")]
  .filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 80))"""


def printed(stage: Stage) -> list[tuple[Person | None, str]]:
    release = Release.objects.order_by("-published_at").values_list("pk", flat=True)[0]
    return [
        (stage.leader, f"/units/{stage.vestvik.pk}/results/"),
        (stage.leader, f"/units/{stage.vestvik.pk}/results/groups/"),
        (stage.county_staff, f"/units/{stage.county.pk}/county/groups/"),
        (stage.county_staff, f"/units/{stage.county.pk}/county/"),
        (stage.leader, "/experiences/"),
        (stage.administrator, "/units/"),
        (None, "/open/"),
        (None, f"/open/releases/{release}/"),
        (None, f"/public/offices/{stage.vestvik.pk}/"),
    ]


def test_nothing_is_cut_off_and_nothing_is_to_be_clicked(
    year: Stage, as_person: Callable[[Person | None], Client], screen: Callable[..., Any]
) -> None:
    publish_edition(year)
    window = screen(A4_BETWEEN_MARGINS)
    window.run(lambda: window.page.emulate_media(media="print"))
    for who, path in printed(year):
        assert as_person(who).get(path).status_code == 200
        window.open(path, "nb")
        found = window.evaluate(CUT_OFF), window.evaluate(TO_CLICK)
        assert (path, *found) == (path, [], [])


def test_groups_print_on_three_sheets_and_keep_each_question_together(
    year: Stage, as_person: Callable[[Person | None], Client], screen: Callable[..., Any]
) -> None:
    publish_edition(year)
    as_person(year.leader)
    window = screen()
    window.open(f"/units/{year.vestvik.pk}/results/groups/", "nb")
    paper = window.run(lambda: window.page.pdf(prefer_css_page_size=True))
    assert len(re.findall(rb"/MediaBox", paper)) <= 3
    kept = """() => [...document.querySelectorAll(".groups")]
      .map(e => getComputedStyle(e).breakInside)"""
    window.run(lambda: window.page.emulate_media(media="print"))
    assert set(window.evaluate(kept)) == {"avoid"}


def test_paper_says_which_questionnaire_and_which_half_year(
    year: Stage, as_person: Callable[[Person | None], Client], screen: Callable[..., Any]
) -> None:
    """On a screen the tabs and the other half-years say it; paper has neither."""
    publish_edition(year, edition_of(year, "2026-H1"), edition_of(year, "2025-H2"))
    as_person(year.leader)
    window = screen(A4_BETWEEN_MARGINS)
    window.open(f"/units/{year.vestvik.pk}/results/groups/", "nb")
    heading = "() => document.querySelector('main').innerText.split('Alder')[0]"
    on_screen = window.evaluate(heading)
    window.run(lambda: window.page.emulate_media(media="print"))
    on_paper = window.evaluate(heading)
    assert [on_screen.count(each) for each in ("Etter en samtale", "halvår 2025")] == [2, 1]
    assert [on_paper.count(each) for each in ("Etter en samtale", "halvår 2025")] == [1, 0]
    assert "Første halvår 2026" in on_paper
