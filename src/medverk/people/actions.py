"""Writes about people and units."""

from datetime import datetime

from medverk.people.models import LogEntry, Person, Unit


def log(
    *, by: Person | None, action: str, now: datetime, unit: Unit | None = None, about: str = ""
) -> None:
    """Append to the log who did what, when, about which unit; `by=None` is the system itself.

    about: a constant code or the name of a thing of ours; never data about a person served.
    """
    LogEntry.objects.create(by=by, action=action, at=now, unit=unit, about=about[:200])
