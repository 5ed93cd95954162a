"""The request as views get it once the middleware has asked who it is (types only)."""

from datetime import datetime

from django.http import HttpRequest

from medverk.people.access import Standing
from medverk.people.models import Person


class PersonRequest(HttpRequest):
    """A request to a page that only somebody who is logged in can open."""

    person: Person
    standings: tuple[Standing, ...]
    now: datetime
