"""The pages of this room in a real browser: accessible, and without sideways scrolling."""

import pytest
from django.urls import reverse

from medverk.experiences import actions, subscribing
from medverk.experiences.actions import Told
from medverk.experiences.adopting import adopt
from medverk.experiences.outcomes import weigh_new
from tests.experiences.offices import judge, make_release

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.django_db]


@pytest.fixture
def shared(offices, now):
    """Shared, told, and taken over by four with figures and one without."""
    shared = offices.share(offices.vik, "Ein samtale i to steg", language="nn")
    release = make_release(46)
    judge(shared.improvement, release)
    for number, after in enumerate((0.7, 0.62, 0.45, 0.66)):
        unit = offices.office(f"Office number {number}")
        judge(
            adopt(experience=shared, unit=unit, by=offices.leaders[unit.pk], now=now),
            release,
            after=after,
        )
    adopt(experience=shared, unit=offices.nes, by=offices.leaders[offices.nes.pk], now=now)
    weigh_new()
    actions.tell(
        improvement=shared.improvement,
        told=Told("nn", "Vi blei ikkje samde om eit mål", "Vi skriv målet saman"),
        hints_judged=False,
        by=offices.leaders[offices.vik.pk],
        now=now,
    )
    return shared


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [(1280, "light", "nb"), (360, "dark", "nn"), (320, "light", "en")],
)
def test_every_page_of_experiences_is_accessible_and_fits(
    shared,
    offices,
    as_person,
    screen,
    now,
    width,
    scheme,
    language,
):
    leader, outsider = offices.leaders[offices.vik.pk], offices.leaders[offices.centre.pk]
    fresh = offices.improve(offices.vik, state="planned")
    subscribing.subscribe(by=leader, themes=["conversation.goal"], now=now)
    subscribing.ask_to_confirm(by=leader, address="liv@example.org", now=now)
    stop = subscribing.stop_address(leader.pk).removeprefix("http://testserver")
    vik, number = offices.vik.pk, shared.pk
    pages = [
        (leader, reverse("experiences")),
        (leader, reverse("experiences") + "?words=samtale&kind=small"),
        (leader, reverse("experiences") + "?words=nothing"),
        (leader, reverse("experience", args=[number])),
        (outsider, reverse("experience", args=[number])),
        (outsider, reverse("adopt_experience", args=[offices.centre.pk, number])),
        (leader, reverse("share_experience", args=[vik, shared.improvement_id])),
        (leader, reverse("share_experience", args=[vik, fresh.pk])),
        (leader, reverse("tell_users", args=[vik, shared.improvement_id])),
        (leader, reverse("my_letters")),
        (offices.counsellor, reverse("my_letters")),
        (leader, reverse("confirm_address", args=["x"])),
        (None, stop),
        (None, reverse("said_and_did", args=[vik])),
        (None, reverse("said_and_did", args=[offices.nes.pk])),
    ]
    window = screen(width, scheme)
    for person, path in pages:
        as_person(person)
        window.faults.clear()
        window.open(path, language)
        found = (path, window.violations(), window.overflow(), window.policy_faults())
        assert found == (path, [], 0, [])


def test_the_box_about_persons_is_accessible_too(offices, as_person, screen):
    """The page that comes after a button, with its errors."""
    client = as_person(offices.leaders[offices.vik.pk])
    path = reverse("share_experience", args=[offices.vik.pk, offices.improve(offices.vik).pk])
    words = {"title": "A", "seen": "Vi møtte Kari Hagen", "done": "ring 912 34 567", "learnt": ""}
    page = client.post(path, words)
    window = screen(360, "dark")
    client.get = lambda *_args, **_more: page
    window.open(path)
    assert (window.violations(), window.overflow()) == ([], 0)
    assert window.evaluate("() => document.querySelectorAll('input[name=judged]').length") == 1
