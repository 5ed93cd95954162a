"""The list of complaints, and one complaint [S1]."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from medverk.complaints import queries
from medverk.complaints.departing import NothingLeavesError, Piece, mark, text_that_may_leave
from medverk.complaints.models import Complaint, DepartingText
from medverk.complaints.sealing import Reply, SealBrokenError, open_reply, open_text
from medverk.complaints.views.finding import complaint_or_404, may_handle, today
from medverk.people.models import Unit
from medverk.people.requests import PersonRequest
from medverk.people.routes import address_for

ON_A_PAGE = 50


@require_GET
def complaints(request: PersonRequest, unit: Unit) -> HttpResponse:
    """What waits, the most urgent first; then what is done."""
    found = queries.complaints_of(unit, tuple(request.standings))
    waiting = queries.open_complaints(found)
    page = Paginator(waiting, ON_A_PAGE).get_page(request.GET.get("page"))
    day = today(request)
    context = {
        "unit": unit,
        "page": page,
        "turns": [queries.turn_of(complaint, day) for complaint in page],
        "overdue": waiting.filter(due_on__lt=day).count(),
        "done": queries.done_complaints(found),
        "reports": address_for(request.standings, "complaint_reports", unit.pk),
    }
    return render(request, "complaints/complaints.html", context)


@never_cache
@require_GET
def complaint(request: PersonRequest, unit: Unit, complaint: int) -> HttpResponse:
    """One complaint with what was written, and the next step."""
    found = complaint_or_404(unit, complaint)
    context = {
        "unit": unit,
        "complaint": found,
        "turn": queries.turn_of(found, today(request)),
        "handles": may_handle(request, unit),
        "pieces": pieces_of(found),
        "reply": reply_of(found),
        "answer": opened(found, "answer"),
        "identity": opened(found, "identity"),
        "letters": list(found.letters.all()),
        "departing": departing_of(found),
        "finding": finding_address(request, unit),
    }
    return render(request, "complaints/complaint.html", context)


def pieces_of(complaint: Complaint) -> list[Piece] | None:
    """What was written, with personal data marked; None when it is deleted or cannot be opened."""
    words = getattr(complaint, "words", None)
    try:
        text = open_text(words.text) if words else None
    except SealBrokenError:
        return None
    if text is None:
        return None
    try:
        return mark(text)
    except Exception:  # who may read it reads it unmarked; nothing leaves unmarked
        return [Piece(text)]


def reply_of(complaint: Complaint) -> Reply | None:
    words = getattr(complaint, "words", None)
    try:
        return open_reply(words.contact) if words and words.contact else None
    except SealBrokenError:
        return None


def opened(complaint: Complaint, field: str) -> str | None:
    """One sealed text of the complaint; None when there is none, or it cannot be opened."""
    sealed = getattr(getattr(complaint, "words", None), field, None)
    try:
        return open_text(sealed) if sealed else None
    except SealBrokenError:
        return None


def departing_of(complaint: Complaint) -> DepartingText | None:
    try:
        return text_that_may_leave(complaint)
    except NothingLeavesError:
        return None


def finding_address(request: PersonRequest, unit: Unit) -> str | None:
    """Where a finding is made of what was learnt; the complaint's page is its source."""
    address = address_for(request.standings, "finding-new", unit.pk)
    query = urlencode({"source": "complaints", "indicator": "", "from": request.path})
    return f"{address}?{query}" if address else None
