"""Whatever is sent: never a 500, and nothing stored by halves [issue 2, section 10]."""

from urllib.parse import quote

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medverk.intake.kiosk import open_kiosk
from medverk.invitations.models import Invitation
from medverk.people.privacy import DatabaseRole
from medverk.vault.models import SealedAnswer
from tests.intake.house import slip, texted

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
FIELD_NAMES = st.sampled_from(
    ["q1", "q2", "age", "sex", "language", "_do", "_in", "_show", "_nonce", "_code", "csrf", "\x00"]
)
VALUES = st.one_of(
    st.sampled_from(["", "0", "1", "5", "6", "-1", "01", "1e9", "send", "never", "never-yes",
                     "look", "begin", "nb", "uk", "under 30", "٣", "²", "7" * 5000]),
    st.text(max_size=50),
)  # fmt: skip


def encoded(pairs: list[tuple[str, str]]) -> bytes:
    """As a browser would, and half of a surrogate pair as none would."""
    written = (f"{quote(k)}={quote(v.encode('utf8', 'surrogatepass'))}" for k, v in pairs)
    return "&".join(written).encode()


FORMS = st.lists(st.tuples(FIELD_NAMES, VALUES), max_size=12)
BODIES = st.one_of(
    FORMS.map(encoded),
    st.binary(max_size=200),
    st.sampled_from([b"x" * 30_000, b"a=%", b"a=%ff%fe%00", b"&" * 500, b"=" * 500, b"a=1;b=2"]),
)  # fmt: skip
TYPES = st.sampled_from([FORM, FORM + "; charset=utf-16", "multipart/form-data", "text/plain", "",
                         "multipart/form-data; boundary=x", "application/json"])  # fmt: skip
TOKENS = st.one_of(st.none(), st.text(min_size=1, max_size=60))
CALM = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def named(body: bytes, house) -> bytes:
    """q1 and q2 stand for the questionnaire's first questions."""
    for number, question in enumerate(house.version().content["questions"][:2], start=1):
        body = body.replace(b"q%d" % number, question["key"].encode())
    return body


@CALM
@given(body=BODIES, kind=TYPES, token=TOKENS)
def test_it_answers_every_request_and_stores_a_whole_answer_or_none(
    anyone, house, now, as_role, body, kind, token
):
    written = slip(house, now) if token is None else token
    before = Invitation.objects.count(), SealedAnswer.objects.count()
    with as_role(DatabaseRole.WEB):
        page = anyone.generic("POST", f"/s/{quote(written, safe='')}/", named(body, house), kind)
    assert page.status_code in {200, 400, 404, 422}
    spent = before[0] - Invitation.objects.count()
    stored = SealedAnswer.objects.count() - before[1]
    assert (spent, stored) in {(0, 0), (1, 1)} or (spent == 1 and b"never" in body)


@CALM
@given(body=BODIES, kind=TYPES)
def test_it_answers_every_request_to_the_tablet(anyone, house, now, body, kind):
    token = open_kiosk(office=house.office, version=house.version(), by=house.kari, now=now)
    page = anyone.generic("POST", f"/k/{token}/", named(body, house), kind)
    assert page.status_code in {200, 400, 404, 422}


@CALM
@given(body=BODIES, kind=TYPES)
def test_it_answers_every_request_with_a_code(anyone, house, body, kind):
    page = anyone.generic("POST", "/kode/", body.replace(b"q1", b"_code"), kind)
    assert page.status_code in {200, 303, 400, 422}


@pytest.mark.parametrize("length", ["-1", "99999999999999999999", "five", ""])
def test_it_survives_a_wrong_length(anyone, house, now, length):
    page = anyone.generic(
        "POST", f"/s/{slip(house, now)}/", b"a=1", FORM, headers={"content-length": length}
    )
    assert page.status_code in {400, 422, 503}  # the test client stops at a length that is wrong


def test_it_says_that_nothing_was_stored_when_the_database_is_away(anyone, house, now):
    token = texted(house, now)
    question = house.version().content["questions"][0]["key"]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE vault_sealedanswer RENAME TO away")
    page = anyone.generic("POST", f"/s/{token}/", f"{question}=5&_in=nb".encode(), FORM)
    assert page.status_code == 503
    assert "Svaret ditt er ikke sendt" in page.content.decode()
    assert Invitation.objects.count() == 1


def test_it_does_not_spend_an_invitation_when_there_is_no_key(anyone, house, now):
    from medverk.vault.actions import key_in_use
    from medverk.vault.models import SealKey

    token = texted(house, now)
    question = house.version().content["questions"][0]["key"]
    SealKey.objects.all().delete()
    key_in_use.forget()
    page = anyone.generic("POST", f"/s/{token}/", f"{question}=5".encode(), FORM)
    assert page.status_code == 503
    assert Invitation.objects.count() == 1
