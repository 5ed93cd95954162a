"""What reviewers do: answer the checklist about a case, settle where two differ, print."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from medverk.people.models import Unit
from medverk.people.requests import PersonRequest
from medverk.reviews import answering, queries
from medverk.reviews.actions import RefusedError
from medverk.reviews.checklists import Item
from medverk.reviews.forms import AnswersForm, CaseForm
from medverk.reviews.models import Review, Round
from medverk.reviews.views.finding import form_page, round_or_404
from medverk.reviews.words import MET, REFUSALS
from medverk.rules.reviews import Answers, CaseState, RoundState, find_differences


@form_page
def answer(request: PersonRequest, unit: Unit, round: int, case: int) -> HttpResponse:
    """One's own answers about a case; nobody sees another's before both are done."""
    found = round_or_404(unit, round)
    review = own_review(request, found, case)
    if review.done_at:
        return after(request, unit, found, review)
    form = CaseForm(request.POST or None, checklist=found.checklist)
    if form.is_valid():
        try:
            answering.answer_case(
                review=review, answers=form.answers(), note=form.cleaned_data["note"],
                by=request.person, now=request.now,
            )  # fmt: skip
            messages.success(request, _("Thank you. The case is reviewed."))
        except RefusedError as error:
            messages.warning(request, REFUSALS[error.refusal])
        return next_case(request, unit, found)
    context = {"unit": unit, "round": found, "review": review, "form": form}
    return render(request, "reviews/case.html", context)


def after(request: PersonRequest, unit: Unit, found: Round, review: Review) -> HttpResponse:
    """A case that one has reviewed: to settle it, or back to the round."""
    if review.case.state == CaseState.DISAGREED:
        return redirect("settle_review", unit=unit.pk, round=found.pk, case=review.case_id)
    return redirect("review_round", unit=unit.pk, round=found.pk)


def next_case(request: PersonRequest, unit: Unit, found: Round) -> HttpResponse:
    """On to the next that waits, or back to the round when none does."""
    waiting = queries.reviews_of(request.person, unit).filter(case__round=found, done_at=None)
    following = waiting.first()
    if following is None:
        return redirect("review_round", unit=unit.pk, round=found.pk)
    return redirect("review_case", unit=unit.pk, round=found.pk, case=following.case_id)


@form_page
def settle(request: PersonRequest, unit: Unit, round: int, case: int) -> HttpResponse:
    """The two look at where they differ, and agree on an answer."""
    found = round_or_404(unit, round)
    review = own_review(request, found, case)
    if review.case.state != CaseState.DISAGREED:
        return redirect("review_round", unit=unit.pk, round=found.pk)
    answers = answering.answers_of(review.case)
    differ = find_differences(answers)
    items = [item for item in found.checklist.items if item.key in differ]
    said = {item.key: say_both(answers, review, item) for item in items}
    form = AnswersForm(request.POST or None, items=items, said=said)
    if form.is_valid():
        try:
            answering.settle_case(
                case=review.case, answers=form.answers(), by=request.person, now=request.now
            )
            messages.success(request, _("The joint answer is stored."))
        except RefusedError as error:
            messages.warning(request, REFUSALS[error.refusal])
        return redirect("review_round", unit=unit.pk, round=found.pk)
    context = {"unit": unit, "round": found, "review": review, "form": form,
               "other": review.case.reviews.exclude(pk=review.pk).first()}  # fmt: skip
    return render(request, "reviews/settle.html", context)


def say_both(answers: list[Answers], review: Review, item: Item) -> str:
    """One's own answer, and the other's, and what the item means."""
    first, second = (given[item.key] for given in answers)
    own, others = (first, second) if review.place == 1 else (second, first)
    words = _("You: %(own)s. The other: %(others)s.")
    return f"{words % {'own': MET[own], 'others': MET[others]}} {item.help}"


@require_GET
def sheets(request: PersonRequest, unit: Unit, round: int) -> HttpResponse:
    """The checklist on paper: one page for each case that one has yet to review."""
    found = round_or_404(unit, round)
    waiting = queries.reviews_of(request.person, unit).filter(case__round=found, done_at=None)
    context = {"unit": unit, "round": found, "reviews": list(waiting)}
    return render(request, "reviews/sheets.html", context)


def own_review(request: PersonRequest, found: Round, case: int) -> Review:
    """This person's review of the case; whoever does not review it finds nothing."""
    if found.state != RoundState.REVIEWING:
        raise Http404
    rows = Review.objects.select_related("case__round__unit")
    return get_object_or_404(rows, case=case, case__round=found, reviewer=request.person.pk)
