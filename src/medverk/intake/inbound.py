"""Replies to an SMS, sent on by the gateway to `POST /sms/inbound/` [K1].

The gateway signs: `X-Medverk-Timestamp` holds seconds since 1970 and `X-Medverk-Signature` the
HMAC-SHA256 of "<timestamp>.<body>" in hexadecimal, with MEDVERK_SMS_INBOUND_SECRET. The body is
JSON: {"from": "+4741234567", "text": "ja"}. The response is JSON: {"reply": "..."}, where an empty
reply means that nothing is to be sent. Nothing about the sender is stored or logged.
"""

import hashlib
import hmac
import json
from datetime import datetime
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from medverk.intake import actions
from medverk.intake.reading import Given
from medverk.intake.replies import read_reply
from medverk.intake.showing import FALLBACK, words_for
from medverk.invitations.contacts import Contact, ContactError, parse_phone
from medverk.invitations.queries import open_invitation
from medverk.invitations.remembering import token_for_reply
from medverk.people.requests import VisitorRequest
from medverk.surveys.queries import content

WINDOW_SECONDS = 300
LARGEST_BODY = 4_000


class RefusedError(Exception):
    """The message is not from our gateway, or not one that we understand."""

    def __init__(self, status: HTTPStatus) -> None:
        self.status = status
        super().__init__(status.phrase)


def sms_inbound(request: VisitorRequest) -> HttpResponse:
    """Take one reply. A repeated delivery finds the invitation used, and stores nothing."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        contact, text = read_message(read_signed(request, request.now))
    except RefusedError as refused:
        return JsonResponse({"error": refused.status.phrase}, status=refused.status)
    return JsonResponse({"reply": reply_to(contact, text, request.now)})


def read_signed(request: HttpRequest, now: datetime) -> bytes:
    """The body, when it is signed with our secret and fresh. Raises RefusedError."""
    secret = settings.ENVIRONMENT.get("MEDVERK_SMS_INBOUND_SECRET")
    stamp = request.headers.get("X-Medverk-Timestamp", "")
    signature = request.headers.get("X-Medverk-Signature", "")
    try:
        body = request.read(LARGEST_BODY + 1)
    except OSError as error:
        raise RefusedError(HTTPStatus.BAD_REQUEST) from error
    if len(body) > LARGEST_BODY:
        raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    expected = sign(secret, stamp, body)
    if not secret or not hmac.compare_digest(expected.encode(), signature.encode()):
        raise RefusedError(HTTPStatus.FORBIDDEN)
    if not stamp.isascii() or not stamp.isdigit():
        raise RefusedError(HTTPStatus.FORBIDDEN)
    if abs(now.timestamp() - int(stamp)) > WINDOW_SECONDS:
        raise RefusedError(HTTPStatus.FORBIDDEN)
    return body


def sign(secret: str, stamp: str, body: bytes) -> str:
    """What the gateway puts in X-Medverk-Signature."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def read_message(body: bytes) -> tuple[Contact, str]:
    """Who wrote what. Raises RefusedError."""
    try:
        message = json.loads(body)
        sender, text = message["from"], message["text"]
        if not isinstance(sender, str) or not isinstance(text, str):
            raise RefusedError(HTTPStatus.BAD_REQUEST)
        return parse_phone(sender), text
    except (ValueError, KeyError, TypeError, RecursionError, ContactError) as error:
        raise RefusedError(HTTPStatus.BAD_REQUEST) from error


def reply_to(contact: Contact, text: str, now: datetime) -> str:
    """Store the answer and say thank you, or ask again; silence to those whom we did not ask."""
    token = token_for_reply(contact)
    asked = open_invitation(token, now) if token else None
    if token is None or asked is None:
        return ""
    words = words_for(asked.language or FALLBACK, now).sms
    questions = content(asked.version_id)
    category = read_reply(questions, text)
    if category is None:
        return words.call_unclear
    answers: list[int | None] = [None] * questions.slot_count
    answers[questions.questions[0].slot] = category
    spent = actions.answer(token=token, given=Given(tuple(answers), {}), now=now)
    return words.call_thanks if spent else ""
