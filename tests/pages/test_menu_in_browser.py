"""The menu on a phone: behind one button, without a script, for thumbs and for keys."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from medverk.people.models import Person
from tests.browser import Screen
from tests.pages.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AsPerson = Callable[[Person | None], Client]
SHOWN = """() => [...document.querySelectorAll("header nav a")]
  .filter(link => link.checkVisibility({visibilityProperty: true})).map(link => link.textContent)"""
FOCUSED = "() => document.activeElement.textContent"
MIDDLES = """() => [...document.querySelectorAll("header > .brand, header li, .who > *")]
  .map(each => each.getBoundingClientRect()).map(box => box.top + box.height / 2)"""
PLACES = [
    "Results", "Improvements", "Experiences", "Complaints", "Pilots", "Quality", "Between units",
    "Sending",
]  # fmt: skip


@pytest.fixture
def phone(pool: ThreadPoolExecutor, browser: Browser, client: Client, db: None) -> Iterator[Screen]:
    """A telephone whose browser runs no script."""
    options = {"viewport": {"width": 360, "height": 740}, "java_script_enabled": False}
    context = pool.submit(lambda: browser.new_context(**options)).result()
    yield Screen(pool, context, client)
    pool.submit(context.close).result()


def open_leaders_page(window: Screen, stage: Stage, as_person: AsPerson) -> None:
    as_person(stage.leader)
    window.open(f"/units/{stage.vestvik.pk}/improvements/", "en")


def press(window: Screen, *keys: str) -> None:
    for key in keys:
        window.run(window.page.keyboard.press, key)


def test_on_a_phone_the_button_opens_the_menu_without_a_script(
    stage: Stage, as_person: AsPerson, phone: Screen
) -> None:
    open_leaders_page(phone, stage, as_person)
    assert phone.evaluate(SHOWN) == []
    button = phone.page.get_by_role("button", name="Menu")
    phone.run(button.click)
    assert phone.evaluate(SHOWN) == PLACES
    phone.run(button.click)
    assert phone.evaluate(SHOWN) == []


def test_keys_open_it_reach_its_places_and_close_it(
    stage: Stage, as_person: AsPerson, phone: Screen
) -> None:
    open_leaders_page(phone, stage, as_person)
    press(phone, "Tab", "Tab", "Tab")
    assert phone.evaluate(FOCUSED) == "Menu"
    press(phone, "Enter", "Tab")
    assert phone.evaluate(FOCUSED) == "Results"
    press(phone, "Escape")
    assert (phone.evaluate(SHOWN), phone.evaluate(FOCUSED)) == ([], "Menu")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_open_menu_is_accessible_fits_and_has_room_for_thumbs(
    stage: Stage, as_person: AsPerson, screen: Callable[..., Screen], scheme: str
) -> None:
    window = screen(320, scheme)
    open_leaders_page(window, stage, as_person)
    window.run(window.page.get_by_role("button", name="Menu").click)
    heights = window.evaluate(
        "() => [...document.querySelectorAll('nav#places a')].map(a => a.clientHeight)"
    )
    assert min(heights) >= 44
    assert (window.violations(), window.overflow(), window.policy_faults()) == ([], 0, [])


def test_the_button_says_whether_it_is_open(
    stage: Stage, as_person: AsPerson, screen: Callable[..., Screen]
) -> None:
    window = screen(360)
    open_leaders_page(window, stage, as_person)
    assert window.run(says_expanded, window.page) is False
    window.run(window.page.get_by_role("button", name="Menu").click)
    assert window.run(says_expanded, window.page) is True


def says_expanded(page: Page) -> bool:
    """What the browser tells a screen reader about the button."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    (button,) = [
        node
        for node in nodes
        if node.get("role", {}).get("value") == "button" and node["name"]["value"] == "Menu"
    ]
    told = {each["name"]: each["value"].get("value") for each in button["properties"]}
    return bool(told["expanded"])


def test_where_there_is_room_all_places_are_shown_and_no_button(
    stage: Stage, as_person: AsPerson, screen: Callable[..., Screen]
) -> None:
    window = screen(1280)
    open_leaders_page(window, stage, as_person)
    assert window.evaluate(SHOWN) == PLACES
    assert window.run(window.page.get_by_role("button", name="Menu").count) == 0


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_eight_places_and_a_long_name_are_one_line(
    stage: Stage, as_person: AsPerson, screen: Callable[..., Screen], language: str
) -> None:
    window = screen(1280)
    for person in (stage.leader, stage.counsellor, stage.county_staff):
        Person.objects.filter(pk=person.pk).update(name="Ingunn Margrethe Haugland")
        as_person(person)
        window.open("/settings/", language)
        middles = window.evaluate(MIDDLES)
        assert (len(middles), max(middles) - min(middles) <= 2, window.overflow()) == (11, True, 0)
        assert window.evaluate("() => document.querySelector('.who > a').offsetHeight") >= 44


def test_a_short_menu_needs_no_button(
    stage: Stage, as_person: AsPerson, screen: Callable[..., Screen]
) -> None:
    as_person(stage.privacy_officer)
    window = screen(360)
    window.open("/promise/", "en")
    assert window.evaluate(SHOWN) == ["The promise", "Questionnaires", "The log"]


def test_on_a_phone_a_long_role_leaves_room_for_the_way_out(
    stage: Stage, as_person: AsPerson, screen: Callable[..., Screen]
) -> None:
    as_person(stage.privacy_officer)
    window = screen(320)
    window.open("/settings/", "en")
    boxes = window.evaluate(
        "() => [...document.querySelectorAll('.who > *')].map(e => e.getBoundingClientRect())"
    )
    name, way_out = sorted(boxes, key=lambda box: box["left"])
    assert name["right"] <= way_out["left"]
    assert abs(name["top"] - way_out["top"]) <= 2
    assert (way_out["height"], name["height"] <= 60) == (44, True)
