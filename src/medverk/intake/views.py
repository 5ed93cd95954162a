"""The answer page: opening it changes nothing, sending it stores once, and nothing is remembered.

Used, expired and unknown links all get the same page and the same status (404), so that nobody
can find out which links exist. A form that cannot be sent yet comes back with 422 and what to do.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from http import HTTPStatus

from django.http import HttpResponse, HttpResponseNotAllowed

from medverk.intake import actions
from medverk.intake.messages import gone_page, message_page, never_page, thanks_page
from medverk.intake.reading import Given, UnfinishedError, read_answers, read_finished, read_form
from medverk.intake.sheets import Layout, SheetKey, Showing, blank_page, filled_page
from medverk.intake.showing import language_for, words_for
from medverk.invitations.actions import Spent, never_ask_again
from medverk.invitations.queries import OpenInvitation, open_invitation
from medverk.people.requests import VisitorRequest
from medverk.surveys.queries import content_in


def answer_page(request: VisitorRequest, token: str) -> HttpResponse:
    """The link in a message or on a slip: a form, answered without logging in."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    fields = read_form(request) if request.method == "POST" else {}
    if request.method == "POST" and is_sent(fields):
        return receive(request, token, fields)
    invitation = open_invitation(token, request.now)
    if invitation is None:
        return gone_page(request, fields)
    if request.method != "POST":
        return show_blank(invitation, request.now)
    return respond(request, token, invitation, fields)


def is_sent(fields: Mapping[str, str]) -> bool:
    """Every button but these sends the answers, and so does the key Enter."""
    return "_show" not in fields and fields.get("_do") not in ("look", "never", "never-yes")


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
    """What the button that was pressed asks for, other than to send."""
    now = request.now
    key = key_of(invitation, shown_language(invitation, fields, now))
    match "look" if "_show" in fields else fields.get("_do"):
        case "never":
            return never_page(key.language, filled_fields(key, fields, now), now)
        case "never-yes":
            never_ask_again(token=token, now=now)
            words = words_for(key.language, now).never
            return message_page(key.language, words.done_title, [words.done_text])
        case _:
            return show_filled(key, invitation.office_name, fields, now)


def shown_language(asked: OpenInvitation | Spent, fields: Mapping[str, str], now: datetime) -> str:
    """The language that was chosen, else that of the page, else that of the invitation."""
    wanted = fields.get("_show") or fields.get("_in") or asked.language
    return language_for(asked.version_id, wanted, now)


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


def receive(request: VisitorRequest, token: str, fields: Mapping[str, str]) -> HttpResponse:
    """Store the answer, and only then say thank you."""
    now = request.now
    try:
        spent = actions.answer(token=token, given=partial(read_finished, fields=fields), now=now)
    except UnfinishedError:
        return show_problems(request, token, fields)
    if spent is None:
        return gone_page(request, fields)
    key = SheetKey(spent.version_id, shown_language(spent, fields, now), Layout.LINK)
    return thanks_page(key, spent.office_id, now)


def show_problems(request: VisitorRequest, token: str, fields: Mapping[str, str]) -> HttpResponse:
    """The form again, with what is wrong; unless somebody else has answered meanwhile."""
    invitation = open_invitation(token, request.now)
    if invitation is None:
        return gone_page(request, fields)
    key = key_of(invitation, shown_language(invitation, fields, request.now))
    found = read_or_show(key, invitation.office_name, fields, request.now)
    return found if isinstance(found, HttpResponse) else gone_page(request, fields)
