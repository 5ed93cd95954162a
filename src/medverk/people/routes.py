"""An address is declared together with the action that the access table knows.

    urlpatterns = [
        route("units/<int:unit>/results/", views.office_results, Action.SEE_OFFICE_RESULTS,
              name="office_results"),
    ]

An address about a unit has `<int:unit>` in it; the middleware loads the unit, asks the access
table, and gives it to the view as `request.unit`; the view's argument `unit` is the Unit itself.
An address without an action does not start (test: every URL has an entry).
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from medverk.people.access import Action

View = Callable[..., HttpResponseBase]


def route(pattern: str, view: View, action: Action, *, name: str, **kwargs: Any) -> URLPattern:
    """Like Django's `path`, with the action that guards the view."""
    found = path(pattern, view, kwargs, name=name)
    found.medverk_action = action  # type: ignore[attr-defined]
    ACTIONS[name] = action
    return found


ACTIONS: dict[str, Action] = {}
