"""The privacy officer's page: who did what."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from medverk.people import queries
from medverk.people.requests import PersonRequest

ENTRIES_ON_A_PAGE = 100


@require_GET
def log(request: PersonRequest) -> HttpResponse:
    """The log, newest first, of one kind of action when that is chosen."""
    kinds = queries.logged_actions()
    chosen = request.GET.get("action", "")
    chosen = chosen if chosen in kinds else ""
    paginator = Paginator(queries.log_entries(chosen), ENTRIES_ON_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    return render(request, "people/log.html", {"page": page, "kinds": kinds, "chosen": chosen})
