"""An improvement on its way: what the figures say, how it goes, what was learnt [L1]."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from medverk.improvement import actions, queries
from medverk.improvement.effects import history_of, picture_of
from medverk.improvement.forms import DropForm, EndForm, NoteForm
from medverk.improvement.indicators import names_of
from medverk.improvement.models import Improvement
from medverk.improvement.views.asking import form_page, improvement_or_404, may_write
from medverk.improvement.words import REFUSALS
from medverk.people.models import Unit
from medverk.people.requests import PersonRequest
from medverk.rules.improvement.states import ImprovementEvent


@require_GET
def improvement(request: PersonRequest, unit: Unit, improvement: int) -> HttpResponse:
    """Everything about one improvement on one page."""
    return show(request, unit, improvement_or_404(unit, improvement), NoteForm())


@require_POST
def note(request: PersonRequest, unit: Unit, improvement: int) -> HttpResponse:
    """A line on how it goes."""
    found = improvement_or_404(unit, improvement)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return show(request, unit, found, form)
    try:
        text = form.cleaned_data["text"]
        actions.follow_up(improvement=found, text=text, by=request.person, now=request.now)
    except actions.RefusedError as error:
        messages.warning(request, str(REFUSALS[error.refusal]))
    return redirect("improvement", unit=unit.pk, improvement=found.pk)


def show(request: PersonRequest, unit: Unit, found: Improvement, form: NoteForm) -> HttpResponse:
    verdicts = queries.verdicts_of(found)
    verdict = verdicts[0] if verdicts else None
    context = {
        "unit": unit,
        "improvement": found,
        "names": names_of([found.indicator], request.now),
        "verdict": verdict,
        "picture": picture_of(found, verdict) if verdict else None,
        "history": history_of(verdicts),
        "others": queries.inseparable_from(found, request.now),
        "notes": found.follow_ups.select_related("by").order_by("-on", "-pk"),
        "form": form,
        "writes": may_write(request, unit),
    }
    return render(request, "improvement/improvement.html", context)


@require_POST
def evaluate(request: PersonRequest, unit: Unit, improvement: int) -> HttpResponse:
    """Evaluate before the deadline."""
    return move(request, unit, improvement, ImprovementEvent.EVALUATE, "")


@form_page
def end(request: PersonRequest, unit: Unit, improvement: int) -> HttpResponse:
    """End it, with what others can learn."""
    form = EndForm(request.POST or None)
    if form.is_valid():
        words = form.cleaned_data["learnt"]
        return move(request, unit, improvement, ImprovementEvent.END, words)
    found = improvement_or_404(unit, improvement)
    verdict = queries.latest_verdicts([found.pk]).get(found.pk)
    context = {"unit": unit, "improvement": found, "verdict": verdict, "form": form}
    return render(request, "improvement/end.html", context)


@form_page
def drop(request: PersonRequest, unit: Unit, improvement: int) -> HttpResponse:
    """Give it up, with the reason."""
    form = DropForm(request.POST or None)
    if form.is_valid():
        words = form.cleaned_data["why"]
        return move(request, unit, improvement, ImprovementEvent.DROP, words)
    found = improvement_or_404(unit, improvement)
    context = {"unit": unit, "improvement": found, "form": form}
    return render(request, "improvement/drop.html", context)


def move(
    request: PersonRequest, unit: Unit, improvement: int, event: ImprovementEvent, words: str
) -> HttpResponse:
    found = improvement_or_404(unit, improvement)
    try:
        actions.move(
            improvement=found, event=event, by=request.person, now=request.now, words=words
        )
    except actions.RefusedError as error:
        messages.warning(request, str(REFUSALS[error.refusal]))
    return redirect("improvement", unit=unit.pk, improvement=found.pk)
