"""Serve those who answer before sessions, cookies and languages: their pages have none of them.

Whatever goes wrong on these pages ends here too: in a clear page, never in a stack of middleware
that might set a cookie or write an address to a log [disclosure G3].
"""

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone

from medverk.intake.messages import unavailable_page
from medverk.intake.reading import BadFormError
from medverk.people.access import Action
from medverk.people.routes import ACTIONS

logger = logging.getLogger(__name__)

OUR_ADDRESSES = "medverk.intake.urls"
PREFIXES = ("/s/", "/k/", "/kode/", "/sms/")
OURS = (Action.OPEN_ANSWER_PAGE, Action.RECEIVE_SMS)
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
}


def answer_middleware(
    respond: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answers requests to these addresses by itself; all others go on."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIXES):
            return respond(request)
        try:
            found = resolve(request.path_info, OUR_ADDRESSES)
        except Resolver404:
            return respond(request)
        if ACTIONS.get(found.url_name or "") not in OURS:
            return respond(request)
        request.now = timezone.now()  # type: ignore[attr-defined]
        request.resolver_match = found
        response = guarded(found.func, request, found.kwargs)
        response["Content-Length"] = str(len(response.content))
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return middleware


def guarded(
    view: Callable[..., HttpResponse], request: HttpRequest, kwargs: dict[str, object]
) -> HttpResponse:
    """The view's response, or a page that says that nothing was stored."""
    try:
        return view(request, **kwargs)
    except BadFormError:
        return unavailable_page(request, HTTPStatus.BAD_REQUEST)
    except Exception:  # whatever it was: nothing was stored, and Django's own page needs a session
        logger.exception("an answer could not be received")
        return unavailable_page(request, HTTPStatus.SERVICE_UNAVAILABLE)
