"""What became of messages; and, in the demo, the messages themselves."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from medverk.invitations.models import OutboxMessage
from medverk.invitations.reports import DAYS_SHOWN, sending_report
from medverk.people.access import Action, allows
from medverk.people.models import Unit
from medverk.people.queries import units_below
from medverk.people.requests import PersonRequest, VisitorRequest

MESSAGES_ON_A_PAGE = 25


@require_GET
def sending(request: PersonRequest, unit: Unit) -> HttpResponse:
    """Of a unit and those below: waiting, sent, uncertain, failed, and the gateways' state."""
    report = sending_report(units_below([unit.pk])[unit.pk], request.now)
    context = {
        "unit": unit,
        "report": report,
        "days_shown": DAYS_SHOWN,
        "may_upload": allows(request.standings, Action.UPLOAD_ENCOUNTERS, unit.pk),
    }
    return render(request, "invitations/sending.html", context)


@never_cache
@require_GET
def outbox(request: VisitorRequest) -> HttpResponse:
    """What would have been sent. It exists in the demo only."""
    if not settings.DEMO:
        raise Http404
    paginator = Paginator(OutboxMessage.objects.order_by("-at", "pk"), MESSAGES_ON_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    return render(request, "invitations/outbox.html", {"page": page})
