"""The yearly report for the council: a page, and the same as a PDF [S2]."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from medverk.complaints.document import report_pdf
from medverk.complaints.models import YearReport
from medverk.complaints.saying import say
from medverk.people.models import Level, Unit
from medverk.people.requests import PersonRequest
from medverk.rules.complaints.deadlines import year_to_report

REPORTING = (Level.COUNTY, Level.COUNTRY)


@require_GET
def reports(request: PersonRequest, unit: Unit) -> HttpResponse:
    """The years of which there is a report."""
    context = {
        "unit": unit,
        "reports": YearReport.objects.filter(unit=unit).order_by("-year").defer("numbers"),
        "reporting": unit.level in REPORTING,
        "next_year": year_to_report(timezone.localdate(request.now)) + 1,
    }
    return render(request, "complaints/reports.html", context)


@require_GET
def report(request: PersonRequest, unit: Unit, year: int) -> HttpResponse:
    """One year."""
    found = report_or_404(unit, year)
    context = {"unit": unit, "report": found, "said": say(found)}
    return render(request, "complaints/report.html", context)


@require_GET
def document(request: PersonRequest, unit: Unit, year: int) -> HttpResponse:
    """The same as a PDF."""
    found = report_or_404(unit, year)
    response = HttpResponse(report_pdf(found), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="complaints-{found.year}.pdf"'
    return response


def report_or_404(unit: Unit, year: int) -> YearReport:
    found = YearReport.objects.select_related("unit").filter(unit=unit, year=year).first()
    if found is None:
        raise Http404
    return found
