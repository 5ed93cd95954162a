"""What leaves a case: the text that somebody approved, searched once more, or nothing [S1].

Whatever goes wrong on the way, the answer is NothingLeavesError and never the original.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from medverk.complaints.models import Complaint, DepartingText
from medverk.complaints.words import PLACEHOLDERS
from medverk.people.actions import log
from medverk.people.models import Person
from medverk.rules.personal_data import (
    CERTAIN,
    Span,
    Stopped,
    find_personal_data,
    judge_departure,
    redact,
)


class NothingLeavesError(Exception):
    """No approved text, or something went wrong while it was searched."""


class StoppedError(Exception):
    """The text cannot be approved; `why` says what is still in it."""

    def __init__(self, why: Stopped) -> None:
        self.why = why
        super().__init__(why.value)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text as a caseworker sees it. `span` None: nothing was found in it."""

    text: str
    span: Span | None = None

    @property
    def is_certain(self) -> bool:
        return self.span is not None and self.span.kind in CERTAIN


def mark(text: str) -> list[Piece]:
    """The text in pieces, with what was found in pieces of its own."""
    pieces, at = [], 0
    for span in find_personal_data(text):
        pieces += [Piece(text[at : span.start]), Piece(text[span.start : span.end], span)]
        at = span.end
    return [piece for piece in (*pieces, Piece(text[at:])) if piece.text]


def propose(text: str) -> str:
    """The text with all that was found replaced by what it is; empty when that goes wrong."""
    try:
        return redact(text, {kind: str(word) for kind, word in PLACEHOLDERS.items()})
    except Exception:  # fail closed: then a person writes it from nothing
        return ""


@transaction.atomic
def approve(
    *, complaint: Complaint, text: str, hints_judged: bool, by: Person, now: datetime
) -> DepartingText:
    """From now on this text may leave. Raises StoppedError."""
    stopped = judge_departure(text, hints_judged=hints_judged)
    if stopped:
        raise StoppedError(stopped)
    approved = DepartingText.objects.create(
        complaint=complaint, text=text, approved_at=now, approved_by=by
    )
    about = complaint.reference
    log(by=by, action="complaint_text_approved", now=now, unit=complaint.unit, about=about)
    return approved


def text_that_may_leave(complaint: Complaint) -> DepartingText:
    """The newest approved text. Raises NothingLeavesError, whatever else goes wrong.

    Who approved has judged the hints; numbers and addresses are looked for again, since the rule
    may have learnt more since then.
    """
    try:
        approved = complaint.departing.order_by("-approved_at", "-pk").first()
        if approved and judge_departure(approved.text, hints_judged=True) is None:
            return approved
    except Exception as error:
        raise NothingLeavesError from error
    raise NothingLeavesError


def is_clean(text: str) -> bool:
    """Whether words of our own (a cause, a measure) may stand in a report; no when in doubt."""
    try:
        return judge_departure(text, hints_judged=True) is None
    except Exception:
        return False
