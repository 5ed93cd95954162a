"""Pages of pilots: the county plans, follows and decides; the offices say what they think [F9]."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from medverk.people.access import Action, Role, allows
from medverk.people.models import Unit
from medverk.people.requests import PersonRequest
from medverk.pilots import actions, queries
from medverk.pilots.document import evaluation_pdf
from medverk.pilots.evaluation import evaluate
from medverk.pilots.forms import AnswerForm, DecisionForm, PlanForm, answer_of, plan_of
from medverk.pilots.models import Pilot, StaffAnswer
from medverk.pilots.words import REFUSALS
from medverk.rules.pilots import STAFF_MAY_ANSWER, Decision, PilotEvent, PilotState

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def pilots(request: PersonRequest, unit: Unit) -> HttpResponse:
    """The pilots of a county, or of an office."""
    context = {
        "unit": unit,
        "pilots": queries.pilots_of(unit),
        "manages": queries.is_county(unit) and may(request, Action.MANAGE_PILOT, unit),
    }
    return render(request, "pilots/pilots.html", context)


@form_page
def new_pilot(request: PersonRequest, unit: Unit) -> HttpResponse:
    """Plan a pilot."""
    county = county_or_404(unit)
    form = PlanForm(request.POST or None, county=county, today=today(request))
    if form.is_valid():
        try:
            pilot = actions.plan_pilot(
                county=county, plan=form.plan(), by=request.person, now=request.now
            )
            return redirect("pilot", unit=county.pk, pilot=pilot.pk)
        except actions.RefusedError as error:
            form.add_error(None, REFUSALS[error.refusal])
    return render(request, "pilots/plan.html", {"unit": unit, "form": form})


@form_page
def change_pilot(request: PersonRequest, unit: Unit, pilot: int) -> HttpResponse:
    """Change a pilot that has not started."""
    found = county_pilot(unit, pilot)
    form = PlanForm(
        request.POST or None, initial=plan_of(found), county=unit, today=today(request), pilot=found
    )
    if form.is_valid():
        try:
            actions.change_plan(pilot=found, plan=form.plan(), by=request.person, now=request.now)
            return redirect("pilot", unit=unit.pk, pilot=found.pk)
        except actions.RefusedError as error:
            form.add_error(None, REFUSALS[error.refusal])
    return render(request, "pilots/plan.html", {"unit": unit, "pilot": found, "form": form})


@require_GET
def pilot(request: PersonRequest, unit: Unit, pilot: int) -> HttpResponse:
    """How the pilot goes: for the county all of it, for an office its own part."""
    found = pilot_or_404(unit, pilot)
    progress = queries.progress_of(found)
    context = {
        "unit": unit,
        "pilot": found,
        "progress": progress,
        "mine": next((each for each in progress.offices if each.office == unit), None),
        "manages": queries.is_county(unit) and may(request, Action.MANAGE_PILOT, unit),
        "answers": PilotState(found.state) in STAFF_MAY_ANSWER
        and may(request, Action.ANSWER_PILOT, unit),
        "sees_evaluation": queries.is_county(unit),
    }
    return render(request, "pilots/pilot.html", context)


@require_POST
def move_pilot(request: PersonRequest, unit: Unit, pilot: int, event: PilotEvent) -> HttpResponse:
    """Start or end a pilot."""
    found = county_pilot(unit, pilot)
    try:
        actions.move_pilot(pilot=found, event=event, by=request.person, now=request.now)
    except actions.RefusedError as error:
        messages.warning(request, REFUSALS[error.refusal])
    return redirect("pilot", unit=unit.pk, pilot=found.pk)


@form_page
def answer_pilot(request: PersonRequest, unit: Unit, pilot: int) -> HttpResponse:
    """Say what you think of the pilot; answering again takes the place of the first answer."""
    found = pilot_or_404(unit, pilot)
    if unit.pk not in found.office_ids:
        raise Http404
    known = StaffAnswer.objects.filter(pilot=found, office=unit, by=request.person.pk).first()
    form = AnswerForm(request.POST or None, initial=answer_of(known))
    if form.is_valid():
        given = StaffAnswer(
            pilot=found, office=unit, is_leader=is_leader(request, unit), **form.cleaned_data
        )
        try:
            actions.answer(answer=given, by=request.person, now=request.now)
            messages.success(request, _("Thank you. The county can read what you wrote."))
            return redirect("pilot", unit=unit.pk, pilot=found.pk)
        except actions.RefusedError as error:
            form.add_error(None, REFUSALS[error.refusal])
    return render(request, "pilots/answer.html", {"unit": unit, "pilot": found, "form": form})


@require_GET
def evaluation(request: PersonRequest, unit: Unit, pilot: int) -> HttpResponse:
    """Numbers, what staff said, and the decision."""
    return render_evaluation(request, unit, county_pilot(unit, pilot), DecisionForm())


@require_POST
def decide_pilot(request: PersonRequest, unit: Unit, pilot: int) -> HttpResponse:
    """Roll it out, or stop."""
    found = county_pilot(unit, pilot)
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            actions.decide(
                pilot=found,
                decision=Decision(form.cleaned_data["decision"]),
                reason=form.cleaned_data["reason"],
                by=request.person,
                now=request.now,
            )
            return redirect("pilot_evaluation", unit=unit.pk, pilot=found.pk)
        except actions.RefusedError as error:
            form.add_error(None, REFUSALS[error.refusal])
    return render_evaluation(request, unit, found, form)


def render_evaluation(
    request: PersonRequest, unit: Unit, found: Pilot, form: DecisionForm
) -> HttpResponse:
    context = {
        "unit": unit,
        "pilot": found,
        "evaluation": evaluate(found),
        "form": form,
        "decides": found.state == PilotState.EVALUATING
        and queries.are_answers_published(found)
        and may(request, Action.MANAGE_PILOT, unit),
    }
    return render(request, "pilots/evaluation.html", context)


@require_GET
def evaluation_document(request: PersonRequest, unit: Unit, pilot: int) -> HttpResponse:
    """The same as a PDF."""
    found = county_pilot(unit, pilot)
    response = HttpResponse(evaluation_pdf(evaluate(found)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="pilot-{found.pk}.pdf"'
    return response


def county_or_404(unit: Unit) -> Unit:
    if not queries.is_county(unit):
        raise Http404
    return unit


def county_pilot(unit: Unit, pilot: int) -> Pilot:
    """A pilot of this very county: an office's address does not lead to the county's pages."""
    return pilot_or_404(county_or_404(unit), pilot)


def pilot_or_404(unit: Unit, pilot: int) -> Pilot:
    found = queries.pilots_of(unit).filter(pk=pilot).first()
    if found is None:
        raise Http404
    return found


def may(request: PersonRequest, action: Action, unit: Unit) -> bool:
    return allows(request.standings, action, unit.pk)


def is_leader(request: PersonRequest, unit: Unit) -> bool:
    return any(
        standing.role is Role.OFFICE_LEADER and standing.unit == unit.pk
        for standing in request.standings
    )


def today(request: PersonRequest) -> date:
    return timezone.localdate(request.now)
