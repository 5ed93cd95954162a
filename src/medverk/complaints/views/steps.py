"""What is done to a complaint, step by step. A step that comes too late is told so [S3, S4]."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from medverk.complaints import actions
from medverk.complaints.case_forms import AnswerForm, ClassForm, HandOverForm, RouteForm
from medverk.complaints.codes import AnswerChannel, Elsewhere
from medverk.complaints.letters import NoAddressError, email_of
from medverk.complaints.models import Complaint
from medverk.complaints.queries import units_to_hand_over_to
from medverk.complaints.sealing import SealBrokenError
from medverk.complaints.views.finding import complaint_or_404, today
from medverk.complaints.words import REFUSALS
from medverk.people.choosing import choose_unit
from medverk.people.models import Unit
from medverk.people.requests import PersonRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])
Act = Callable[..., Complaint]


def act(request: PersonRequest, unit: Unit, complaint: int, do: Act, done: str) -> HttpResponse:
    """A step that needs no form."""
    found = complaint_or_404(unit, complaint)
    try:
        do(complaint=found, by=request.person, now=request.now)
        messages.success(request, done)
    except actions.RefusedError as error:
        messages.warning(request, REFUSALS[error.missing[0]])
    return redirect("complaint", unit=unit.pk, complaint=found.pk)


@require_POST
def take(request: PersonRequest, unit: Unit, complaint: int) -> HttpResponse:
    """Begin to work on it."""
    return act(request, unit, complaint, actions.take, _("It is yours now."))


@require_POST
def take_back(request: PersonRequest, unit: Unit, complaint: int) -> HttpResponse:
    """Take it up again."""
    return act(request, unit, complaint, actions.take_back, _("You work on it again."))


@require_POST
def close(request: PersonRequest, unit: Unit, complaint: int) -> HttpResponse:
    """Nothing more will be done."""
    return act(request, unit, complaint, actions.close, _("The complaint is closed."))


@require_POST
def report_fault(request: PersonRequest, unit: Unit, complaint: int) -> HttpResponse:
    """The fault is reported."""
    done = _("It is noted that the fault is reported.")
    return act(request, unit, complaint, actions.report_fault, done)


@form_page
def classify(request: PersonRequest, unit: Unit, complaint: int) -> HttpResponse:
    """What it is about, and what you found out."""
    found = complaint_or_404(unit, complaint)
    form = ClassForm(request.POST or None, complaint=found, today=today(request))
    return step(
        request, found, form, "classify", lambda: {"classed": form.classed()}, actions.classify
    )


@never_cache
@form_page
def answer(request: PersonRequest, unit: Unit, complaint: int) -> HttpResponse:
    """Record the answer, or send it by e-mail."""
    found = complaint_or_404(unit, complaint)
    form = AnswerForm(request.POST or None, can_email=can_email(found))

    def filled() -> dict[str, Any]:
        channel = AnswerChannel(form.cleaned_data["channel"])
        return {"channel": channel, "text": form.cleaned_data["text"]}

    return step(request, found, form, "answer", filled, actions.answer)


def can_email(complaint: Complaint) -> bool:
    try:
        return email_of(complaint) is not None
    except SealBrokenError:
        return False


@form_page
def route_out(request: PersonRequest, unit: Unit, complaint: int) -> HttpResponse:
    """It is no service complaint."""
    found = complaint_or_404(unit, complaint)
    form = RouteForm(request.POST or None)

    def filled() -> dict[str, Any]:
        return {"to": Elsewhere(form.cleaned_data["to"]), "name": form.cleaned_data["name"]}

    return step(request, found, form, "route_out", filled, actions.route_out)


@form_page
def hand_over(request: PersonRequest, unit: Unit, complaint: int) -> HttpResponse:
    """Another unit answers; whoever hands over need not be allowed to see it there."""
    found = complaint_or_404(unit, complaint)
    choice = choose_unit(request, units_to_hand_over_to(unit))
    initial = {"unit": choice.unit.pk} if choice.unit else {}
    form = HandOverForm(request.POST or None, unit=unit, initial=initial)
    if form.is_valid():
        try:
            chosen = form.cleaned_data["unit"]
            actions.hand_over(complaint=found, unit=chosen, by=request.person, now=request.now)
            messages.success(request, _("%(unit)s answers now.") % {"unit": chosen.name})
            return redirect("complaints", unit=unit.pk)
        except actions.RefusedError as error:
            form.add_error(None, REFUSALS[error.missing[0]])
    return show(request, found, form, "hand_over", choice=choice)


def step(
    request: PersonRequest,
    complaint: Complaint,
    form: forms.Form,
    name: str,
    filled: Callable[[], dict[str, Any]],
    do: Act,
) -> HttpResponse:
    """A step with a form: done and back to the complaint, or the form with what is wrong."""
    if form.is_valid():
        try:
            do(complaint=complaint, by=request.person, now=request.now, **filled())
            return redirect("complaint", unit=complaint.unit_id, complaint=complaint.pk)
        except actions.RefusedError as error:
            for missing in error.missing:
                form.add_error(None, REFUSALS[missing])
        except NoAddressError:
            form.add_error("channel", _("There is no e-mail address to answer to."))
    return show(request, complaint, form, name)


def show(
    request: PersonRequest, complaint: Complaint, form: forms.Form, name: str, **more: object
) -> HttpResponse:
    context = {"unit": complaint.unit, "complaint": complaint, "form": form, **more}
    return render(request, f"complaints/{name}.html", context)
