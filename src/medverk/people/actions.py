"""Writes about people and units."""

from datetime import datetime

from django.db.transaction import atomic

from medverk.people.models import LogEntry, Person, Unit


def log(
    *, by: Person | None, action: str, now: datetime, unit: Unit | None = None, about: str = ""
) -> None:
    """Append to the log who did what, when, about which unit; `by=None` is the system itself.

    about: a constant code or the name of a thing of ours; never data about a person served.
    """
    LogEntry.objects.create(by=by, action=action, at=now, unit=unit, about=about[:200])


def choose_language(*, by: Person, language: str, now: datetime) -> None:
    """From now on pages greet the person in this language: nb, nn or en."""
    with atomic():
        Person.objects.filter(pk=by.pk).update(language=language)
        log(by=by, action="language_chosen", now=now)


def change_settings(*, by: Person, language: str, wants_reminder: bool, now: datetime) -> None:
    """A person's own choices: language (nb, nn or en), and the daily reminder [F2]."""
    with atomic():
        Person.objects.filter(pk=by.pk).update(language=language, wants_reminder=wants_reminder)
        log(by=by, action="settings_changed", now=now)
