"""What several pages of this room ask about the request."""

from datetime import date

from django.http import Http404
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from medverk.improvement.models import Finding, Improvement
from medverk.people.access import Action, allows
from medverk.people.models import Unit
from medverk.people.requests import PersonRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])


def may_write(request: PersonRequest, unit: Unit) -> bool:
    return allows(request.standings, Action.WRITE_IMPROVEMENTS, unit.pk)


def today(request: PersonRequest) -> date:
    return localdate(request.now)


def finding_or_404(unit: Unit, number: int) -> Finding:
    found = Finding.objects.filter(unit=unit, pk=number).first()
    if found is None:
        raise Http404
    return found


def improvement_or_404(unit: Unit, number: int) -> Improvement:
    rows = Improvement.objects.filter(unit=unit, pk=number)
    found = rows.select_related("finding", "responsible", "adopted_from__unit").first()
    if found is None:
        raise Http404
    return found
