"""Who is asking, and may they? Asked once, before any view runs."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

from medverk.people.access import ANYONE, Action, Standing, allows
from medverk.people.models import Person, Unit
from medverk.people.queries import standings_of
from medverk.people.routes import ACTIONS

Respond = Callable[[HttpRequest], HttpResponse]


def person_middleware(respond: Respond) -> Respond:
    """Sets request.now, request.person (or None) and request.standings, each read when needed.

    No browser keeps a page of somebody who is logged in: the office's tablet is handed to others.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.now = timezone.now()  # type: ignore[attr-defined]
        request.person = SimpleLazyObject(lambda: person_of(request))  # type: ignore[attr-defined]
        request.standings = SimpleLazyObject(lambda: standings(request))  # type: ignore[attr-defined]
        response = respond(request)
        if request.session.accessed and "person" in request.session:
            add_never_cache_headers(response)
        return response

    return middleware


def person_of(request: HttpRequest) -> Person | None:
    """The person of this session, unless it has been idle or open for too long."""
    number = request.session.get("person")
    if number is None:
        return None
    now: datetime = request.now  # type: ignore[attr-defined]
    if session_is_over(request, now):
        request.session.flush()
        return None
    request.session["seen"] = now.isoformat(timespec="minutes")
    return Person.objects.filter(pk=number, active=True).first()


def session_is_over(request: HttpRequest, now: datetime) -> bool:
    opened = datetime.fromisoformat(request.session["opened"])
    seen = datetime.fromisoformat(request.session["seen"])
    idle = now - seen > timedelta(minutes=settings.SESSION_IDLE_MINUTES)
    return idle or now - opened > timedelta(hours=settings.SESSION_ABSOLUTE_HOURS)


def open_session(request: HttpRequest, person: Person, now: datetime) -> None:
    """Log a person in; the session's key is new, so that a planted key is of no use."""
    request.session.flush()
    request.session["person"] = person.pk
    request.session["opened"] = now.isoformat(timespec="seconds")
    request.session["seen"] = now.isoformat(timespec="minutes")


def standings(request: HttpRequest) -> tuple[Standing, ...]:
    if not request.person:  # type: ignore[attr-defined]
        return ()
    today = timezone.localdate(request.now)  # type: ignore[attr-defined]
    return standings_of(request.person, today)  # type: ignore[attr-defined]


class AccessMiddleware:
    """Asks the access table about the address; a view runs only when the answer is yes."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        action = action_of(request)
        if action in ANYONE:
            return None
        if not request.person:  # type: ignore[attr-defined]
            return ask_to_log_in(request)
        number = kwargs.get("unit")
        if number is not None:
            kwargs["unit"] = Unit.objects.select_related("parent").filter(pk=number).first()
            if kwargs["unit"] is None:
                return render(request, "404.html", status=404)
        if not allows(request.standings, action, number):  # type: ignore[attr-defined]
            return render(request, "403.html", status=403)
        return None


def action_of(request: HttpRequest) -> Action:
    """What the address asks to do. Raises ImproperlyConfigured when it does not say."""
    name = request.resolver_match.url_name if request.resolver_match else None
    action = ACTIONS.get(name or "")
    if action is None:
        raise ImproperlyConfigured(f"The address {name!r} has no action: declare it with route().")
    return action


def ask_to_log_in(request: HttpRequest) -> HttpResponse:
    if request.method != "GET":
        return render(request, "people/session_over.html", status=403)
    request.session["next"] = request.get_full_path()
    return redirect(reverse("login"))
