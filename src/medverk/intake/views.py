"""The answer page: opening it changes nothing, sending it stores once, and nothing is remembered.

Used, expired and unknown links all get the same page and the same status (404), so that nobody
can find out which links exist. A form that cannot be sent yet comes back with 422 and what to do.
"""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus

from django.http import HttpResponse, HttpResponseNotAllowed

from medverk.intake import actions
from medverk.intake.messages import gone_page, message_page, never_page, thanks_page
from medverk.intake.reading import Given, read_answers, read_form
from medverk.intake.sheets import Layout, SheetKey, Showing, blank_page, filled_page
from medverk.intake.showing import language_for, words_for
from medverk.invitations.actions import never_ask_again
from medverk.invitations.queries import OpenInvitation, open_invitation
from medverk.people.requests import VisitorRequest
from medverk.surveys.queries import content_in


def answer_page(request: VisitorRequest, token: str) -> HttpResponse:
    """The link in a message or on a slip: a form, answered without logging in."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    invitation = open_invitation(token, request.now)
    if request.method != "POST":
        return show_blank(invitation, request.now) if invitation else gone_page(request, {})
    fields = read_form(request)
    if invitation is None:
        return gone_page(request, fields)
    return respond(request, token, invitation, fields)


def show_blank(invitation: OpenInvitation, now: datetime) -> HttpResponse:
    language = language_for(invitation.version_id, invitation.language, now)
    return HttpResponse(blank_page(key_of(invitation, language), invitation.office_name, now))


def key_of(invitation: OpenInvitation, language: str) -> SheetKey:
    return SheetKey(
        invitation.version_id, language, Layout.LINK, can_be_remembered=invitation.can_be_remembered
    )


def respond(
    request: VisitorRequest, token: str, invitation: OpenInvitation, fields: Mapping[str, str]
) -> HttpResponse:
    """What the button that was pressed asks for; without a known one, the answer is sent."""
    now = request.now
    shown = fields.get("_show") or fields.get("_in") or invitation.language
    key = key_of(invitation, language_for(invitation.version_id, shown, now))
    match "look" if "_show" in fields else fields.get("_do"):
        case "look":
            return show_filled(key, invitation.office_name, fields, now)
        case "never":
            return never_page(key.language, filled_fields(key, fields, now), now)
        case "never-yes":
            never_ask_again(token=token, now=now)
            words = words_for(key.language, now).never
            return message_page(key.language, words.done_title, [words.done_text])
        case _:
            return receive(request, token, invitation, key, fields)


def show_filled(
    key: SheetKey,
    office_name: str,
    fields: Mapping[str, str],
    now: datetime,
    hidden: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The same form with what is filled in, perhaps in another language; stores nothing."""
    showing = Showing(office_name, filled_fields(key, fields, now), {}, hidden or {})
    return HttpResponse(filled_page(key, showing, now))


def filled_fields(key: SheetKey, fields: Mapping[str, str], now: datetime) -> dict[str, str]:
    """Only what the questionnaire asks; the rest of what was sent is dropped."""
    content = content_in(key.version_id, key.language, now=now)
    asked = [one.key for one in content.questions] + [one.key for one in content.background]
    return {name: fields[name] for name in asked if fields.get(name)}


def read_or_show(
    key: SheetKey,
    office_name: str,
    fields: Mapping[str, str],
    now: datetime,
    hidden: Mapping[str, str] | None = None,
) -> Given | HttpResponse:
    """The answers, or the form again with what is wrong beside each question."""
    reading = read_answers(content_in(key.version_id, key.language, now=now), fields)
    if not reading.problems:
        return reading.given
    filled = filled_fields(key, fields, now)
    showing = Showing(office_name, filled, reading.problems, hidden or {})
    return HttpResponse(filled_page(key, showing, now), status=HTTPStatus.UNPROCESSABLE_ENTITY)


def receive(
    request: VisitorRequest,
    token: str,
    invitation: OpenInvitation,
    key: SheetKey,
    fields: Mapping[str, str],
) -> HttpResponse:
    """Store the answer, and only then say thank you."""
    now = request.now
    given = read_or_show(key, invitation.office_name, fields, now)
    if isinstance(given, HttpResponse):
        return given
    if actions.answer(token=token, given=given, now=now) is None:
        return gone_page(request, fields)
    return thanks_page(key, invitation.office_id, invitation.office_name, now)
