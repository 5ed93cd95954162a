"""Where the code on a slip is typed, as people type: any case, with or without dashes."""

from collections.abc import Mapping
from http import HTTPStatus

from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse

from medverk.intake.messages import browser_language, page
from medverk.intake.reading import read_form
from medverk.invitations.queries import open_invitation
from medverk.invitations.tokens import parse_token
from medverk.people.requests import VisitorRequest
from medverk.surveys.catalogue import complete_words

LONGEST_SHOWN = 40


def code_page(request: VisitorRequest) -> HttpResponse:
    """Ask for the code, and go on to its questions. Nothing is stored and nothing counted."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    fields = read_form(request) if request.method == "POST" else {}
    language = browser_language(request, fields)
    if request.method != "POST" or "_show" in fields:
        return code_form(language, fields)
    written = fields.get("_code", "")
    if open_invitation(written, request.now) is None:
        return code_form(language, fields, wrong=True)
    address = reverse("answer_page", args=[parse_token(written)])
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)


def code_form(language: str, fields: Mapping[str, str], *, wrong: bool = False) -> HttpResponse:
    words = complete_words(language)
    html = page(
        "code",
        language,
        words=words,
        title=words.code.title,
        lead=words.code.lead,
        title_error=f"{words.page.error_title} – " if wrong else "",
        code=fields.get("_code", "")[:LONGEST_SHOWN],
        wrong=wrong,
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return HttpResponse(html, status=status)
