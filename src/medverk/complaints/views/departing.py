"""The way out of a case: a person sees what was found, and approves what leaves [S1]."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from medverk.complaints import departing
from medverk.complaints.case_forms import ApproveForm
from medverk.complaints.models import Complaint
from medverk.complaints.sealing import SealBrokenError, open_text
from medverk.complaints.views.finding import complaint_or_404
from medverk.complaints.words import STOPPED
from medverk.people.models import Unit
from medverk.people.requests import PersonRequest


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: PersonRequest, unit: Unit, complaint: int) -> HttpResponse:
    """Make a text without personal data, and approve it."""
    found = complaint_or_404(unit, complaint)
    form = ApproveForm(request.POST or None, initial={"text": proposal(found)})
    if form.is_valid():
        try:
            text, judged = form.cleaned_data["text"], form.cleaned_data["hints_judged"]
            departing.approve(
                complaint=found, text=text, hints_judged=judged, by=request.person, now=request.now
            )
            messages.success(request, _("The text is approved. It, and nothing else, may leave."))
            return redirect("complaint", unit=unit.pk, complaint=found.pk)
        except departing.StoppedError as error:
            form.add_error("text", STOPPED[error.why])
    context = {"unit": unit, "complaint": found, "form": form, "pieces": marked(form)}
    return render(request, "complaints/approve.html", context)


def proposal(complaint: Complaint) -> str:
    """What was written without what was found; empty when that is not possible."""
    words = getattr(complaint, "words", None)
    try:
        return departing.propose(open_text(words.text)) if words else ""
    except SealBrokenError:
        return ""


def marked(form: ApproveForm) -> list[departing.Piece]:
    """What is still found in the text that was sent."""
    return departing.mark(form.data.get("text", "")) if form.errors else []


@never_cache
@require_GET
def leaving_text(request: PersonRequest, unit: Unit, complaint: int) -> HttpResponse:
    """The approved text as a file, to send it on."""
    found = complaint_or_404(unit, complaint)
    try:
        text = departing.text_that_may_leave(found).text
    except departing.NothingLeavesError:
        return render(
            request,
            "complaints/nothing_leaves.html",
            {"unit": unit, "complaint": found},
            status=HTTPStatus.CONFLICT,
        )
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.reference}.txt"'
    return response
