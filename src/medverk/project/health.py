"""Addresses for machines that watch: alive, and ready to serve."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from medverk.people.access import Action
from medverk.people.routes import route


def health(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"state": "alive"})


def ready(request: HttpRequest) -> JsonResponse:
    """The database answers too, so that requests may be sent here."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"state": "the database does not answer"}, status=503)
    return JsonResponse({"state": "ready"})


urlpatterns = [
    route("health/", health, Action.SEE_HEALTH, name="health"),
    route("ready/", ready, Action.SEE_HEALTH, name="ready"),
]
