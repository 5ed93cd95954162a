"""The office's tablet: a pass that lets several people answer, each once [F10]."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from medverk.intake.actions import Way, response_of
from medverk.intake.models import KioskPass
from medverk.intake.reading import Given
from medverk.invitations.counts import KIOSK, count_handed_over
from medverk.invitations.tokens import new_token, parse_token, token_hash
from medverk.people.actions import log
from medverk.people.models import Person, Unit
from medverk.surveys.models import Version
from medverk.vault.actions import seal_answer


def forms_a_day() -> int:
    """How many people can answer on one tablet in a day: no more than an office may have."""
    return int(settings.ENVIRONMENT.get("MEDVERK_KIOSK_FORMS_A_DAY", "25"))


@dataclass(frozen=True, slots=True)
class OpenKiosk:
    """What a tablet may know. language: of whoever opened it, and so of its first page."""

    token: str
    office_id: int
    counsellor_id: int
    version_id: int
    office_name: str
    language: str


@transaction.atomic
def open_kiosk(*, office: Unit, version: Version, by: Person, now: datetime) -> str:
    """Make a pass for the rest of the day; its token."""
    token = new_token()
    KioskPass.objects.create(
        token_hash=token_hash(token),
        office=office,
        counsellor=by,
        version=version,
        day=timezone.localdate(now),
        remaining=forms_a_day(),
    )
    log(by=by, action="kiosk_opened", now=now, unit=office, about=str(version))
    return token


def find_kiosk(token: str, now: datetime) -> OpenKiosk | None:
    """The tablet's pass, unless its day is over. One query."""
    parsed = parse_token(token)
    found = KioskPass.objects.filter(
        token_hash=token_hash(parsed or ""), day=timezone.localdate(now)
    ).order_by("token_hash")
    row = found.values_list(
        "office_id", "counsellor_id", "version_id", "office__name", "counsellor__language"
    ).first()
    return OpenKiosk(parsed, *row) if row and parsed else None


@transaction.atomic
def hand_out_form(*, kiosk: OpenKiosk, now: datetime) -> str | None:
    """A form for one more person, as its signed number; None when there are no more today.

    This is when a person counts as asked. Nothing is counted when they answer, because a count of
    answers that changes one by one would be a figure of one person [disclosure G6].
    """
    left = KioskPass.objects.filter(token_hash=token_hash(kiosk.token), remaining__gt=0)
    if not left.update(remaining=F("remaining") - 1):
        return None
    today = timezone.localdate(now)
    count_handed_over(kiosk.office_id, kiosk.counsellor_id, kiosk.version_id, kiosk.language, today)
    return signer_of(kiosk).sign(str(uuid4()))


def form_number(kiosk: OpenKiosk, signed: str) -> UUID | None:
    """The number of a form that was handed out on this tablet; None for any other."""
    try:
        return UUID(signer_of(kiosk).unsign(signed))
    except (BadSignature, ValueError):
        return None


def signer_of(kiosk: OpenKiosk) -> Signer:
    return Signer(salt=f"kiosk {kiosk.token}")


def answer_at_kiosk(*, kiosk: OpenKiosk, number: UUID, given: Given, now: datetime) -> None:
    """Store one answer; a form that is sent again is stored once.

    The form's number is the sealed answer's id, so the database refuses a second one.
    """
    answer = response_of(
        kiosk.office_id,
        kiosk.counsellor_id,
        kiosk.version_id,
        given,
        Way(KIOSK, kiosk.language),
        now,
    )
    with suppress(IntegrityError), transaction.atomic():
        seal_answer(id=number, answer=answer)


def forget_passes(*, now: datetime) -> None:
    """Delete the passes of earlier days."""
    KioskPass.objects.filter(day__lt=timezone.localdate(now)).delete()
