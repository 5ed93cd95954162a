"""What every page of reviews looks up first."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from medverk.people.access import Action, allows
from medverk.people.models import Unit
from medverk.people.requests import PersonRequest
from medverk.people.tables import LARGEST_FILE, Expected, Problem, TableError
from medverk.reviews import queries
from medverk.reviews.models import Round

form_page = require_http_methods(["GET", "HEAD", "POST"])


def round_or_404(unit: Unit, number: int) -> Round:
    """A round of this very office that was not cancelled."""
    return get_object_or_404(queries.rounds_of(unit), pk=number)


def office_or_404(unit: Unit) -> Unit:
    if not queries.is_office(unit):
        raise Http404
    return unit


def bytes_of(file: UploadedFile) -> bytes:
    """The file's content. Raises TableError before a file that is too large is read."""
    if file.size is None or file.size > LARGEST_FILE:
        raise TableError(Problem(0, "", Expected.SMALLER_FILE))
    content: bytes = file.read()
    return content


def may(request: PersonRequest, action: Action, unit: Unit) -> bool:
    return allows(request.standings, action, unit.pk)


def today(request: PersonRequest) -> date:
    return timezone.localdate(request.now)
