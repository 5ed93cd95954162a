"""Sharing, taking over, and telling users: who may, what is stopped, what is logged."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse

from medverk.experiences import actions
from medverk.experiences.actions import RefusedError, StoppedError, Told, Words
from medverk.experiences.adopting import adopt
from medverk.experiences.models import Experience, Telling
from medverk.improvement.models import Improvement
from medverk.people.models import LogEntry
from medverk.people.privacy import DatabaseRole
from medverk.rules.experiences import Refusal
from medverk.rules.improvement.states import ImprovementState
from medverk.rules.personal_data import Stopped

pytestmark = pytest.mark.django_db

FIELDS = {
    "title": "A talk in two steps",
    "seen": "Few agree on the goal",
    "done": "We write it together",
    "learnt": "Begin with two colleagues",
    "language": "en",
}
TOLD = {"said": "We did not agree on a goal", "did": "We write it together", "language": "en"}


def share_page(improvement):
    return reverse("share_experience", args=[improvement.unit_id, improvement.pk])


def tell_page(improvement):
    return reverse("tell_users", args=[improvement.unit_id, improvement.pk])


def logged():
    return list(LogEntry.objects.order_by("pk").values_list("action", "about"))[-1]


# --- sharing ---


def test_a_leader_shares_and_takes_back(offices, log_in):
    improvement = offices.improve(offices.vik)
    page = log_in(offices.leaders[offices.vik.pk])
    response = page.post(share_page(improvement), FIELDS)
    shared = Experience.objects.get()
    assert response.url == reverse("experience", args=[shared.pk])
    assert (shared.office, shared.kind, shared.theme) == (
        offices.vik, "small", "conversation.goal",
    )  # fmt: skip
    assert logged() == ("experience_shared", "A talk in two steps")
    page.post(reverse("withdraw_experience", args=[offices.vik.pk, shared.pk]))
    assert logged() == ("experience_withdrawn", "A talk in two steps")
    page.post(reverse("withdraw_experience", args=[offices.vik.pk, shared.pk]))
    assert LogEntry.objects.filter(action="experience_withdrawn").count() == 1


def test_sharing_again_changes_the_words_and_brings_it_back(offices, log_in, now):
    shared = offices.share(offices.vik)
    actions.withdraw(experience=shared, by=offices.leaders[offices.vik.pk], now=now)
    page = log_in(offices.leaders[offices.vik.pk])
    page.post(share_page(shared.improvement), FIELDS | {"title": "In three steps"})
    again = Experience.objects.get()
    assert (again.pk, again.title, again.withdrawn_at) == (shared.pk, "In three steps", None)


@pytest.mark.parametrize(
    "words",
    ["ring 912 34 567", "kari@example.org", "01010112345", "konto 1234 56 78901"],
)
@pytest.mark.parametrize("field", ["title", "seen", "done", "learnt"])
def test_numbers_and_addresses_never_leave(offices, log_in, field, words):
    page = log_in(offices.leaders[offices.vik.pk])
    improvement = offices.improve(offices.vik)
    response = page.post(share_page(improvement), FIELDS | {field: words})
    assert list(response.context["form"].errors) == [field]
    ticked = (
        response.context["form"]["judged"] if "judged" in response.context["form"].fields else []
    )
    judged = [choice.data["value"] for choice in ticked]
    page.post(share_page(improvement), FIELDS | {field: words, "judged": judged})
    assert not Experience.objects.exists()


def test_what_looks_like_a_person_waits_until_the_leader_has_judged_it(offices, log_in):
    page = log_in(offices.leaders[offices.vik.pk])
    improvement = offices.improve(offices.vik)
    words = FIELDS | {"done": "We did as Kari Hagen said"}
    response = page.post(share_page(improvement), words)
    assert not Experience.objects.exists()
    ((mark, label),) = response.context["form"].fields["judged"].choices
    assert label == "I have looked at “Kari Hagen”: none of it is about a person."
    page.post(share_page(improvement), words | {"judged": "on"})
    page.post(share_page(improvement), words | {"done": "We did as Ola Ruud said", "judged": mark})
    assert not Experience.objects.exists()
    page.post(share_page(improvement), words | {"judged": mark})
    assert Experience.objects.get().done == words["done"]


@pytest.mark.parametrize(
    ("text", "judged", "stopped"),
    [
        ("Kari Hagen", False, Stopped.HINTS),
        ("912 34 567", True, Stopped.CERTAIN),
        ("  ", True, Stopped.EMPTY),
    ],
)
def test_the_action_itself_fails_closed(offices, now, text, judged, stopped):
    leader = offices.leaders[offices.vik.pk]
    with pytest.raises(StoppedError) as raised:
        actions.share(
            improvement=offices.improve(offices.vik),
            words=Words("en", "Title", "Seen", text, "Learnt"),
            hints_judged=judged,
            by=leader,
            now=now,
        )
    assert raised.value.stopped is stopped
    assert not Experience.objects.exists()


@pytest.mark.parametrize("state", ["proposed", "planned"])
def test_an_idea_alone_is_not_shared(offices, log_in, now, state):
    improvement = offices.improve(offices.vik, state=state)
    page = log_in(offices.leaders[offices.vik.pk])
    for address, fields in ((share_page(improvement), FIELDS), (tell_page(improvement), TOLD)):
        response = page.post(address, fields)
        assert response.status_code == 200
        assert "an idea alone is no experience" in response.content.decode()
    assert not Experience.objects.exists()
    assert not Telling.objects.exists()


def test_another_offices_improvement_is_not_found(offices, log_in):
    improvement = offices.improve(offices.nes)
    page = log_in(offices.leaders[offices.vik.pk])
    for name in ("share_experience", "tell_users"):
        address = reverse(name, args=[offices.vik.pk, improvement.pk])
        assert page.post(address, FIELDS | TOLD).status_code == 404
        assert page.get(reverse(name, args=[offices.nes.pk, improvement.pk])).status_code == 403
    shared = offices.share(offices.nes)
    address = reverse("withdraw_experience", args=[offices.vik.pk, shared.pk])
    assert page.post(address).status_code == 404


def test_the_form_starts_with_what_the_office_has_noted(offices, log_in):
    improvement = offices.improve(offices.vik, learnt="It takes time")
    page = log_in(offices.leaders[offices.vik.pk]).get(share_page(improvement))
    form = page.context["form"]
    assert [form[name].value() for name in ("title", "seen", "learnt")] == [
        "A talk in two steps", "Few agree on the goal", "It takes time",
    ]  # fmt: skip


# --- taking over ---


def test_taking_over_makes_an_own_improvement_with_its_origin(offices, log_in):
    shared = offices.share(offices.vik)
    page = log_in(offices.leaders[offices.nes.pk])
    address = reverse("adopt_experience", args=[offices.nes.pk, shared.pk])
    assert page.get(address).status_code == 200
    response = page.post(address)
    made = Improvement.objects.get(unit=offices.nes)
    assert response.url == reverse("improvement", args=[offices.nes.pk, made.pk])
    assert (made.adopted_from, made.state) == (shared.improvement, ImprovementState.PROPOSED)
    assert (made.indicator, made.expected) == ("conversation.shared_goal", "up")
    assert (made.baseline, made.starts_on, made.responsible) == ([], None, None)
    assert made.finding.source == "experience"
    assert logged() == ("experience_adopted", "A talk in two steps")


def test_it_is_taken_over_once_at_a_time(offices, now):
    shared = offices.share(offices.vik)
    leader = offices.leaders[offices.nes.pk]
    made = adopt(experience=shared, unit=offices.nes, by=leader, now=now)
    with pytest.raises(RefusedError) as raised:
        adopt(experience=shared, unit=offices.nes, by=leader, now=now)
    assert raised.value.refusal is Refusal.AT_WORK_ON_IT
    Improvement.objects.filter(pk=made.pk).update(
        state=ImprovementState.DROPPED, closed_on=now.date(), closed_why="no time"
    )
    assert adopt(experience=shared, unit=offices.nes, by=leader, now=now).pk != made.pk


@pytest.mark.parametrize(("who", "refusals"), [("vik", []), ("centre", [Refusal.OTHER_KIND])])
def test_it_says_why_an_office_cannot_take_it_over(offices, log_in, who, refusals):
    shared, unit = offices.share(offices.vik), getattr(offices, who)
    page = log_in(offices.leaders[unit.pk])
    response = page.post(reverse("adopt_experience", args=[unit.pk, shared.pk]), follow=True)
    assert response.status_code == 200
    assert Improvement.objects.count() == 1
    assert [chance.refusal for chance in response.context["chances"]] == refusals


def test_what_was_taken_back_is_read_only_by_those_who_have_it(offices, log_in, now):
    shared = offices.share(offices.vik)
    adopt(experience=shared, unit=offices.nes, by=offices.leaders[offices.nes.pk], now=now)
    actions.withdraw(experience=shared, by=offices.leaders[offices.vik.pk], now=now)
    address = reverse("experience", args=[shared.pk])
    statuses = {
        name: log_in(person).get(address).status_code
        for name, person in {
            "vik": offices.leaders[offices.vik.pk],
            "nes": offices.leaders[offices.nes.pk],
            "centre": offices.leaders[offices.centre.pk],
            "county": offices.planner,
        }.items()
    }
    assert statuses == {"vik": 200, "nes": 200, "centre": 404, "county": 404}


# --- telling users ---


def test_a_leader_tells_users_and_stops(offices, log_in, client):
    improvement = offices.improve(offices.vik)
    page = log_in(offices.leaders[offices.vik.pk])
    response = page.post(tell_page(improvement), TOLD)
    assert response.url == reverse("said_and_did", args=[offices.vik.pk])
    assert logged() == ("improvement_told", "A talk in two steps")
    page.post(reverse("untell_users", args=[offices.vik.pk, improvement.pk]))
    assert logged() == ("improvement_untold", "A talk in two steps")
    assert TOLD["did"] not in client.get(response.url).content.decode()


def test_telling_fails_closed_too(offices, now):
    with pytest.raises(StoppedError):
        actions.tell(
            improvement=offices.improve(offices.vik),
            told=Told("en", "Kari Hagen said so", "We did"),
            hints_judged=False,
            by=offices.leaders[offices.vik.pk],
            now=now,
        )
    assert not Telling.objects.exists()


def test_the_web_role_may_do_all_of_it_and_delete_nothing(offices, now, as_role):
    leader = offices.leaders[offices.nes.pk]
    improvement = offices.improve(offices.vik)
    with as_role(DatabaseRole.WEB):
        words = Words("nn", "Title", "Seen", "Done", "Learnt")
        said = {"hints_judged": False, "by": offices.leaders[offices.vik.pk], "now": now}
        shared = actions.share(improvement=improvement, words=words, **said)
        telling = actions.tell(improvement=improvement, told=Told("nn", "a", "b"), **said)
        adopt(experience=shared, unit=offices.nes, by=leader, now=now)
        actions.untell(telling=telling, by=leader, now=now)
        actions.withdraw(experience=shared, by=leader, now=now)
    with connection.cursor() as cursor:
        for table in ("experience", "telling", "outcome"):
            cursor.execute(
                f"SELECT has_table_privilege('medverk_web', 'experiences_{table}', 'DELETE'), "
                f"has_table_privilege('medverk_releaser', 'experiences_{table}', 'SELECT')"
            )
            assert cursor.fetchone() == (False, False)


@pytest.mark.django_db(transaction=True)
def test_two_leaders_at_once_take_it_over_once(offices, now):
    shared = offices.share(offices.vik)
    leader = offices.leaders[offices.nes.pk]

    def press(_):
        try:
            return adopt(experience=shared, unit=offices.nes, by=leader, now=now).pk
        except RefusedError as error:
            return error.refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        ends = list(threads.map(press, range(4)))
    assert ends.count(Refusal.AT_WORK_ON_IT) == 3
    assert Improvement.objects.filter(unit=offices.nes).count() == 1
