"""The library: look for what others have learned, see how it went for all, take it over."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from medverk.experiences import actions, queries
from medverk.experiences.adopting import adopt, judge
from medverk.experiences.forms import SearchForm
from medverk.experiences.models import Experience
from medverk.experiences.themes import theme_names
from medverk.experiences.together import Together
from medverk.experiences.words import REFUSALS
from medverk.improvement.indicators import names_of
from medverk.people.access import Action, allows
from medverk.people.models import Unit
from medverk.people.requests import PersonRequest
from medverk.rules.experiences import Refusal


@require_GET
def experiences(request: PersonRequest) -> HttpResponse:
    """Look for experiences by words, theme, kind of office and how it went."""
    form = SearchForm(request.GET, now=request.now)
    wanted = form.wanted()
    context = {
        "form": form,
        "wanted": wanted,
        "page": queries.find_experiences(wanted, form.page_number),
        "asked": request.GET,
        "themes": theme_names(request.now),
    }
    return render(request, "experiences/library.html", context)


@require_GET
def experience(request: PersonRequest, experience: int) -> HttpResponse:
    """One experience, who took it over, and how it went for them."""
    found = experience_or_404(request, experience)
    adoptions = list(queries.adoptions_of(found))
    context = {
        "experience": found,
        "indicator": names_of([found.indicator], request.now)[found.indicator],
        "theme": theme_names(request.now).get(found.theme, ""),
        "together": Together(found, adoptions),
        "adoptions": adoptions,
        "chances": chances(request, found),
        "shares": may(request, Action.SHARE_EXPERIENCE, found.office_id),
    }
    return render(request, "experiences/experience.html", context)


@dataclass(frozen=True, slots=True)
class Chance:
    """An office that this person leads, and why it cannot take the experience over, if so."""

    unit: Unit
    refusal: Refusal | None

    @property
    def why_not(self) -> str:
        return str(REFUSALS[self.refusal]) if self.refusal else ""


def chances(request: PersonRequest, found: Experience) -> list[Chance]:
    """Of the office that shared it there is nothing to say."""
    others = [s.unit for s in request.standings if s.unit != found.office_id]
    led = [unit for unit in others if may(request, Action.ADOPT_EXPERIENCE, unit)]
    units = Unit.objects.filter(pk__in=led).order_by("name")
    return [Chance(unit, judge(found, unit)) for unit in units]


def may(request: PersonRequest, action: Action, unit: int) -> bool:
    return allows(request.standings, action, unit)


def experience_or_404(request: PersonRequest, number: int) -> Experience:
    """One that was taken back is only for the office that shared it and those who took it over."""
    rows = Experience.objects.select_related("office", "improvement__outcome", "shared_by")
    found = get_object_or_404(rows, pk=number)
    if found.withdrawn_at is not None:
        units = {standing.unit for standing in request.standings}
        adopters = queries.adoptions_of(found).filter(unit__in=units)
        if found.office_id not in units and not adopters.exists():
            raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def adopt_experience(request: PersonRequest, unit: Unit, experience: int) -> HttpResponse:
    """Say what will happen, and take it over: it becomes an improvement to plan in this office."""
    found = experience_or_404(request, experience)
    if request.method == "POST":
        try:
            made = adopt(experience=found, unit=unit, by=request.person, now=request.now)
        except actions.RefusedError as error:
            messages.warning(request, REFUSALS[error.refusal])
            return redirect("experience", experience=found.pk)
        messages.success(request, _("It is yours now. Say who does what, and when."))
        return redirect("improvement", unit=unit.pk, improvement=made.pk)
    context = {
        "unit": unit,
        "experience": found,
        "chance": Chance(unit, judge(found, unit)),
        "indicator": names_of([found.indicator], request.now)[found.indicator],
    }
    return render(request, "experiences/adopt.html", context)
