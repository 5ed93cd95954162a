"""What a unit has found, and the form that other pages lead to [L1]."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from medverk.improvement import actions, queries
from medverk.improvement.forms import FindingForm, SetAsideForm
from medverk.improvement.indicators import indicator_of, names_of, quoted
from medverk.improvement.views.asking import finding_or_404, form_page, may_write
from medverk.improvement.words import BY_HAND
from medverk.people.models import Unit
from medverk.people.requests import PersonRequest
from medverk.rules.improvement.paths import is_own_path
from medverk.rules.improvement.states import Source

PAGE = 30


@require_GET
def findings(request: PersonRequest, unit: Unit) -> HttpResponse:
    """Open findings first, with what is done about each."""
    page = Paginator(queries.findings_of(unit), PAGE).get_page(request.GET.get("page"))
    names = names_of([finding.indicator for finding in page], request.now)
    context = {"unit": unit, "page": page, "names": names, "writes": may_write(request, unit)}
    return render(request, "improvement/findings.html", context)


@form_page
def new_finding(request: PersonRequest, unit: Unit) -> HttpResponse:
    """A finding; the address of the page that led here fills in what is known.

    ?source=, indicator=, from= (a path of this site): what does not make sense is left out.
    """
    form = FindingForm(request.POST or None, initial=asked_for(request), unit=unit, now=request.now)
    if form.is_valid():
        finding = actions.add_finding(
            unit=unit, found=form.found(), by=request.person, now=request.now
        )
        if "only" in request.POST:
            messages.success(request, _("The finding is saved."))
            return redirect("findings", unit=unit.pk)
        return redirect("improvement_new", unit=unit.pk, finding=finding.pk)
    return render(request, "improvement/finding_new.html", {"unit": unit, "form": form})


def asked_for(request: PersonRequest) -> dict[str, str]:
    """What the form starts with."""
    source = request.GET.get("source", "")
    reference = request.GET.get("from", "")
    indicator = indicator_of(request.GET.get("indicator", ""), request.now)
    known = {"source": source if source in dict(BY_HAND) else Source.SIGNAL}
    if is_own_path(reference):
        known["reference"] = reference
    if indicator:
        known["indicator"] = indicator.key
        known["statement"] = _("%(statement)s stands out in what our users answer.") % {
            "statement": quoted(indicator)
        }
    return known


@form_page
def set_aside(request: PersonRequest, unit: Unit, finding: int) -> HttpResponse:
    """Nothing is done about it, and why."""
    found = finding_or_404(unit, finding)
    form = SetAsideForm(request.POST or None)
    if form.is_valid():
        why = form.cleaned_data["why"]
        actions.set_aside(finding=found, why=why, by=request.person, now=request.now)
        messages.success(request, _("The finding is set aside."))
        return redirect("findings", unit=unit.pk)
    context = {"unit": unit, "finding": found, "form": form}
    return render(request, "improvement/set_aside.html", context)
