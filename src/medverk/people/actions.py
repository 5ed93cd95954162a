"""Writes about people and units."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import connection
from django.db.transaction import atomic

from medverk.people.access import Role
from medverk.people.models import EmailKind, EmailTurnedOff, LogEntry, Membership, Person, Unit

# Without RETURNING, so that the releaser can add to the log and read nothing in it.
_APPEND = f"""
INSERT INTO {LogEntry._meta.db_table} (by_id, action, at, unit_id, about)
VALUES (%s, %s, %s, %s, %s)
"""  # noqa: S608  (our own table)


def log(
    *, by: Person | None, action: str, now: datetime, unit: Unit | None = None, about: str = ""
) -> None:
    """Append to the log who did what, when, about which unit; `by=None` is the system itself.

    about: a constant code or the name of a thing of ours; never data about a person served.
    """
    values = [by.pk if by else None, action, now, unit.pk if unit else None, about[:200]]
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, values)


def choose_language(*, by: Person, language: str, now: datetime) -> None:
    """From now on pages greet the person in this language: nb, nn or en."""
    with atomic():
        Person.objects.filter(pk=by.pk).update(language=language)
        log(by=by, action="language_chosen", now=now)


def change_settings(
    *, by: Person, language: str, wants_reminder: bool, reminder_hour: int, now: datetime
) -> None:
    """A person's own choices: language (nb, nn or en), and the daily reminder [F2].

    reminder_hour: one of REMINDER_HOURS, local time.
    """
    with atomic():
        Person.objects.filter(pk=by.pk).update(
            language=language, wants_reminder=wants_reminder, reminder_hour=reminder_hour
        )
        log(by=by, action="settings_changed", now=now)


def choose_emails(
    *, by: Person, offered: Collection[EmailKind], wanted: Collection[EmailKind], now: datetime
) -> None:
    """Which e-mails a person wants of those that were offered; of others nothing changes."""
    unwanted = set(offered) - set(wanted)
    with atomic():
        known = EmailTurnedOff.objects.filter(person=by, kind__in=offered)
        gone, _ = known.exclude(kind__in=unwanted).delete()
        fresh = unwanted - set(known.values_list("kind", flat=True))
        EmailTurnedOff.objects.bulk_create(
            [EmailTurnedOff(person=by, kind=kind) for kind in sorted(fresh)], ignore_conflicts=True
        )
        if gone or fresh:
            log(by=by, action="emails_chosen", now=now)


def add_person(
    *, name: str, ident: str, subject: str, email: str, by: Person, now: datetime
) -> Person:
    """Someone new, without a role yet. Raises IntegrityError when ident or subject is taken."""
    with atomic():
        person = Person.objects.create(name=name, ident=ident, subject=subject, email=email)
        log(by=by, action="person_added", now=now, about=f"person {person.pk}")
    return person


class RoleHeldError(Exception):
    """The person has that role in that unit from that day already."""


def give_role(
    *,
    person: Person,
    role: Role,
    unit: Unit,
    valid_from: date,
    valid_to: date | None,
    by: Person,
    now: datetime,
) -> Membership:
    """A person gets a role in a unit, both days included. Raises RoleHeldError."""
    with atomic():
        held, is_new = Membership.objects.get_or_create(
            person=person,
            role=role,
            unit=unit,
            valid_from=valid_from,
            defaults={"valid_to": valid_to},
        )
        if not is_new:
            raise RoleHeldError
        log(by=by, action="role_given", now=now, unit=unit, about=f"{role}, person {person.pk}")
    return held


def end_role(*, membership: Membership, last: date, by: Person, now: datetime) -> None:
    """The role ends after `last`, or on its first day when that is later; it is not deleted, since
    what was done in it stays done."""
    with atomic():
        membership.valid_to = max(last, membership.valid_from)
        membership.save(update_fields=["valid_to"])
        about = f"{membership.role}, person {membership.person_id}"
        log(by=by, action="role_ended", now=now, unit=membership.unit, about=about)


def set_active(*, person: Person, active: bool, by: Person, now: datetime) -> None:
    """Someone who is not active cannot log in, and is logged out at the next page."""
    with atomic():
        Person.objects.filter(pk=person.pk).update(active=active)
        action = "person_let_in" if active else "person_shut_out"
        log(by=by, action=action, now=now, about=f"person {person.pk}")
