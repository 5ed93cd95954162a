"""An administrator's pages: units and persons, one by one and from tables."""

from collections.abc import Callable

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from medverk.people import actions, queries, table_texts
from medverk.people.access import Role
from medverk.people.choosing import choose_unit, unit_in, units_matching, words_in
from medverk.people.forms import PersonForm, RoleForm, SearchForm, TableForm
from medverk.people.imports import Imported, import_persons, import_units
from medverk.people.models import Membership, Person, Unit
from medverk.people.person_table import COLUMNS as PERSON_COLUMNS
from medverk.people.requests import PersonRequest
from medverk.people.tables import LARGEST_FILE, Expected, Problem, TableError
from medverk.people.unit_table import COLUMNS as UNIT_COLUMNS

PERSONS_ON_A_PAGE = 50
UNITS_ON_A_PAGE = 50


@require_GET
def units(request: PersonRequest) -> HttpResponse:
    """Units found by words, or those right below one: `?under=`, at first the directorate."""
    form, words = words_in(request)
    everything = Unit.objects.select_related("parent")
    under = None if words else unit_in(request, everything, "under") or only_top(everything)
    found = units_matching(words, everything if words else everything.filter(parent=under))
    page = Paginator(found, UNITS_ON_A_PAGE).get_page(request.GET.get("page"))
    above = [] if under is None else [under]
    context = {
        "form": form,
        "words": words,
        "page": page,
        "under": under,
        "path": queries.path_to(under) if under else [],
        "lines": queries.unit_lines([*above, *page], timezone.localdate(request.now)),
    }
    return render(request, "people/units.html", context)


def only_top(units: QuerySet[Unit]) -> Unit | None:
    """The unit that has none above it; None where there are several, or none yet."""
    tops = list(units.filter(parent=None)[:2])
    return tops[0] if len(tops) == 1 else None


def unit_table(request: PersonRequest) -> HttpResponse:
    return table_page(request, import_units, "units", UNIT_COLUMNS)


def person_table(request: PersonRequest) -> HttpResponse:
    return table_page(request, import_persons, "persons", PERSON_COLUMNS)


def table_page(
    request: PersonRequest, action: Callable[..., Imported], what: str, columns: tuple[str, ...]
) -> HttpResponse:
    """Upload a table; when it is refused, every fault is shown and nothing is stored."""
    form = TableForm(request.POST or None, request.FILES or None)
    faults: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            imported = take_in(request, action, form.cleaned_data["table"])
            messages.success(request, sentence(imported))
            return redirect(what)
        except TableError as error:
            faults = [table_texts.describe(problem) for problem in error.problems]
    context = {"form": form, "faults": faults, "columns": ", ".join(columns)}
    return render(request, f"people/import_{what}.html", context)


def take_in(
    request: PersonRequest, action: Callable[..., Imported], file: UploadedFile
) -> Imported:
    """Raises TableError; a file that is too large is refused before it is read into memory."""
    if file.size is None or file.size > LARGEST_FILE:
        raise TableError(Problem(0, "", Expected.SMALLER_FILE))
    return action(data=file.read(), by=request.person, now=request.now)


def sentence(imported: Imported) -> str:
    return gettext("The table is stored: %(new)s new, %(changed)s changed, %(same)s as before.") % {
        "new": number_format(imported.new),
        "changed": number_format(imported.changed),
        "same": number_format(imported.same),
    }


@require_GET
def persons(request: PersonRequest) -> HttpResponse:
    """Everyone who works with Medverk, found by words."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    paginator = Paginator(queries.persons_matching(words), PERSONS_ON_A_PAGE)
    context = {"form": form, "words": words, "page": paginator.get_page(request.GET.get("page"))}
    return render(request, "people/persons.html", context)


def new_person(request: PersonRequest) -> HttpResponse:
    """Add one person, and go on to give a role."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            someone = actions.add_person(by=request.person, now=request.now, **form.cleaned_data)
            messages.success(request, gettext("The person is added. Give a role now."))
            return redirect("person", person=someone.pk)
        except IntegrityError:  # somebody else added the same person in this moment
            form.full_clean()
    return render(request, "people/new_person.html", {"form": form})


def person(request: PersonRequest, person: int) -> HttpResponse:
    """One person's roles; give another."""
    someone = get_object_or_404(Person, pk=person)
    today = timezone.localdate(request.now)
    choice = choose_unit(request, Unit.objects.all())
    first = {"valid_from": today, "unit": choice.unit}
    form = RoleForm(request.POST or None, initial=first, unit=choice.unit)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data) | {"role": Role(form.cleaned_data["role"])}
        try:
            actions.give_role(person=someone, by=request.person, now=request.now, **given)
            messages.success(request, gettext("The role is given."))
            return redirect("person", person=someone.pk)
        except actions.RoleHeldError:
            form.add_error("valid_from", gettext("The person has this role from that day already."))
    roles = queries.roles_of(someone, today)
    context = {"form": form, "choice": choice, "someone": someone, "roles": roles}
    return render(request, "people/person.html", context)


@require_POST
def end_role(request: PersonRequest, person: int, membership: int) -> HttpResponse:
    """The role ends today."""
    held = get_object_or_404(Membership, pk=membership, person=person)
    today = timezone.localdate(request.now)
    actions.end_role(membership=held, last=today, by=request.person, now=request.now)
    messages.success(request, gettext("The role ends today."))
    return redirect("person", person=person)


@require_POST
def set_active(request: PersonRequest, person: int) -> HttpResponse:
    """Let a person in, or shut them out."""
    someone = get_object_or_404(Person, pk=person)
    active = request.POST.get("active") == "yes"
    actions.set_active(person=someone, active=active, by=request.person, now=request.now)
    return redirect("person", person=person)
