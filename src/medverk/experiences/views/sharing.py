"""An office leader shares an improvement with other offices, and tells users about it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from medverk.experiences import actions
from medverk.experiences.forms import ShareForm, TellForm, told_of, words_of
from medverk.experiences.models import Experience, Telling
from medverk.experiences.words import REFUSALS, STOPPED
from medverk.improvement.models import Improvement
from medverk.people.models import Unit
from medverk.people.requests import PersonRequest
from medverk.rules.experiences import judge_sharing
from medverk.rules.improvement.states import ImprovementState

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
def share_experience(request: PersonRequest, unit: Unit, improvement: int) -> HttpResponse:
    """Write what others can learn, with a warning about personal data that fails closed."""
    found = improvement_or_404(unit, improvement)
    known = Experience.objects.filter(improvement=found).first()
    form = ShareForm(request.POST or None, initial=words_of(found, known))
    if form.is_valid():
        try:
            shared = actions.share(
                improvement=found,
                words=form.words(),
                hints_judged=form.hints_judged,
                by=request.person,
                now=request.now,
            )
            messages.success(request, _("Shared. Other offices can find it in the library."))
            return redirect("experience", experience=shared.pk)
        except actions.RefusedError as error:
            form.add_error(None, REFUSALS[error.refusal])
        except actions.StoppedError as error:
            form.add_error(None, STOPPED[error.stopped])
    context = page_of(unit, found) | {"form": form, "experience": known}
    return render(request, "experiences/share.html", context)


@require_POST
def withdraw_experience(request: PersonRequest, unit: Unit, experience: int) -> HttpResponse:
    """Take an experience back."""
    found = get_object_or_404(
        Experience.objects.select_related("office"), pk=experience, office=unit
    )
    actions.withdraw(experience=found, by=request.person, now=request.now)
    messages.success(request, _("Taken back. Those who took it over keep what they have."))
    return redirect("experiences")


@form_page
def tell_users(request: PersonRequest, unit: Unit, improvement: int) -> HttpResponse:
    """Write what users are told, on the office's public page."""
    found = improvement_or_404(unit, improvement)
    known = Telling.objects.filter(improvement=found).first()
    form = TellForm(request.POST or None, initial=told_of(found, known))
    if form.is_valid():
        try:
            actions.tell(
                improvement=found,
                told=form.told(),
                hints_judged=form.hints_judged,
                by=request.person,
                now=request.now,
            )
            messages.success(request, _("Users can read it now."))
            return redirect("said_and_did", unit=unit.pk)
        except actions.RefusedError as error:
            form.add_error(None, REFUSALS[error.refusal])
        except actions.StoppedError as error:
            form.add_error(None, STOPPED[error.stopped])
    context = page_of(unit, found) | {"form": form, "telling": known}
    return render(request, "experiences/tell.html", context)


@require_POST
def untell_users(request: PersonRequest, unit: Unit, improvement: int) -> HttpResponse:
    """Show it to users no more."""
    rows = Telling.objects.select_related("office", "improvement")
    found = get_object_or_404(rows, improvement=improvement, office=unit)
    actions.untell(telling=found, by=request.person, now=request.now)
    messages.success(request, _("Users are not shown it any more."))
    return redirect("improvement", unit=unit.pk, improvement=improvement)


def improvement_or_404(unit: Unit, number: int) -> Improvement:
    rows = Improvement.objects.select_related("finding", "unit")
    return get_object_or_404(rows, pk=number, unit=unit)


def page_of(unit: Unit, improvement: Improvement) -> dict[str, object]:
    refusal = judge_sharing(ImprovementState(improvement.state))
    return {
        "unit": unit,
        "improvement": improvement,
        "why_not": REFUSALS[refusal] if refusal else "",
    }
