"""From a finding to an improvement that is registered before the data [F7, L5]."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from medverk.improvement import actions
from medverk.improvement.forms import ImprovementForm, idea_for, idea_of
from medverk.improvement.models import Finding
from medverk.improvement.views.asking import finding_or_404, form_page, improvement_or_404
from medverk.improvement.words import REFUSALS
from medverk.people.models import Unit
from medverk.people.requests import PersonRequest


@form_page
def new(request: PersonRequest, unit: Unit, finding: int) -> HttpResponse:
    """What is done about a finding."""
    found = finding_or_404(unit, finding)
    form = ImprovementForm(
        request.POST or None,
        initial=idea_for(found, request.person, request.now),
        unit=unit,
        now=request.now,
    )
    if form.is_valid():
        made = actions.register(
            unit=unit,
            finding=found,
            idea=form.idea(),
            plan=form.plan(),
            by=request.person,
            now=request.now,
        )
        messages.success(request, _("The improvement is registered, before the figures."))
        return redirect("improvement", unit=unit.pk, improvement=made.pk)
    return show(request, unit, found, form)


@form_page
def plan(request: PersonRequest, unit: Unit, improvement: int) -> HttpResponse:
    """Plan a proposal, or change a plan that has not started."""
    found = improvement_or_404(unit, improvement)
    form = ImprovementForm(
        request.POST or None,
        initial=idea_of(found, request.person, request.now),
        unit=unit,
        now=request.now,
    )
    if form.is_valid():
        try:
            actions.plan_improvement(
                improvement=found,
                idea=form.idea(),
                plan=form.plan(),
                by=request.person,
                now=request.now,
            )
            return redirect("improvement", unit=unit.pk, improvement=found.pk)
        except actions.RefusedError as error:
            form.add_error(None, str(REFUSALS[error.refusal]))
    return show(request, unit, found.finding, form)


def show(
    request: PersonRequest, unit: Unit, finding: Finding, form: ImprovementForm
) -> HttpResponse:
    context = {"unit": unit, "finding": finding, "form": form}
    return render(request, "improvement/improvement_new.html", context)
