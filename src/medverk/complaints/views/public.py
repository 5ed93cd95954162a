"""The public form: no login, no cookie, no script. Sent twice it is stored once [S1].

It has no session, and so no CSRF token: another site could only send a complaint that it has
written itself. The form carries a number that we have signed; a complaint comes with a form that
we have shown, and each form is good for one. Who has logged in to complain has a session until the
complaint is sent, and then the form is good in that session only.
"""

from datetime import datetime, timedelta
from http import HTTPStatus
from uuid import UUID, uuid4

from django.core.signing import BadSignature, Signer
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from medverk.complaints import citizens, queries
from medverk.complaints.forms import ComplaintForm, StateForm
from medverk.complaints.receiving import Given, NowhereError, Received, TooManyError, receive
from medverk.complaints.words import STATE_SENTENCES
from medverk.invitations.tokens import ALPHABET
from medverk.people.choosing import unit_in
from medverk.people.finding import AREAS, all_fit, find_offices, offices_at_work
from medverk.people.models import Unit
from medverk.people.requests import VisitorRequest
from medverk.rules.complaints.life import OPEN_STATES

FORM_LASTS = timedelta(hours=24)
HONEYPOT = "website"
_SALT = "a form for a complaint"
form_page = require_http_methods(["GET", "HEAD", "POST"])


@csrf_exempt
@never_cache
@form_page
def complain(request: VisitorRequest) -> HttpResponse:
    """Which office, where there are many; the form; or the receipt."""
    if request.method != "POST":
        return begin(request)
    form = ComplaintForm(request.POST)
    submission = read_ticket(request.POST.get("form", ""), request.now, citizens.holder(request))
    if not form.is_valid():
        return show(request, form, HTTPStatus.UNPROCESSABLE_ENTITY, submission)
    if submission is None or request.POST.get(HONEYPOT):
        return show(request, form, HTTPStatus.UNPROCESSABLE_ENTITY, notice="again")
    given = form.given(get_language() or "nb", citizens.identity_of(request))
    return take_in(request, form, given, submission)


def begin(request: VisitorRequest) -> HttpResponse:
    """The form, once it is said which office it is about, or that none is known. Where all offices
    fit on a page the form asks for it itself."""
    office = unit_in(request, offices_at_work(), "office")
    if office or request.GET.get("office") == "" or all_fit():
        return show(request, ComplaintForm(initial={"unit": office and office.pk}))
    return render(
        request, "complaints/which_office.html", {"search": find_offices(request, form_about)}
    )


def form_about(unit: Unit) -> str:
    """Where a place that is found leads: an office to its form, a county to its offices."""
    kind = "county" if unit.type in AREAS else "office"
    return f"?{kind}={unit.pk}"


def take_in(
    request: VisitorRequest, form: ComplaintForm, given: Given, submission: UUID
) -> HttpResponse:
    try:
        received = receive(given=given, submission=submission, now=request.now)
    except TooManyError:
        status = HTTPStatus.TOO_MANY_REQUESTS
        return show(request, form, status, submission, notice="too_many")
    except NowhereError:
        status = HTTPStatus.SERVICE_UNAVAILABLE
        return show(request, form, status, submission, notice="nowhere")
    if received.changed:
        reference = received.reference
        return show(request, form, HTTPStatus.CONFLICT, notice="changed", reference=reference)
    citizens.forget(request)
    return render(request, "complaints/receipt.html", receipt(received, given))


def receipt(received: Received, given: Given) -> dict[str, object]:
    return {"received": received, "wants_answer": given.reply is not None, "known": given.unit}


def show(
    request: VisitorRequest,
    form: ComplaintForm,
    status: int = HTTPStatus.OK,
    submission: UUID | None = None,
    *,
    notice: str = "",
    reference: str = "",
) -> HttpResponse:
    """The form with what was filled in. Where the ticket was used or bad, it gets a new one."""
    context = {
        "form": form,
        "office": office_of(form),
        "many": not all_fit(),
        "ticket": new_ticket(submission or uuid4(), request.now, citizens.holder(request)),
        "notice": notice,
        "reference": reference,
        "honeypot": HONEYPOT,
        "can_log_in": citizens.client() is not None,
        "is_logged_in": citizens.identity_of(request) is not None,
    }
    return render(request, "complaints/complain.html", context, status=status)


def office_of(form: ComplaintForm) -> Unit | None:
    """The office that is chosen; None where none is, or one that takes no complaints."""
    chosen = form["unit"].value()
    if not chosen or "unit" in form.errors:
        return None
    return offices_at_work().filter(pk=chosen).first()


def new_ticket(submission: UUID, now: datetime, holder: str = "") -> str:
    """holder: the session of who is logged in, so that only they can use the ticket."""
    return Signer(salt=_SALT + holder).sign(f"{submission.hex}.{int(now.timestamp())}")


def read_ticket(written: str, now: datetime, holder: str = "") -> UUID | None:
    """The form's number; None when we have not signed it, or too long ago."""
    try:
        number, moment = Signer(salt=_SALT + holder).unsign(written).split(".")
        submission, age = UUID(number), now.timestamp() - int(moment)
    except (BadSignature, ValueError):
        return None
    return submission if age <= FORM_LASTS.total_seconds() else None


@csrf_exempt
@never_cache
@form_page
def complaint_state(request: VisitorRequest) -> HttpResponse:
    """Where a complaint is, for who has its reference; never what was written.

    The reference comes in a form and stands in no address, so that no log gets it.
    """
    form = StateForm(request.POST if request.method == "POST" else None)
    found = queries.state_of(read_reference(form)) if form.is_valid() else None
    context = {"form": form, "asked": form.is_bound and not form.errors, "found": found}
    if found:
        state, due_on = found
        context |= {"sentence": STATE_SENTENCES[state], "due_on": due_on}
        context["is_open"] = state in OPEN_STATES
    return render(request, "complaints/state.html", context)


def read_reference(form: StateForm) -> str:
    """As it is stored, however it was typed."""
    written = form.cleaned_data["reference"].upper().translate(str.maketrans("OIL", "011"))
    signs = "".join(sign for sign in written.removeprefix("SK") if sign in ALPHABET)
    return f"SK-{signs[:5]}-{signs[5:]}"
