"""The privacy officer's page: who did what."""

from operator import itemgetter

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from medverk.people import queries
from medverk.people.logged import words_for
from medverk.people.requests import PersonRequest

ENTRIES_ON_A_PAGE = 100


@require_GET
def log(request: PersonRequest) -> HttpResponse:
    """The log, newest first, of one kind of action when that is chosen."""
    kinds = queries.logged_actions()
    chosen = request.GET.get("action", "")
    chosen = chosen if chosen in kinds else ""
    paginator = Paginator(queries.log_entries(chosen), ENTRIES_ON_A_PAGE)
    context = {
        "page": paginator.get_page(request.GET.get("page")),
        "kinds": sorted(((kind, words_for(kind)) for kind in kinds), key=itemgetter(1)),
        "chosen": chosen,
    }
    return render(request, "people/log.html", context)
