"""For everybody: what users say about an office, and the way there. Open figures only."""

from django.db.models import BooleanField, ExpressionWrapper, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from medverk.pages.results import CALL, asked_for, frame_of, section_of
from medverk.people.finding import SERVES_ALL, all_fit, find_offices, offices_at_work
from medverk.people.models import Unit, UnitType
from medverk.people.requests import VisitorRequest
from medverk.releases.queries import unit_results


@require_GET
def public_offices(request: VisitorRequest) -> HttpResponse:
    """The way to an office: by words of its name, or by its county. Where all offices fit on a page
    they are listed at once."""
    seeks = bool(request.GET.get("words")) or "county" in request.GET
    if not seeks and all_fit():
        context: dict[str, object] = {"at_once": by_county()}
    else:
        context = {"search": find_offices(request, public_address)}
    return render(request, "pages/public_offices.html", context)


def public_address(unit: Unit) -> str:
    return reverse("public_office", kwargs={"unit": unit.pk})


def by_county() -> QuerySet[Unit]:
    """All offices under their counties, and last those that serve the whole country."""
    last = ExpressionWrapper(SERVES_ALL, output_field=BooleanField())
    found = offices_at_work().select_related("parent")
    return found.order_by(last, "parent__name", "parent", "name", "number")


@require_GET
def public_office(request: VisitorRequest, unit: int) -> HttpResponse:
    """Short and plain: how many have answered, and what they say."""
    office = get_object_or_404(Unit, pk=unit)
    questionnaire = CALL if office.type == UnitType.CONTACT_CENTRE else "conversation"
    asked = asked_for(request, [questionnaire])
    section = section_of(asked, unit_results(office.pk, questionnaire, since=asked.since), None)
    return render(
        request,
        "pages/public_office.html",
        frame_of(asked, office) | {"section": section, "centre": questionnaire == CALL},
    )
