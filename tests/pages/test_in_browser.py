"""Every page in a real browser: accessible, without sideways scrolling, quiet, and readable."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from medverk.people.models import Person
from tests.browser import Screen
from tests.pages.stage import Stage
from tests.pages.test_results_pages import addresses

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AsPerson = Callable[[Person | None], Client]
MakeScreen = Callable[..., Screen]


def all_pages(stage: Stage) -> dict[str, tuple[Person | None, str]]:
    return addresses(stage) | {
        "choose": (stage.both, "/"),
        "refused": (stage.counsellor, "/promise/"),
        "missing": (None, "/nowhere/"),
    }


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [(1280, "light", "nb"), (1280, "dark", "en"), (360, "dark", "nn"), (320, "light", "nb")],
)
def test_every_page_is_accessible_and_fits(
    year: Stage,
    as_person: AsPerson,
    screen: MakeScreen,
    width: int,
    scheme: str,
    language: str,
) -> None:
    window = screen(width, scheme)
    for name, (who, path) in all_pages(year).items():
        as_person(who)
        window.faults.clear()
        window.open(path, language)
        found = (name, window.violations(), window.overflow(), window.policy_faults())
        assert found == (name, [], 0, [])


@pytest.mark.parametrize("path", ["waiting", "own small", "county", "centre", "offices"])
def test_every_page_opens_before_anything_is_published(
    stage: Stage, as_person: AsPerson, screen: MakeScreen, path: str
) -> None:
    who, address = addresses(stage)[path]
    as_person(who)
    window = screen(360)
    window.open(address, "nn")
    assert (window.violations(), window.overflow()) == ([], 0)


@pytest.mark.parametrize("page", ["office", "front", "choose"])
def test_targets_can_be_hit_with_a_thumb(
    year: Stage, as_person: AsPerson, screen: MakeScreen, page: str
) -> None:
    who, address = all_pages(year)[page]
    as_person(who)
    window = screen(360)
    window.open(address)
    assert window.evaluate(SMALL_TARGETS) == []


SMALL_TARGETS = """() => [
    ...document.querySelectorAll("header a, footer a, nav a, button, summary")]
  .filter(e => !e.hidden && e.getClientRects().length && e.getBoundingClientRect().height < 44)
  .map(e => e.textContent.trim() + " " + e.getBoundingClientRect().height)"""


def test_buttons_can_be_read(stage: Stage, as_person: AsPerson, screen: MakeScreen) -> None:
    """axe does not see a link whose words have the colour of what is behind them."""
    as_person(None)
    for scheme in ("light", "dark"):
        window = screen(360, scheme)
        window.open("/")
        colours = window.evaluate(
            """() => [...document.querySelectorAll(".ds-button")].map(e => getComputedStyle(e))
              .map(s => s.color === s.backgroundColor)"""
        )
        assert colours == [False, False, False]


def test_the_keyboard_reaches_the_content_first(
    year: Stage, as_person: AsPerson, screen: MakeScreen
) -> None:
    as_person(year.leader)
    window = screen()
    window.open(addresses(year)["office"][1], "en")
    window.run(window.page.keyboard.press, "Tab")
    assert window.evaluate("() => document.activeElement.textContent") == "Go to the content"
    window.run(window.page.keyboard.press, "Enter")
    assert window.evaluate("() => document.activeElement.id") == "main"


def test_the_print_button_prints(year: Stage, as_person: AsPerson, screen: MakeScreen) -> None:
    as_person(year.leader)
    window = screen()
    window.open(addresses(year)["office"][1], "en")
    window.evaluate("() => { window.print = () => { window.printed = true } }")
    window.run(lambda: window.page.get_by_role("button", name="Print for").click())
    assert window.evaluate("() => window.printed") is True


def test_paper_is_white_and_has_the_charts_but_no_menus(
    year: Stage, as_person: AsPerson, screen: MakeScreen
) -> None:
    as_person(year.leader)
    window = screen(1280, "dark")
    window.open(addresses(year)["office"][1])
    window.run(lambda: window.page.emulate_media(media="print"))
    assert window.evaluate("() => getComputedStyle(document.body).backgroundColor") == (
        "rgb(255, 255, 255)"
    )
    shown = """selector => [...document.querySelectorAll(selector)]
      .filter(e => e.getBoundingClientRect().height > 0).length"""
    counts = {
        kind: window.run(window.page.evaluate, shown, kind)
        for kind in ("svg.series", "svg.dist", "nav", "button", "footer")
    }
    assert counts == {"svg.series": 7, "svg.dist": 7, "nav": 0, "button": 0, "footer": 0}


def test_it_prints_on_few_sheets_of_a4(
    year: Stage, as_person: AsPerson, screen: MakeScreen
) -> None:
    as_person(year.leader)
    window = screen()
    window.open(addresses(year)["office"][1])
    paper = window.run(lambda: window.page.pdf(prefer_css_page_size=True))
    sheets = re.findall(rb"/MediaBox \[0 0 (\d+)\.?\d* (\d+)", paper)
    assert sheets == [(b"594", b"841")] * len(sheets)
    assert 2 <= len(sheets) <= 4
