"""The library is found by words in three languages, and costs the same with ten thousand."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from medverk.experiences import actions, queries
from medverk.experiences.models import Experience
from medverk.experiences.queries import Wanted, find_experiences
from medverk.people.privacy import DatabaseRole
from medverk.rules.search import read_words
from tests.experiences.offices import SHARED_AT

pytestmark = pytest.mark.django_db


def found(typed="", **filters):
    return [
        each.title for each in find_experiences(Wanted(read_words(typed), **filters)).experiences
    ]


@pytest.fixture
def shelf(offices):
    offices.share(
        offices.vik,
        "Samtaler i to steg",
        language="nb",
        done="Vi skriver målet sammen med brukerne",
    )
    offices.share(
        offices.nes,
        "Rettleiing ved kaffibordet",
        language="nn",
        done="Rettleiarane øver på å lytte til brukarane",
    )
    offices.share(
        offices.nes,
        "Calling before the meeting",
        language="en",
        done="We prepare people by telephone",
    )
    return offices  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("samtale", ["Samtaler i to steg"]),
        ("SAMTALENE", ["Samtaler i to steg"]),
        ("samt", ["Samtaler i to steg"]),
        ("conversations", ["Samtaler i to steg"]),
        ("veilederne", ["Rettleiing ved kaffibordet"]),
        ("rettleiar", ["Rettleiing ved kaffibordet"]),
        ("kaffibord", ["Rettleiing ved kaffibordet"]),
        ("calls", ["Calling before the meeting"]),
        ("møte", ["Calling before the meeting"]),
        ("telefon", ["Calling before the meeting"]),
        ("steg samtaler", ["Samtaler i to steg"]),
        ("steg kaffi", []),
        ("bordet", []),
    ],
)
def test_it_finds_words_in_three_languages(shelf, typed, titles):
    assert found(typed) == titles


def test_users_are_brukere_and_brukarar(shelf):
    assert sorted(found("users")) == ["Rettleiing ved kaffibordet", "Samtaler i to steg"]


def test_the_title_counts_more_than_the_rest(offices):
    offices.share(offices.vik, "Brev i klart språk", language="nb", done="Vi øver")
    offices.share(offices.nes, "Vi øver", language="nb", done="på brev og brev og brev")
    assert found("brev") == ["Brev i klart språk", "Vi øver"]


@pytest.mark.parametrize(
    "typed",
    ["'", "' | ''", "a & b", ":*", "!", "()", "\x00", "\\", "<->", "%", "og", "the", "🙂" * 50,
     "x" * 5000, "' OR 1=1 --", "ﬁ", "İ", "ª", "a" * 39 + " " + "b " * 300, "᠎"],
)  # fmt: skip
def test_nothing_that_is_typed_breaks_it(shelf, log_in, typed):
    page = log_in(shelf.counsellor).get(reverse("experiences"), {"words": typed})
    assert page.status_code == 200


def test_no_text_at_all_breaks_it(shelf):
    @given(st.text(max_size=80))
    def look_for(typed):
        assert len(found(typed)) <= 3

    look_for()


@pytest.mark.parametrize("raw", ["%ED%A0%80", "%ff", "%00", "a%00b", "%"])
def test_no_bytes_break_it(shelf, log_in, raw):
    page = log_in(shelf.counsellor).get(f"{reverse('experiences')}?words={raw}&theme={raw}")
    assert page.status_code == 200


@pytest.mark.parametrize("page", ["0", "-1", "11", "x", "99999999999999999999", ""])
def test_no_page_number_breaks_it(shelf, log_in, page):
    assert log_in(shelf.counsellor).get(reverse("experiences"), {"page": page}).status_code == 200


def test_it_chooses_by_theme_kind_and_verdict(offices):
    offices.share(offices.vik, "One")
    offices.share(offices.nes, "Two", indicator="conversation.helped")
    offices.share(offices.centre, "Three", indicator="call.helped")
    Experience.objects.filter(title="Two").update(verdict="signal")
    assert found(theme="conversation.goal") == ["One"]
    assert found(kind="centre") == ["Three"]
    assert found(verdict="signal") == ["Two"]
    assert found(kind="small", verdict="too_early") == ["One"]


def test_a_filter_that_does_not_exist_is_left_out(shelf, log_in):
    page = log_in(shelf.counsellor).get(reverse("experiences"), {"theme": "' OR 1=1"})
    assert len(page.context["page"].experiences) == 3


def test_what_was_taken_back_is_not_found(shelf, now):
    shared = Experience.objects.get(language="nb")
    actions.withdraw(experience=shared, by=shelf.leaders[shelf.vik.pk], now=now)
    assert found("samtale") == []
    assert len(found()) == 2


def test_the_newest_come_first_and_then_page_by_page(offices):
    for number in range(queries.ON_A_PAGE + 1):
        offices.share(offices.vik, f"No {number}", now=SHARED_AT + timedelta(minutes=number))
    first = find_experiences(Wanted())
    assert [each.title for each in first.experiences][:2] == ["No 20", "No 19"]
    assert (first.before, first.after) == (0, 2)
    second = find_experiences(Wanted(), 2)
    assert [each.title for each in second.experiences] == ["No 0"]
    assert (second.before, second.after) == (1, 0)


@pytest.mark.parametrize("typed", ["", "goal"])
def test_it_costs_the_same_queries_with_one_and_with_three(offices, log_in, typed):
    page = log_in(offices.counsellor)

    def count():
        with CaptureQueriesContext(connection) as asked:
            page.get(reverse("experiences"), {"words": typed})
        return len(asked)

    offices.share(offices.vik)
    count()
    one = count()
    offices.share(offices.nes)
    offices.share(offices.vik)
    assert count() == one


# --- ten thousand ---


@pytest.fixture
def ten_thousand(offices):
    """Experiences of a thousand offices, a few about something rare.

    The planner counts with what lies in the files, also with what other tests rolled back: so the
    tables begin with new files, and the index is swept as the server does within a minute.
    """
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE improvement_improvement, experiences_experience CASCADE")
    origin = offices.share(offices.vik)
    with connection.cursor() as cursor:
        cursor.execute(COPY_IMPROVEMENTS, [origin.improvement_id])
        cursor.execute(COPY_EXPERIENCES, [origin.pk])
        cursor.execute("SELECT gin_clean_pending_list('experiences_by_words')")
        cursor.execute("ANALYZE experiences_experience")
    return offices


COPY_IMPROVEMENTS = """
INSERT INTO improvement_improvement (unit_id, finding_id, title, hypothesis, kind, state,
    responsible_id, starts_on, deadline, indicator, expected, baseline, baseline_ends, sisters,
    proposed_at, registered_at, closed_why, learnt)
SELECT unit_id, finding_id, 'copy ' || n, hypothesis, kind, state, responsible_id, starts_on,
    deadline, indicator, expected, baseline, baseline_ends, sisters, proposed_at, registered_at,
    closed_why, learnt
FROM improvement_improvement, generate_series(1, 9999) AS n WHERE id = %s
"""
COPY_EXPERIENCES = """
INSERT INTO experiences_experience (improvement_id, office_id, kind, indicator, theme, language,
    title, seen, done, learnt, verdict, shared_at, shared_by_id)
SELECT i.id, e.office_id, CASE WHEN i.id %% 100 = 0 THEN 'large' ELSE e.kind END, e.indicator,
    e.theme, e.language, i.title || CASE WHEN i.id %% 500 = 0 THEN ' zebra' ELSE '' END,
    e.seen, e.done || repeat(' and then we talked about it', 50), e.learnt, e.verdict,
    e.shared_at + i.id * interval '1 second', e.shared_by_id
FROM improvement_improvement AS i, experiences_experience AS e
WHERE i.title LIKE 'copy %%' AND e.id = %s
"""


def plan_of(rows):
    with connection.cursor() as cursor:
        text, values = rows.query.sql_with_params()
        cursor.execute(f"EXPLAIN {text}", values)
        return "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (Wanted(), "experiences_newest"),
        (Wanted(kind="large"), "experiences_by_kind"),
        (Wanted(verdict="signal"), "experiences_by_verdict"),
        (Wanted(theme="call.help"), "experiences_by_theme"),
    ],
)
def test_it_reads_an_index_and_not_the_table(ten_thousand, wanted, index):
    plan = plan_of(queries.in_order(wanted)[: queries.ON_A_PAGE + 1])
    assert index in plan
    assert "Seq Scan" not in plan


def test_rare_words_are_looked_up_and_their_hits_fetched_by_key(ten_thousand):
    hits = queries.newest_hits(
        queries.shared().order_by("-shared_at", "-pk"), queries.ask(("zebra",))
    )
    assert "experiences_by_words" in plan_of(hits)
    best = plan_of(queries.in_order(Wanted(("zebra",))))
    assert "Seq Scan" not in best


def test_it_finds_the_rare_and_the_common_among_ten_thousand(ten_thousand, as_role):
    with as_role(DatabaseRole.WEB):
        assert {each.title[-5:] for each in find_experiences(Wanted(("zebra",))).experiences} == {
            "zebra"
        }
        common = find_experiences(Wanted(("goal",)), queries.MOST_PAGES)
    assert len(common.experiences) == queries.ON_A_PAGE
    assert common.after == 0
