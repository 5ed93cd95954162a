"""An address is declared together with the action that the access table knows.

    urlpatterns = [
        route("units/<int:unit>/results/", views.office_results, Action.SEE_OFFICE_RESULTS,
              name="office_results"),
    ]

An address about a unit has `<int:unit>` in it; the middleware loads the unit, asks the access
table, and gives it to the view as `request.unit`; the view's argument `unit` is the Unit itself.
An address without an action does not start (test: every URL has an entry).
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpResponseBase
from django.urls import NoReverseMatch, URLPattern, path, reverse

from medverk.people.access import Action, Standing, allows

View = Callable[..., HttpResponseBase]


def route(pattern: str, view: View, action: Action, *, name: str, **kwargs: Any) -> URLPattern:
    """Like Django's `path`, with the action that guards the view."""
    found = path(pattern, view, kwargs, name=name)
    found.medverk_action = action  # type: ignore[attr-defined]
    ACTIONS[name] = action
    return found


ACTIONS: dict[str, Action] = {}


def address_for(standings: Iterable[Standing], name: str, unit: int) -> str | None:
    """The address of a page of a unit, for a link to a room above; None where this site has no such
    page, or these standings may not open it."""
    action = ACTIONS.get(name)
    if action is None or not allows(standings, action, unit):
        return None
    try:
        return reverse(name, kwargs={"unit": unit})
    except NoReverseMatch:
        return None
