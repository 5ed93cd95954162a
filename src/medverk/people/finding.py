"""The public way to one office of a whole country: by words of its name, or by its county."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from medverk.people.choosing import unit_in, units_matching, words_in
from medverk.people.forms import FindOfficeForm, FindUnitForm
from medverk.people.models import Unit, UnitStatus, UnitType
from medverk.people.queries import units_below

AT_WORK = (UnitStatus.ACTIVE, UnitStatus.CLOSING)
AREAS = (UnitType.COUNTY, UnitType.REGION)
MEETS_PEOPLE = (UnitType.OFFICE, UnitType.CONTACT_CENTRE)
SERVES_ALL = Q(parent__type=UnitType.DIRECTORATE)  # no county above, such as a contact centre
OFFICES_ON_A_PAGE = 30

AddressOf = Callable[[Unit], str]


@dataclass(frozen=True, slots=True)
class Place:
    """A unit in the list, and where it leads."""

    unit: Unit
    address: str


@dataclass(frozen=True, slots=True)
class OfficeSearch:
    """What `people/find_office.html` shows. areas: the counties, where nothing is asked for yet;
    the places are then those that serve the whole country."""

    form: FindUnitForm
    words: str
    county: Unit | None
    areas: tuple[Unit, ...]
    places: tuple[Place, ...]
    page: Page[Unit]


def offices_at_work() -> QuerySet[Unit]:
    """Where people meet the agency, by name."""
    found = Unit.objects.filter(type__in=MEETS_PEOPLE, status__in=AT_WORK)
    return found.order_by("name", "number")


def all_fit() -> bool:
    """Whether all offices can stand on one page. One query."""
    return offices_at_work().count() <= OFFICES_ON_A_PAGE


def find_offices(request: HttpRequest, address_of: AddressOf) -> OfficeSearch:
    """What the address of the page asks for. address_of: where an office leads, and a county that
    words have found. 404 for a county that is none."""
    form, words = words_in(request, FindOfficeForm)
    areas = Unit.objects.filter(type__in=AREAS, status__in=AT_WORK).order_by("name")
    county = unit_in(request, areas, "county")
    if "county" in request.GET and county is None:
        raise Http404
    page = Paginator(offices_for(words, county), OFFICES_ON_A_PAGE)
    found = page.get_page(request.GET.get("page"))
    return OfficeSearch(
        form=form,
        words=words,
        county=county,
        areas=() if words or county else tuple(areas.filter(SERVES_ALL)),
        places=tuple(Place(unit, address_of(unit)) for unit in found),
        page=found,
    )


def offices_for(words: str, county: Unit | None) -> QuerySet[Unit]:
    """What the words fit, counties too; or a county’s offices; or those that belong to none."""
    if words:
        kinds = (*AREAS, *MEETS_PEOPLE)
        found = Unit.objects.filter(type__in=kinds, status__in=AT_WORK).select_related("parent")
        return units_matching(words, found)
    if county:
        return offices_at_work().filter(pk__in=units_below([county.pk])[county.pk])
    return offices_at_work().filter(SERVES_ALL)
