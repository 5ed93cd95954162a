"""Pages of feedback between units: what came in, what went out, one thread [L3]."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from medverk.exchange import actions, queries
from medverk.exchange.forms import AnswerForm, OutcomeForm, SendForm
from medverk.exchange.models import Feedback
from medverk.exchange.words import REFUSALS
from medverk.people.access import Action, allows
from medverk.people.choosing import CHOICES_ON_A_PAGE, words_in
from medverk.people.models import Unit
from medverk.people.requests import PersonRequest
from medverk.people.routes import address_for
from medverk.rules.exchange import (
    ExchangeEvent,
    ExchangeState,
    Kind,
    Outcome,
    Side,
    find_answering_event,
    find_events,
)

ACTIONS = {Side.RECEIVER: Action.ANSWER_EXCHANGE, Side.SENDER: Action.SEND_EXCHANGE}
ON_A_PAGE = 30
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def received(request: PersonRequest, unit: Unit) -> HttpResponse:
    """What other units have said to this one."""
    return show_box(request, unit, "received", queries.received_by(unit))


@require_GET
def sent(request: PersonRequest, unit: Unit) -> HttpResponse:
    """What this unit has said to others."""
    return show_box(request, unit, "sent", queries.sent_by(unit))


def show_box(
    request: PersonRequest, unit: Unit, box: str, rows: QuerySet[Feedback]
) -> HttpResponse:
    found = queries.overviews([unit], now=request.now, today=today(request))
    context = frame(request, unit, box) | {
        "overview": found[0],
        "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "exchange/box.html", context)


@require_GET
def units(request: PersonRequest, unit: Unit) -> HttpResponse:
    """How the units of a county give and use feedback; by name, never ranked."""
    if not queries.oversees(unit):
        raise Http404
    rows = queries.overviews(queries.units_under(unit), now=request.now, today=today(request))
    return render(request, "exchange/units.html", frame(request, unit, "units") | {"rows": rows})


@require_GET
def find_receiver(request: PersonRequest, unit: Unit) -> HttpResponse:
    """Choose the unit to write to."""
    form, words = words_in(request)
    found = queries.receivers(unit, today(request), words)
    page = Paginator(found, CHOICES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"unit": unit, "form": form, "words": words, "page": page}
    return render(request, "exchange/find_receiver.html", context)


@form_page
def send(request: PersonRequest, unit: Unit, receiver: int) -> HttpResponse:
    """Write to another unit."""
    to_unit = get_object_or_404(Unit, pk=receiver)
    form = SendForm(request.POST or None)
    if form.is_valid():
        try:
            written = actions.send(
                from_unit=unit, to_unit=to_unit, kind=Kind(form.cleaned_data["kind"]),
                text=form.cleaned_data["text"], by=request.person, now=request.now,
            )  # fmt: skip
            messages.success(request, _("Sent. You find the answer here when it comes."))
            return redirect("feedback", unit=unit.pk, feedback=written.pk)
        except actions.RefusedError as error:
            form.add_error(None, REFUSALS[error.refusal])
    context = {"unit": unit, "to_unit": to_unit, "form": form}
    return render(request, "exchange/send.html", context)


@require_GET
def feedback(request: PersonRequest, unit: Unit, feedback: int) -> HttpResponse:
    """One feedback with its answer and what came of it."""
    return show_thread(request, unit, feedback_or_404(unit, feedback))


def show_thread(
    request: PersonRequest,
    unit: Unit,
    found: Feedback,
    *,
    answer_form: AnswerForm | None = None,
    outcome_form: OutcomeForm | None = None,
) -> HttpResponse:
    side = Side.RECEIVER if found.to_unit_id == unit.pk else Side.SENDER
    acts = may(request, ACTIONS[side], unit)
    events = find_events(ExchangeState(found.state), Kind(found.kind), side) if acts else ()
    answers = find_answering_event(Kind(found.kind)) in events
    finds = acts and side is Side.RECEIVER
    context = {
        "unit": unit,
        "feedback": found,
        "today": today(request),
        "received": side is Side.RECEIVER,
        "answer_form": (answer_form or AnswerForm()) if answers else None,
        "outcome_form": (outcome_form or OutcomeForm()) if ExchangeEvent.TELL in events else None,
        "withdraws": ExchangeEvent.WITHDRAW in events,
        "finding": address_for(request.standings, "finding-new", unit.pk) if finds else None,
    }
    return render(request, "exchange/feedback.html", context)


@form_page
def answer(request: PersonRequest, unit: Unit, feedback: int) -> HttpResponse:
    """The leader answers; the form stands on the thread's own page."""
    found = received_or_404(unit, feedback)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        try:
            actions.answer(
                feedback=found, text=form.cleaned_data["text"], by=request.person, now=request.now
            )
            messages.success(request, _("Your answer is sent."))
        except actions.RefusedError as error:
            messages.warning(request, REFUSALS[error.refusal])
        return redirect("feedback", unit=unit.pk, feedback=found.pk)
    return show_thread(request, unit, found, answer_form=form)


@form_page
def tell(request: PersonRequest, unit: Unit, feedback: int) -> HttpResponse:
    """The leader says what came of it."""
    found = received_or_404(unit, feedback)
    form = OutcomeForm(request.POST or None)
    if form.is_valid():
        try:
            actions.tell(
                feedback=found, outcome=Outcome(form.cleaned_data["outcome"]),
                text=form.cleaned_data["text"], by=request.person, now=request.now,
            )  # fmt: skip
            messages.success(request, _("Thank you. The other unit can read what came of it."))
        except actions.RefusedError as error:
            messages.warning(request, REFUSALS[error.refusal])
        return redirect("feedback", unit=unit.pk, feedback=found.pk)
    return show_thread(request, unit, found, outcome_form=form)


@require_POST
def withdraw(request: PersonRequest, unit: Unit, feedback: int) -> HttpResponse:
    """Take back what nobody has answered."""
    found = feedback_or_404(unit, feedback)
    if found.from_unit_id != unit.pk:
        raise Http404
    try:
        actions.withdraw(feedback=found, by=request.person, now=request.now)
        messages.success(request, _("It is withdrawn, and the text is erased."))
    except actions.RefusedError as error:
        messages.warning(request, REFUSALS[error.refusal])
    return redirect("feedback", unit=unit.pk, feedback=found.pk)


def frame(request: PersonRequest, unit: Unit, box: str) -> dict[str, object]:
    """What the tabs of the three overviews need."""
    return {
        "unit": unit,
        "box": box,
        "oversees": queries.oversees(unit),
        "sends": may(request, Action.SEND_EXCHANGE, unit),
        "today": today(request),
    }


def feedback_or_404(unit: Unit, feedback: int) -> Feedback:
    return get_object_or_404(queries.seen_by(unit), pk=feedback)


def received_or_404(unit: Unit, feedback: int) -> Feedback:
    return get_object_or_404(queries.received_by(unit), pk=feedback)


def may(request: PersonRequest, action: Action, unit: Unit) -> bool:
    return allows(request.standings, action, unit.pk)


def today(request: PersonRequest) -> date:
    return timezone.localdate(request.now)
