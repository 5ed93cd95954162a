"""Letting a unit's series begin anew: a person's decision, with why, in the log [statistics.md]."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from medverk.charts import actions
from medverk.charts.models import Rebase
from medverk.charts.queries import standing_rebases
from medverk.pages import words
from medverk.pages.forms import BeginAnewForm
from medverk.pages.reading import Reading
from medverk.pages.results import Asked, asked_for, questionnaires_of, read_unit, section_of
from medverk.people.models import Unit, UnitType
from medverk.people.requests import PersonRequest
from medverk.rules.weeks import Week

PAGE_OF = {UnitType.COUNTY: "county_results", UnitType.CONTACT_CENTRE: "centre_results"}


@dataclass(frozen=True, slots=True)
class Series:
    """One question of a unit, as the address names it."""

    asked: Asked
    reading: Reading

    @property
    def weeks(self) -> list[tuple[str, str]]:
        """Where it may begin anew, the newest first; the first publication begins it already."""
        year = self.asked.this_year
        return [
            (str(each.from_week), words.weeks_text(each.from_week, each.to_week, year))
            for each in reversed(self.reading.publications[1:])
        ]


def series_or_404(request: PersonRequest, unit: Unit) -> Series:
    asked = asked_for(request, list(questionnaires_of(unit)))
    results, history = read_unit(asked, unit)
    for reading in section_of(asked, results, None, history=history).readings:
        if reading.key == request.GET.get("question"):
            return Series(asked, reading)
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def begin_anew(request: PersonRequest, unit: Unit) -> HttpResponse:
    """The form, with the decisions that stand."""
    series = series_or_404(request, unit)
    form = BeginAnewForm(request.POST or None, weeks=series.weeks)
    if form.is_valid() and begins(request, unit, series, form):
        return redirect(results_address(unit, series))
    context = {
        "unit": unit,
        "form": form,
        "reading": series.reading,
        "back": results_address(unit, series),
        "standing": [
            (words.week_text(Week.parse(each.week), series.asked.this_year), each)
            for each in standing_rebases(unit.pk, series.asked.questionnaire)
            if each.question == series.reading.key
        ],
    }
    return render(request, "pages/rebase.html", context)


def begins(request: PersonRequest, unit: Unit, series: Series, form: BeginAnewForm) -> bool:
    """False, with a sentence in the form, when it begins with that week already."""
    try:
        actions.begin_anew(
            unit=unit,
            questionnaire=series.asked.questionnaire,
            question=series.reading.key,
            week=form.begins(),
            why=form.cleaned_data["why"],
            by=request.person,
            now=request.now,
        )
    except actions.BegunAnewAlreadyError:
        form.add_error("week", _("The series begins anew there already."))
        return False
    messages.success(request, _("The series begins anew. What came before stays visible."))
    return True


@require_POST
def take_back(request: PersonRequest, unit: Unit, number: int) -> HttpResponse:
    """A decision that was a mistake; again does no harm."""
    rebase = get_object_or_404(Rebase, pk=number, unit=unit)
    actions.take_back(rebase=rebase, by=request.person, now=request.now)
    messages.success(request, _("It is taken back. The series is read as before."))
    known = {"questionnaire": rebase.questionnaire}
    return redirect(f"{page_of(unit)}?{urlencode(known)}#figure-{rebase.question}")


def results_address(unit: Unit, series: Series) -> str:
    known = {"questionnaire": series.asked.questionnaire}
    return f"{page_of(unit)}?{urlencode(known)}#figure-{series.reading.key}"


def page_of(unit: Unit) -> str:
    return reverse(PAGE_OF.get(UnitType(unit.type), "office_results"), kwargs={"unit": unit.pk})
