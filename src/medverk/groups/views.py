"""A half-year group by group: for an office, a county, the country, a contact centre, everybody."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from medverk.groups import words
from medverk.groups.rates import read_rates
from medverk.groups.reading import Reader, read_groups, tells_groups
from medverk.groups.sizes import SizesReading, read_sizes
from medverk.pages.below import units_under
from medverk.pages.results import (
    CALL,
    content_now,
    is_centre,
    language,
    questionnaires_of,
)
from medverk.people.models import Unit, UnitType
from medverk.people.requests import PersonRequest, VisitorRequest
from medverk.releases.dates import week_of
from medverk.releases.editions import edition_text
from medverk.releases.open_queries import (
    BrokenDown,
    breakdown_of,
    editions_of,
    offices_of_blocks,
)
from medverk.releases.queries import results_below, unit_results
from medverk.releases.streams import current_policy
from medverk.rules.publishing.half_years import half_year_of, weeks_of
from medverk.surveys.content import Content
from medverk.surveys.names import name_of


@dataclass(frozen=True, slots=True)
class Page:
    """Which address this is, and what leads back from it."""

    unit: Unit
    back: str
    public: bool = False


@require_GET
def office_groups(request: PersonRequest, unit: Unit) -> HttpResponse:
    """For those who work at the office."""
    back = "centre_results" if is_centre(unit) else "office_results"
    return groups_page(request, Page(unit, reverse(back, kwargs={"unit": unit.pk})))


@require_GET
def county_groups(request: PersonRequest, unit: Unit) -> HttpResponse:
    """For the county's staff, with small and large offices beside each other."""
    return groups_page(request, Page(unit, reverse("county_results", kwargs={"unit": unit.pk})))


@require_GET
def country_groups(request: PersonRequest) -> HttpResponse:
    """For the directorate."""
    unit = get_object_or_404(Unit, type=UnitType.DIRECTORATE)
    return groups_page(request, Page(unit, reverse("country_results")))


@require_GET
def public_groups(request: VisitorRequest, unit: int) -> HttpResponse:
    """For everybody: the figures are open."""
    found = get_object_or_404(Unit, pk=unit)
    back = reverse("public_office", kwargs={"unit": found.pk})
    return groups_page(request, Page(found, back, public=True))


def groups_page(request: VisitorRequest, page: Page) -> HttpResponse:
    """The half-year and the questionnaire that the address asks for; 404 for others."""
    known = questionnaires_for(page.unit)
    key = asked_for(request, "questionnaire", known)
    names = editions_of(page.unit.pk, key)
    edition = asked_for(request, "edition", names)
    content = content_now(key, request.now)
    values: dict[str, object] = {
        "unit": page.unit,
        "page": page,
        "key": key,
        "tabs": [
            {"key": each, "label": name_of(each), "here": each == key}
            for each in (known if len(known) > 1 else ())
        ],
        "editions": [
            {"name": name, "text": edition_text(name), "here": name == edition} for name in names
        ],
        "edition_name": edition,
        "edition": edition_text(edition) if names else "",
        "never": not names and content is not None and not content.background,
        "policy": current_policy(),
        "running": edition_text(half_year_of(week_of(request.now))),
    }
    if names and content is not None:
        values |= read_page(page, key, edition, content, request.GET.get("compare"))
    return render(request, "groups/groups.html", values)


def asked_for(request: VisitorRequest, name: str, offered: Sequence[str]) -> str:
    """What the address asks for of this, else the first; "" where nothing is offered."""
    if not offered:
        return ""
    chosen = request.GET.get(name, offered[0])
    if chosen not in offered:
        raise Http404
    return chosen


def questionnaires_for(unit: Unit) -> list[str]:
    """What is asked in the unit; of a whole country also what a contact centre asks."""
    known = list(questionnaires_of(unit))
    return [*known, CALL] if unit.type == UnitType.DIRECTORATE else known


def read_page(
    page: Page, key: str, edition: str, content: Content, wanted: str | None
) -> dict[str, object]:
    """The unit's groups; where it shows none, those of the nearest unit above that shows any.
    wanted: the question by which small and large offices are compared."""
    unit = page.unit
    found = breakdown_of(unit.pk, key, edition)
    shown, groups = unit, found
    while not tells_groups(groups):
        if shown.parent is None:
            break
        shown = shown.parent
        groups = breakdown_of(shown.pk, key, edition)
    if groups is None or not tells_groups(groups):
        return {"nothing": True}
    reader = reader_for(groups, key, content, shown)
    reading = read_groups(groups, reader)
    return {
        "reading": reading,
        "lead": words.lead(reading),
        "everybody": reader.everybody,
        "differences": [words.difference_text(said) for said in reading.differences],
        "shown": shown,
        "elsewhere": shown != unit,
        "titles": {
            table.key: words.title_of(table.names, content, language())
            for table in (*reading.tables, *reading.pairs)
        },
        "rates": () if page.public or shown != unit else read_rates(groups, key, reader.label),
        "rates_elsewhere": shown != unit and not page.public,
        "sizes": sizes_of(unit, key, edition, content, wanted),
    }


def reader_for(found: BrokenDown, key: str, content: Content, shown: Unit) -> Reader:
    options = words.options_of(content, language())
    blocks = frozenset().union(*(group.blocks for group in found.groups))
    first, last = weeks_of(found.edition)
    return Reader(
        content,
        language(),
        lambda by: words.label_of(by, options),
        offices_of_blocks(blocks, key),
        unit_results(shown.pk, key, since=first, to=last).n,
    )


def sizes_of(
    unit: Unit, key: str, edition: str, content: Content, wanted: str | None
) -> SizesReading | None:
    """Small and large offices of a county or the country, in the weeks of the half-year."""
    if unit.type not in (UnitType.COUNTY, UnitType.DIRECTORATE) or key == CALL:
        return None
    first, last = weeks_of(edition)
    below = results_below(units_under(unit, UnitType.OFFICE), key, since=first, to=last)
    return read_sizes(content, below, language(), wanted)
