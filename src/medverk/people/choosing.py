"""Find one unit among a thousand: by words of its name, some at a time."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest

from medverk.people.forms import FindUnitForm
from medverk.people.models import Unit

CHOICES_ON_A_PAGE = 12


def units_matching(words: str, units: QuerySet[Unit], *nearest: Case) -> QuerySet[Unit]:
    """Units whose name holds each word, or whose number begins with it; by name, and first those
    whose name begins with what was written: who types three letters means the beginning. `nearest`
    goes before all that."""
    for word in words.split():
        units = units.filter(Q(name__icontains=word) | Q(number__startswith=word))
    begins = Case(
        When(name__istartswith=words.strip(), then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return units.order_by(*nearest, begins, "name", "number", "type")


def words_in(
    request: HttpRequest, kind: type[FindUnitForm] = FindUnitForm
) -> tuple[FindUnitForm, str]:
    """The form for searching, and what was searched for: nothing when it cannot be a name."""
    form = kind(request.GET)
    return form, form.cleaned_data["words"] if form.is_valid() else ""


def unit_in(request: HttpRequest, units: QuerySet[Unit], name: str = "unit") -> Unit | None:
    """The unit whose id the address or the form gives; None for anything else. One query."""
    number = request.POST.get(name) or request.GET.get(name) or ""
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        return None
    return units.filter(pk=int(number)).first()


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A step before a form: which unit is it about? `unit` is None until one is chosen."""

    form: FindUnitForm
    words: str
    page: Page[Unit] | None
    unit: Unit | None


def choose_unit(request: HttpRequest, units: QuerySet[Unit]) -> UnitChoice:
    """What `people/choose_unit.html` shows. Three queries at most, however many units there are."""
    form, words = words_in(request)
    units = units.select_related("parent")
    unit = unit_in(request, units)
    if unit:
        return UnitChoice(form, words, None, unit)
    found = Paginator(units_matching(words, units), CHOICES_ON_A_PAGE)
    return UnitChoice(form, words, found.get_page(request.GET.get("page")), None)
