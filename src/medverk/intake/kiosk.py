"""The office's tablet: a pass that lets several people answer, each once [F10]."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from medverk.intake.actions import response_of
from medverk.intake.models import KioskPass
from medverk.intake.reading import Given
from medverk.invitations.counts import count_handed_over
from medverk.invitations.tokens import new_token, parse_token, token_hash
from medverk.people.actions import log
from medverk.people.models import Person, Unit
from medverk.surveys.models import Version
from medverk.vault.actions import seal_answer

ANSWERS_A_DAY = 100


@dataclass(frozen=True, slots=True)
class OpenKiosk:
    """What a tablet may know."""

    version_id: int
    office_name: str
    language: str


@transaction.atomic
def open_kiosk(*, office: Unit, version: Version, by: Person, now: datetime) -> str:
    """Make a pass for the rest of the day, and forget those of earlier days; its token."""
    today = timezone.localdate(now)
    KioskPass.objects.filter(day__lt=today).delete()
    token = new_token()
    KioskPass.objects.create(
        token_hash=token_hash(token),
        office=office,
        counsellor=by,
        version=version,
        day=today,
        remaining=ANSWERS_A_DAY,
    )
    log(by=by, action="kiosk_opened", now=now, unit=office, about=str(version))
    return token


def find_kiosk(token: str, now: datetime) -> OpenKiosk | None:
    """The tablet's pass, unless its day or its answers are over. One query."""
    parsed = parse_token(token)
    found = KioskPass.objects.filter(
        token_hash=token_hash(parsed or ""), day=timezone.localdate(now), remaining__gt=0
    )
    row = found.values_list("version_id", "office__name", "counsellor__language").first()
    return OpenKiosk(*row) if row else None


def answer_at_kiosk(*, token: str, nonce: UUID, given: Given, now: datetime) -> bool:
    """Store one answer; a form that is sent again is stored once. False: the pass is over.

    The form's own random number is the sealed answer's id, so the database refuses a second one.
    """
    try:
        with transaction.atomic():
            used = use_pass(token, now)
            if used is None:
                return False
            office, counsellor, version = used
            answer = response_of(office, counsellor, version, given, "kiosk", now)
            seal_answer(id=nonce, answer=answer)
            count_handed_over(office, counsellor, version, timezone.localdate(now))
    except IntegrityError:
        return True
    return True


def use_pass(token: str, now: datetime) -> tuple[int, int, int] | None:
    """Count one answer down; office, counsellor and version."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {KioskPass._meta.db_table} SET remaining = remaining - 1 "  # noqa: S608
            "WHERE token_hash = %s AND day = %s AND remaining > 0 "
            "RETURNING office_id, counsellor_id, version_id",
            [token_hash(parse_token(token) or ""), timezone.localdate(now)],
        )
        row: tuple[int, int, int] | None = cursor.fetchone()
    return row
