"""For everybody: what users say about an office, and the way there. Open figures only."""

from django.core.paginator import Paginator
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from medverk.pages.below import AT_WORK
from medverk.pages.forms import FindOfficeForm
from medverk.pages.results import CALL, asked_for, frame_of, section_of
from medverk.people.choosing import unit_in, units_matching, words_in
from medverk.people.models import Unit, UnitType
from medverk.people.queries import units_below
from medverk.people.requests import VisitorRequest
from medverk.releases.queries import unit_results

AREAS = (UnitType.COUNTY, UnitType.REGION)
MEETS_PEOPLE = (UnitType.OFFICE, UnitType.CONTACT_CENTRE)
SERVES_ALL = Q(parent__type=UnitType.DIRECTORATE)  # no county above, such as a contact centre
OFFICES_ON_A_PAGE = 30


@require_GET
def public_offices(request: VisitorRequest) -> HttpResponse:
    """The way to an office: by words of its name, or by its county. Where all offices fit on a page
    they are listed at once."""
    form, words = words_in(request, FindOfficeForm)
    at_work = Unit.objects.filter(status__in=AT_WORK).select_related("parent")
    county = unit_in(request, at_work.filter(type__in=AREAS), "county")
    if "county" in request.GET and county is None:
        raise Http404
    areas = [] if words or county or all_fit(at_work) else list(areas_of(at_work))
    found = offices_for(at_work, words, county, serving_all=bool(areas))
    page = Paginator(found, OFFICES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "words": words, "county": county, "areas": areas, "page": page}
    return render(request, "pages/public_offices.html", context)


def all_fit(at_work: QuerySet[Unit]) -> bool:
    return at_work.filter(type__in=MEETS_PEOPLE).count() <= OFFICES_ON_A_PAGE


def areas_of(at_work: QuerySet[Unit]) -> QuerySet[Unit]:
    """The counties, by name."""
    return at_work.filter(SERVES_ALL, type__in=AREAS).order_by("name")


def offices_for(
    at_work: QuerySet[Unit], words: str, county: Unit | None, *, serving_all: bool
) -> QuerySet[Unit]:
    """What the words fit, counties too; or the offices of a county; or those that belong to none;
    or all, under their counties."""
    if words:
        return units_matching(words, at_work.filter(type__in=(*AREAS, *MEETS_PEOPLE)))
    offices = at_work.filter(type__in=MEETS_PEOPLE)
    if county:
        return offices.filter(pk__in=units_below([county.pk])[county.pk]).order_by("name", "number")
    if serving_all:
        return offices.filter(SERVES_ALL).order_by("name", "number")
    last = ExpressionWrapper(SERVES_ALL, output_field=BooleanField())
    return offices.order_by(last, "parent__name", "parent", "name", "number")


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
