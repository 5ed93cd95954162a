"""The privacy officer's page: what is promised, and how to check that it holds [disclosure]."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from medverk.pages.keepers import readers_of_tables, who_opens_what
from medverk.pages.results import CALL, CALL_NAME, OFFICE_QUESTIONNAIRES
from medverk.people.requests import PersonRequest
from medverk.releases.queries import releases
from medverk.releases.streams import current_policy

SHOWN = 12


@require_GET
def promise(request: PersonRequest) -> HttpResponse:
    """The policy in force, the newest releases with their digests, and who can read what."""
    newest = releases()
    return render(
        request,
        "pages/promise.html",
        {
            "policy": current_policy(),
            "percent": round(100 * float(current_policy().max_share)),
            "releases": newest[:SHOWN],
            "number": len(newest),
            "names": {**OFFICE_QUESTIONNAIRES, CALL: CALL_NAME},
            "tables": readers_of_tables(),
            "doors": who_opens_what(),
        },
    )
