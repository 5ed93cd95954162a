"""The request as views see it, once `person_middleware` has been there."""

from datetime import datetime

from django.http import HttpRequest

from medverk.people.access import Standing
from medverk.people.models import Person


class VisitorRequest(HttpRequest):
    """From anyone: `person` is None when nobody is logged in."""

    now: datetime
    person: Person | None
    standings: tuple[Standing, ...]


class PersonRequest(VisitorRequest):
    """From somebody whom the access table lets in."""

    person: Person
