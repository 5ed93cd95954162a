"""A round: plan it, draw its sample, follow it, close it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from medverk.people import table_texts
from medverk.people.access import Action
from medverk.people.models import Person, Unit
from medverk.people.requests import PersonRequest
from medverk.people.routes import address_for
from medverk.people.tables import TableError
from medverk.reviews import actions, queries
from medverk.reviews.case_table import COLUMNS
from medverk.reviews.checking import draw_again
from medverk.reviews.forms import CheckForm, DrawForm, HandOverForm, PlanForm
from medverk.reviews.models import Review, Round
from medverk.reviews.results import read_round
from medverk.reviews.views.finding import (
    bytes_of,
    form_page,
    may,
    office_or_404,
    round_or_404,
    today,
)
from medverk.reviews.words import REFUSALS, SAMPLE_FAULTS
from medverk.rules.reviews import RoundState


@form_page
def new_round(request: PersonRequest, unit: Unit) -> HttpResponse:
    """Plan a round."""
    office_or_404(unit)
    form = PlanForm(request.POST or None, today=today(request))
    if form.is_valid():
        try:
            made = actions.plan_round(
                unit=unit, plan=form.plan(), by=request.person, now=request.now
            )
            return redirect("draw_review", unit=unit.pk, round=made.pk)
        except actions.RefusedError as error:
            form.add_error(None, REFUSALS[error.refusal])
    return render(request, "reviews/plan.html", {"unit": unit, "form": form})


@form_page
def draw(request: PersonRequest, unit: Unit, round: int) -> HttpResponse:
    """Upload the list, choose reviewers, draw."""
    found = round_or_404(unit, round)
    if found.state != RoundState.PLANNED:
        return redirect("review_round", unit=unit.pk, round=found.pk)
    people = queries.reviewers_for(unit, today(request))
    form = DrawForm(request.POST or None, request.FILES or None, people=people)
    faults: list[str] = []
    if form.is_valid():
        try:
            drawn = take_list(request, found, form)
            messages.success(request, _("The sample is drawn, and the cases are handed out."))
            return redirect("review_round", unit=unit.pk, round=drawn.pk)
        except TableError as error:
            faults = [table_texts.describe(problem) for problem in error.problems]
        except actions.SampleError as error:
            form.add_error(None, SAMPLE_FAULTS[error.fault])
        except actions.RefusedError as error:
            form.add_error(None, REFUSALS[error.refusal])
    context = {"unit": unit, "round": found, "form": form, "faults": faults, "columns": COLUMNS}
    return render(request, "reviews/draw.html", context)


def take_list(request: PersonRequest, found: Round, form: DrawForm) -> Round:
    """Raises TableError, SampleError or RefusedError, and then nothing is stored."""
    return actions.draw_round(
        found=found,
        data=bytes_of(form.cleaned_data["table"]),
        pool=list(form.cleaned_data["reviewers"]),
        by=request.person,
        now=request.now,
    )


@require_GET
def show_round(request: PersonRequest, unit: Unit, round: int) -> HttpResponse:
    """A round: its plan, how far it has come, or what it found."""
    return render_round(request, unit, round_or_404(unit, round))


def render_round(
    request: PersonRequest, unit: Unit, found: Round, form: HandOverForm | None = None
) -> HttpResponse:
    manages = may(request, Action.MANAGE_REVIEWS, unit)
    context: dict[str, object] = {
        "unit": unit, "round": found, "manages": manages, "today": today(request),
    }  # fmt: skip
    if found.state == RoundState.REVIEWING:
        mine = queries.reviews_of(request.person, unit).filter(case__round=found)
        context |= {"progress": queries.progress_of(found), "mine": mine}
        if manages:
            context["form"] = form or hand_over_form(request, unit, found)
    if found.state == RoundState.CLOSED:
        context |= {
            "reading": read_round(found),
            "finding": address_for(request.standings, "finding-new", unit.pk),
        }
    return render(request, "reviews/round.html", context)


def hand_over_form(request: PersonRequest, unit: Unit, found: Round) -> HandOverForm:
    undone = Review.objects.filter(case__round=found, done_at=None)
    waiting = Person.objects.filter(pk__in=undone.values("reviewer"))
    return HandOverForm(
        request.POST or None,
        waiting=waiting.order_by("name"),
        people=queries.reviewers_for(unit, today(request)),
    )


@require_POST
def hand_over(request: PersonRequest, unit: Unit, round: int) -> HttpResponse:
    """Give what somebody has not reviewed to another."""
    found = round_or_404(unit, round)
    form = hand_over_form(request, unit, found)
    if not form.is_valid():
        return render_round(request, unit, found, form)
    try:
        moved = actions.hand_over(
            found=found, by=request.person, now=request.now, **form.cleaned_data
        )
        said = ngettext("%(n)s case is handed over.", "%(n)s cases are handed over.", moved)
        messages.success(request, said % {"n": moved})
    except actions.RefusedError as error:
        messages.warning(request, REFUSALS[error.refusal])
    return redirect("review_round", unit=unit.pk, round=found.pk)


@require_POST
def close(request: PersonRequest, unit: Unit, round: int) -> HttpResponse:
    """Keep the counts and delete the cases."""
    found = round_or_404(unit, round)
    try:
        actions.close_round(found=found, by=request.person, now=request.now)
        messages.success(request, _("The round is closed. References and answers are deleted."))
    except actions.RefusedError as error:
        messages.warning(request, REFUSALS[error.refusal])
    return redirect("review_round", unit=unit.pk, round=found.pk)


@require_POST
def cancel(request: PersonRequest, unit: Unit, round: int) -> HttpResponse:
    """Stop a round without a result."""
    found = round_or_404(unit, round)
    try:
        actions.cancel_round(found=found, by=request.person, now=request.now)
        messages.success(request, _("The round is cancelled, and its cases are deleted."))
    except actions.RefusedError as error:
        messages.warning(request, REFUSALS[error.refusal])
    return redirect("reviews", unit=unit.pk)


@form_page
def check(request: PersonRequest, unit: Unit, round: int) -> HttpResponse:
    """Draw again from the same list, to see that nobody chose the sample. Nothing is stored."""
    found = round_or_404(unit, round)
    form = CheckForm(request.POST or None, request.FILES or None)
    faults: list[str] = []
    again = None
    if found.seed and form.is_valid():
        try:
            again = draw_again(found, bytes_of(form.cleaned_data["table"]))
        except TableError as error:
            faults = [table_texts.describe(problem) for problem in error.problems]
    context = {"unit": unit, "round": found, "form": form, "faults": faults, "again": again}
    return render(request, "reviews/check.html", context)
