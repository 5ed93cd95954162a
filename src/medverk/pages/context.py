"""What every page's frame needs: where this person may go, who they are, and the languages."""

from django.conf import settings
from django.http import HttpRequest

from medverk.pages.places import Entry, address, entries_of
from medverk.people.access import Standing
from medverk.people.models import Unit
from medverk.people.role_names import ROLES


def navigation(request: HttpRequest) -> dict[str, object]:
    """Template context of the frame; at most one query of its own, for who is logged in."""
    return {
        "home": address("start") or "/",
        "navigation": menu(request),
        "who": who(request),
        "log_in": address("login"),
        "log_out": address("logout"),
        "outbox": address("outbox") if settings.DEMO else None,
        "language_switch": address("language"),
        "languages": settings.LANGUAGES,
    }


def menu(request: HttpRequest) -> list[Entry]:
    """The pages of this person, those of the unit in the address first; this page is marked."""
    match = request.resolver_match
    unit = match.kwargs.get("unit") if match else None
    return entries_of(standings_in(request), getattr(unit, "pk", unit), request.path)


def standings_in(request: HttpRequest) -> tuple[Standing, ...]:
    """No standings where the request was refused before the person was known."""
    return tuple(getattr(request, "standings", ()))


def who(request: HttpRequest) -> dict[str, str | None] | None:
    """The person's name, and the role with its unit when there is only one."""
    person = getattr(request, "person", None)
    if not person:
        return None
    return {
        "name": person.name,
        "settings": address("my_settings"),
        "standing": standing_text(standings_in(request)),
    }


def standing_text(standings: tuple[Standing, ...]) -> str:
    if len(standings) != 1:
        return ""
    (standing,) = standings
    unit = Unit.objects.get(pk=standing.unit)
    return f"{ROLES[standing.role]}, {unit.name}"
