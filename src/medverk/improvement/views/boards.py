"""The board of an office or a county, and what is taken along to a meeting."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from medverk.improvement import queries, sheets
from medverk.improvement.document import sheet_pdf
from medverk.improvement.sentences import say_board
from medverk.improvement.sheets import Sheet
from medverk.improvement.views.asking import may_write
from medverk.people.access import Action, allows
from medverk.people.models import Level, Unit
from medverk.people.requests import PersonRequest
from medverk.rules.improvement.states import ImprovementState

PAGE = 50


@require_GET
def board(request: PersonRequest, unit: Unit) -> HttpResponse:
    """A column for each state: an office's own; of a county, those of its offices too."""
    columns = queries.board_of(unit)
    context = {
        "unit": unit,
        "columns": columns,
        "lead": say_board(columns),
        "several": unit.level is not Level.OFFICE,
        "writes": may_write(request, unit),
        "talks": allows(request.standings, Action.TALK_OF_GUIDANCE, None),
        "any": any(column.cards for column in columns),
    }
    return render(request, "improvement/board.html", context)


@require_GET
def in_state(request: PersonRequest, unit: Unit) -> HttpResponse:
    """All of one state: ?state=ended."""
    state = request.GET.get("state", ImprovementState.RUNNING)
    if state not in set(ImprovementState):
        raise Http404
    rows = queries.in_state(unit, ImprovementState(state))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "unit": unit,
        "state": state,
        "page": page,
        "verdicts": queries.latest_verdicts([each.pk for each in page]),
        "several": unit.level is not Level.OFFICE,
    }
    return render(request, "improvement/in_state.html", context)


@require_GET
def meeting(request: PersonRequest, unit: Unit) -> HttpResponse:
    """One page for the office meeting."""
    return show(request, unit, sheets.meeting_sheet(unit, request.now), "meeting_document")


@require_GET
def meeting_document(request: PersonRequest, unit: Unit) -> HttpResponse:
    return send(sheets.meeting_sheet(unit, request.now), f"meeting-{unit.pk}")


@require_GET
def agenda(request: PersonRequest, unit: Unit) -> HttpResponse:
    """An agenda for guiding each other, from the office's open findings [F7]."""
    return show(request, unit, sheets.agenda_sheet(unit, request.now), "agenda_document")


@require_GET
def agenda_document(request: PersonRequest, unit: Unit) -> HttpResponse:
    return send(sheets.agenda_sheet(unit, request.now), f"agenda-{unit.pk}")


def show(request: PersonRequest, unit: Unit, sheet: Sheet, document: str) -> HttpResponse:
    context = {"unit": unit, "sheet": sheet, "document": document}
    return render(request, "improvement/sheet.html", context)


def send(sheet: Sheet, name: str) -> HttpResponse:
    response = HttpResponse(sheet_pdf(sheet), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
