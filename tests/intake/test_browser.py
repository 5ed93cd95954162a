"""The answer page in a real browser: size, accessibility, keyboard, no scripts, right to left."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Response

from medverk.intake.kiosk import open_kiosk
from medverk.surveys import queries
from medverk.surveys.actions import review_translation
from medverk.surveys.catalogue import complete_words
from medverk.surveys.models import Translation
from medverk.vault.models import SealedAnswer
from tests.intake.house import House, slip, texted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
WIDTHS = (320, 360, 1280)
MOST_BYTES = 30_000
MOST_REQUESTS = 3

Open = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, live_server) -> Iterator[Open]:
    """Open an address in a fresh browser window; width in CSS pixels."""
    contexts = []

    def open_it(path: str, *, width: int = 360, dark: bool = False, scripts: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 740},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            bypass_csp=scripts,  # only so that axe can be put in; the page has no script itself
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    yield open_it
    for context in contexts:
        context.close()


def press(page: Page, button: Locator) -> None:
    """Press a button of a form, and wait for the page that comes."""
    with page.expect_navigation():
        button.click()


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds, with the places."""
    page.evaluate(AXE)
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", STANDARDS
    )
    return [
        (one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found["violations"]
    ]


def scrolls_sideways(page: Page) -> bool:
    return page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )


def troubles(page: Page) -> list[tuple[int, list[tuple[str, list[str]]], bool]]:
    """At which widths axe finds something, or the page scrolls sideways."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        found.append((width, violations(page), scrolls_sideways(page)))
    return [one for one in found if one[1] or one[2]]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_it_is_accessible_and_fits(open_page, house, now, dark, language):
    page = open_page(f"/s/{slip(house, now, language)}/", dark=dark)
    assert troubles(page) == []
    press(page, page.get_by_role("button", name=complete_words(language).page.send).last)
    assert troubles(page) == []
    assert page.evaluate("document.activeElement.className") == "summary"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_other_page_is_accessible_and_fits(open_page, house, now, dark):
    question = house.version().content["questions"][0]["key"]
    pass_ = open_kiosk(office=house.office, version=house.version(), by=house.kari, now=now)
    for path, buttons in {
        f"/s/{texted(house, now)}/": ["Ikke spør meg igjen", "Ja, ikke spør meg igjen"],
        f"/s/{texted(house, now, key='call')}/": ["Delvis"],
        f"/s/{slip(house, now, 'nb', 'trust')}/": [],
        "/s/0000-0000-0000/": [],
        "/kode/": [],
        f"/k/{pass_}/": ["Start"],
    }.items():
        page = open_page(path, dark=dark)
        assert troubles(page) == [], path
        for name in buttons:
            press(page, page.get_by_role("button", name=name))
            assert troubles(page) == [], (path, name)
    page.locator(f"#{question}-1").check()
    press(page, page.locator("button.main"))
    assert troubles(page) == []


@pytest.mark.parametrize("key", ["conversation", "employer", "trust", "call"])
def test_it_is_small(chromium, live_server, house, now, key):
    token = texted(house, now, key=key)
    with loaded(chromium) as (page, responses):
        page.goto(f"{live_server.url}/s/{token}/")
        page.wait_for_load_state("networkidle")
    sizes = [len(response.body()) + header_bytes(response) for response in responses]
    assert all(response.url.startswith(live_server.url) for response in responses)
    assert len(responses) <= MOST_REQUESTS
    assert sum(sizes) <= MOST_BYTES
    print(f"{key}: {len(responses)} requests, {sum(sizes)} bytes uncompressed with headers")


@contextmanager
def loaded(chromium: Browser) -> Iterator[tuple[Page, list[Response]]]:
    """A page, and every response it gets; bodies are read before the window closes."""
    context = chromium.new_context()
    page, responses = context.new_page(), []
    page.on("response", lambda response: (response.body(), responses.append(response)))
    yield page, responses


def header_bytes(response: Response) -> int:
    return sum(len(name) + len(value) + 4 for name, value in response.headers.items())


def test_it_is_answered_by_keyboard_alone(open_page, house, now):
    page = open_page(f"/s/{slip(house, now, 'en')}/", scripts=False)
    page.keyboard.press("Tab")  # the first language
    for _ in range(3):
        page.keyboard.press("Tab")  # two languages more, then "who sees what"
    page.keyboard.press("Enter")
    assert page.locator("details").get_attribute("open") is not None
    page.keyboard.press("Tab")  # the first question
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")  # sends, although other buttons stand before "send"
    page.wait_for_selector("h1:has-text('Thank you')")
    assert SealedAnswer.objects.count() == 1


def test_it_works_without_scripts_and_keeps_what_is_filled_in(open_page, house, now):
    page = open_page(f"/s/{texted(house, now)}/", scripts=False)
    page.locator("fieldset").nth(0).locator("label").nth(3).click()
    page.locator("fieldset").nth(1).locator("label.apart").click()
    press(page, page.get_by_role("button", name="English"))
    press(page, page.get_by_role("button", name="Do not ask me again"))
    press(page, page.get_by_role("button", name="No, show the questions"))
    assert page.locator("input:checked").count() == 2
    press(page, page.get_by_role("button", name="Send my answers"))
    assert page.locator("h1").inner_text() == "Thank you for your answer!"
    assert SealedAnswer.objects.count() == 1


def test_it_clears_the_tablet_when_nobody_touches_it(open_page, house, now):
    token = open_kiosk(office=house.office, version=house.version(), by=house.kari, now=now)
    page = open_page(f"/k/{token}/")
    page.clock.install()
    press(page, page.get_by_role("button", name="Start"))
    page.locator("fieldset label").first.click()
    page.clock.fast_forward(80_000)
    page.locator("fieldset label").nth(1).click()
    page.clock.fast_forward(80_000)
    assert page.locator("input:checked").count() == 1
    page.clock.fast_forward(11_000)
    page.wait_for_selector("h1:has-text('Si hva du synes')")


def test_it_has_large_targets(open_page, house, now):
    for key in ("conversation", "trust", "call"):
        page = open_page(f"/s/{texted(house, now, key=key)}/", width=320)
        heights = page.evaluate(
            "[...document.querySelectorAll('label, button:not(.first), summary')]"
            ".map(one => one.getBoundingClientRect().height)"
        )
        assert min(heights) >= 44


def test_it_can_be_read_at_four_times_the_size(open_page, house, now):
    """1280 pixels at 400 % are 320; and with the browser's letters doubled nothing is cut off."""
    page = open_page(f"/s/{slip(house, now, 'en')}/", width=640)
    page.add_style_tag(content="html { font-size: 212% !important }")
    assert not scrolls_sideways(page)


def offer_arabic(house: House, now) -> None:
    """Somebody has reviewed the shipped draft; here only to see what the page does with it."""
    for about in (house.version(), None):
        draft = Translation.objects.get(version=about, language="ar")
        review_translation(translation=draft, by=house.kari, now=now)
    queries.forget()


@pytest.mark.parametrize("width", [320, 1280])
def test_it_reads_from_right_to_left(open_page, house, now, width):
    offer_arabic(house, now)
    page = open_page(f"/s/{slip(house, now, 'ar')}/", width=width)
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert (violations(page), scrolls_sideways(page)) == ([], False)
    first, second = page.locator(".steps, .long").first.locator("label").all()[:2]
    dot, words = first.locator("input").bounding_box(), first.locator("span").bounding_box()
    if width > 320:
        assert first.bounding_box()["x"] > second.bounding_box()["x"]
    else:
        assert dot["x"] > words["x"]
    page.locator("fieldset").first.locator("label").first.click()
    press(page, page.locator("button.main"))
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert violations(page) == []
