"""The pages of improvements in a real browser, and how a leader walks through them."""

import random
import re
from datetime import date

import pytest
from django.db import connections
from django.urls import reverse
from django.utils.html import escape

from medverk.improvement.actions import follow_up, move_due
from medverk.improvement.guiding import ask_for_guidance
from medverk.improvement.judging import judge_all
from medverk.improvement.models import Improvement
from tests.browser import SITE, Screen
from tests.improvement.world import World, find, noon, publish_weeks, rising, start

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

STARTS = date(2026, 6, 1)
FALLS = 40  # the number of the week from which fewer agree
MOST_CLICKS = 8


@pytest.fixture
def busy(world, now) -> World:
    """Two improvements with a year of figures, one of them judged; findings; a talk."""
    publish_weeks(world, range(22), rising(random.Random(1), world, 22, 0.25))
    improvement = start(world, STARTS)
    start(world, STARTS, title="We write the plan together")
    move_due(now=noon(STARTS))
    publish_weeks(world, range(22, 34), rising(random.Random(2), world, 22, 0.25))
    judge_all(now=now)
    follow_up(improvement=improvement, text="It goes.", by=world.leader, now=now)
    find(world, now.date())
    ask_for_guidance(guide=world.leader, about="A talk", by=world.counsellor, now=now)
    return world


def pages(world):
    one = Improvement.objects.order_by("pk")[0]
    finding = one.finding
    of_unit = ("improvements", "findings", "finding-new", "meeting", "agenda")
    of_one = ("improvement", "improvement_end", "improvement_drop")
    return [
        *((world.leader, reverse(name, args=[world.ours.pk])) for name in of_unit),
        *((world.leader, reverse(name, args=[world.ours.pk, one.pk])) for name in of_one),
        (world.leader, reverse("improvement_new", args=[world.ours.pk, finding.pk])),
        (world.leader, reverse("finding_set_aside", args=[world.ours.pk, finding.pk])),
        (world.leader, reverse("guidance")),
        (world.counsellor, reverse("ask_for_guidance")),
        (world.counsellor, reverse("improvement", args=[world.ours.pk, one.pk])),
        (world.county_staff, reverse("improvements", args=[world.county.pk])),
        (world.county_staff, reverse("improvements_in_state", args=[world.county.pk])),
    ]


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [(1280, "light", "nb"), (360, "dark", "nn"), (320, "light", "en")],
)
def test_every_page_is_accessible_and_fits(busy, as_person, screen, width, scheme, language):
    window = screen(width, scheme)
    for who, path in pages(busy):
        as_person(who)
        window.faults.clear()
        window.open(path, language)
        found = (path, window.violations(), window.overflow(), window.policy_faults())
        assert found == (path, [], 0, [])


def test_an_improvement_prints_with_its_picture_and_without_its_buttons(busy, as_person, screen):
    as_person(busy.leader)
    window = screen(1280)
    one = Improvement.objects.order_by("pk")[0]
    window.open(reverse("improvement", args=[busy.ours.pk, one.pk]))
    window.run(lambda: window.page.emulate_media(media="print"))
    shown = """selector => [...document.querySelectorAll(selector)]
      .filter(e => e.getBoundingClientRect().height > 0).length"""
    assert window.run(window.page.evaluate, shown, "svg.slopes") == 1
    assert window.run(window.page.evaluate, shown, ".actions a, nav, footer") == 0
    paper = window.run(lambda: window.page.pdf(prefer_css_page_size=True))
    assert 1 <= len(re.findall(rb"/MediaBox", paper)) <= 3


def test_the_meeting_page_prints_on_one_sheet(busy, as_person, screen):
    as_person(busy.leader)
    window = screen(1280)
    for name in ("meeting", "agenda"):
        window.open(reverse(name, args=[busy.ours.pk]))
        paper = window.run(lambda: window.page.pdf(prefer_css_page_size=True))
        assert len(re.findall(rb"/MediaBox", paper)) == 1


class Walk:
    """Clicks and typing in a window whose forms are answered too. Counts the clicks."""

    def __init__(self, window: Screen) -> None:
        self.window = window
        self.clicks = 0
        window.run(lambda: window.page.route("**/*", self.answer))

    def answer(self, route) -> None:
        if route.request.method != "POST":
            self.window.answer(route)
            return
        connections["default"] = self.window.database
        response = self.window.client.post(
            route.request.url.removeprefix(SITE),
            route.request.post_data or "",
            content_type="application/x-www-form-urlencoded",
        )
        if response.status_code == 302:  # a redirect would leave the window for the network
            where = escape(response["Location"])
            body = f'<title>moved</title><meta http-equiv="refresh" content="0;url={where}">'
            route.fulfill(body=body, content_type="text/html")
            return
        route.fulfill(status=response.status_code, body=response.content,
                      content_type="text/html")  # fmt: skip

    def click(self, role: str, name: str) -> None:
        self.clicks += 1
        page, database = self.window.page, self.window.database
        database.inc_thread_sharing()
        try:
            self.window.run(lambda: page.get_by_role(role, name=re.compile(name)).first.click())
            self.window.run(
                lambda: page.wait_for_function("() => document.title && document.title !== 'moved'")
            )
            self.window.run(lambda: page.wait_for_load_state("load"))
        finally:
            database.dec_thread_sharing()

    def fill(self, label: str, words: str) -> None:
        self.window.run(lambda: self.window.page.get_by_label(label).fill(words))


def test_a_leader_registers_an_improvement_in_few_clicks(world, as_person, screen):
    publish_weeks(world, range(46), rising(random.Random(1), world, FALLS, -0.25))
    as_person(None)
    window = screen(360)
    walk = Walk(window)
    window.open("/", "nb")
    walk.click("link", "^Logg inn")
    walk.click("button", world.leader.name)
    walk.click("link", "^Gjør noe med det")
    walk.click("button", "^Lagre, og si hva dere gjør")
    walk.fill("Hva gjør dere?", "Vi blir enige om målet først")
    walk.fill("Hvorfor tror dere at det hjelper?", "Da vet alle hvor vi skal.")
    walk.click("button", "^Registrer tiltaket")
    made = Improvement.objects.get()
    assert (made.unit, made.indicator, made.state) == (
        world.ours, "conversation.shared_goal", "planned",
    )  # fmt: skip
    assert made.finding.reference.startswith(f"/units/{world.ours.pk}/results/")
    assert walk.clicks <= MOST_CLICKS
    assert len(made.baseline) <= FALLS  # what made the leader act is not in it
