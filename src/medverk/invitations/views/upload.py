"""A leader uploads the encounters of the office as a table.

A broken file is refused as a whole. In a readable file the valid rows are taken, in one
transaction, and every refused row is named by its line.
"""

from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from medverk.invitations.reasons import explain
from medverk.invitations.reporting import report
from medverk.invitations.table import COLUMNS, rows_of
from medverk.people.forms import TableForm
from medverk.people.models import Unit
from medverk.people.requests import PersonRequest
from medverk.people.table_texts import describe
from medverk.people.tables import LARGEST_FILE, Expected, Problem, TableError


@dataclass(frozen=True, slots=True)
class Upload:
    """What became of a file."""

    accepted: int
    refused: tuple[str, ...]  # a sentence for each, with the line
    stored: bool  # False: nothing of the file was taken


def upload_encounters(request: PersonRequest, unit: Unit) -> HttpResponse:
    """The form, and after it what became of each row."""
    form = TableForm(request.POST or None, request.FILES or None)
    upload = None
    if request.method == "POST" and form.is_valid():
        upload = take_in(request, unit, form.cleaned_data["table"])
    context = {"form": form, "unit": unit, "upload": upload, "columns": ", ".join(COLUMNS)}
    return render(request, "invitations/upload.html", context)


def take_in(request: PersonRequest, unit: Unit, file: UploadedFile) -> Upload:
    try:
        if file.size is None or file.size > LARGEST_FILE:
            raise TableError(Problem(0, "", Expected.SMALLER_FILE))
        numbered = rows_of(file.read(), unit)
    except TableError as error:
        return Upload(0, tuple(describe(problem) for problem in error.problems), stored=False)
    reported = report(
        rows=[row for _, row in numbered], unit=unit, by=request.person, now=request.now
    )
    refused = tuple(
        gettext("Line %(line)s: %(words)s") % {"line": line, "words": explain(reason)}
        for (line, _), reason in zip(numbered, reported.reasons, strict=True)
        if reason
    )
    return Upload(reported.accepted, refused, stored=True)
