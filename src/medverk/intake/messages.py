"""Pages around the form: thank you, this link is used, stop asking me, something is wrong."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from medverk.intake.sheets import SheetKey, minute_of
from medverk.intake.showing import FALLBACK, words_for
from medverk.invitations.queries import office_name
from medverk.surveys.catalogue import complete_words
from medverk.surveys.languages import COMPLETE, LANGUAGES
from medverk.surveys.queries import content_in


def page(template: str, language: str, **context: object) -> str:
    """One of our pages in one language. A person's page, so nothing of it is kept anywhere."""
    frame = {
        "language": LANGUAGES[language],
        "languages": [LANGUAGES[code] for code in COMPLETE],
    }
    return str(render_to_string(f"intake/{template}.html", frame | context))


def message_page(
    language: str,
    title: str,
    lines: Sequence[str],
    status: HTTPStatus = HTTPStatus.OK,
    **context: object,
) -> HttpResponse:
    html = page("message", language, title=title, lines=lines, **context)
    return HttpResponse(html, status=status)


def browser_language(request: HttpRequest, fields: Mapping[str, str]) -> str:
    """The language of the form that was sent, else what the browser asks for."""
    wanted = fields.get("_show") or fields.get("_in") or accepted_language(request)
    return wanted if wanted in COMPLETE else FALLBACK


def accepted_language(request: HttpRequest) -> str:
    header = str(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
    first = header[:40].lower().split(",")[0].split(";")[0].strip()
    return {"no": FALLBACK}.get(first[:2], first[:2])


def gone_page(request: HttpRequest, fields: Mapping[str, str]) -> HttpResponse:
    """One kind page for used, expired and unknown links."""
    return HttpResponse(gone_text(browser_language(request, fields)), status=HTTPStatus.NOT_FOUND)


@lru_cache(maxsize=8)
def gone_text(language: str) -> bytes:
    links = complete_words(language).links
    return page("message", language, title=links.gone_title, lines=[links.gone_text]).encode()


def unavailable_page(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    """Nothing was stored, and the person can try again."""
    language = browser_language(request, {})
    words = complete_words(language).page
    return message_page(language, words.unavailable_title, [words.unavailable_text], status)


def thanks_page(key: SheetKey, office_id: int, now: datetime) -> HttpResponse:
    """Thank you, what happens next, and what others say about the office,
    and what came of it."""
    return HttpResponse(_thanks(key, office_id, minute_of(now)))


@lru_cache(maxsize=1024)
def _thanks(key: SheetKey, office_id: int, minute: datetime) -> bytes:
    words = words_for(key.language, minute)
    office = office_name(office_id, minute)
    thanks = content_in(key.version_id, key.language, now=minute).thanks[key.language]
    return page(
        "message",
        key.language,
        title=words.thanks.title,
        lines=[thanks, words.thanks.next],
        for_office=words.page.for_office.format(office=office),
        address=reverse("public_office", kwargs={"unit": office_id}),
        link=words.thanks.public.format(office=office),
        did_address=reverse("said_and_did", kwargs={"unit": office_id}),
        did_link=words.thanks.did.format(office=office),
        close=words.thanks.close,
    ).encode()


def never_page(language: str, hidden: Mapping[str, str], now: datetime) -> HttpResponse:
    """Ask once more before we stop asking; what is filled in is kept."""
    words = words_for(language, now)
    kept = {"_in": language, **hidden}
    return HttpResponse(page("never", language, title=words.never.title, words=words, hidden=kept))
