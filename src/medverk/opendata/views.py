"""The page of open data, its files, and the check of a release [disclosure G5]."""

from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from medverk.opendata import rows
from medverk.opendata.catalogue import describe
from medverk.opendata.forms import CheckForm
from medverk.opendata.listing import catalogue
from medverk.opendata.rows import Table
from medverk.opendata.writing import MEDIA_TYPES, Format, write
from medverk.people.requests import VisitorRequest
from medverk.releases import open_queries
from medverk.rules.disclosure.document import digest_document
from medverk.surveys.content import Content
from medverk.surveys.models import Version
from medverk.surveys.queries import content

GRAPHS = {"ttl": ("turtle", "text/turtle"), "jsonld": ("json-ld", "application/ld+json"),
          "rdf": ("pretty-xml", "application/rdf+xml")}  # fmt: skip
NEWEST = 12

Response = TypeVar("Response", HttpResponse, StreamingHttpResponse)


@require_GET
def open_data(request: VisitorRequest) -> HttpResponse:
    """What there is, under which licence, and how to check it."""
    described = catalogue(request.now)
    language = request.LANGUAGE_CODE
    datasets = [
        {
            "title": dataset.title[language],
            "description": dataset.description[language],
            "files": [{"path": f.path, "title": f.title[language]} for f in dataset.files],
        }
        for dataset in described.datasets
    ]
    releases = open_queries.published()
    values = {
        "datasets": datasets,
        "releases": releases[:NEWEST],
        "number": len(releases),
        "graphs": GRAPHS,
    }
    return render(request, "opendata/open_data.html", values)


@require_GET
def open_catalogue(request: VisitorRequest, kind: str) -> HttpResponse:
    """The description in DCAT-AP-NO."""
    serialised, media_type = GRAPHS[kind]
    graph = describe(catalogue(request.now))
    return share(HttpResponse(graph.serialize(format=serialised), content_type=media_type))


@require_GET
def open_figures(
    request: HttpRequest, questionnaire: str, year: int, format: Format
) -> StreamingHttpResponse:
    """All totals of a year."""
    if year not in open_queries.years(questionnaire):
        raise Http404
    return table(rows.figures(questionnaire, year, contents_of(questionnaire)), format)


@require_GET
def open_groups(
    request: HttpRequest, questionnaire: str, edition: str, format: Format
) -> StreamingHttpResponse:
    """All groups of a half-year."""
    if edition not in open_queries.editions(questionnaire):
        raise Http404
    return table(rows.breakdowns(questionnaire, edition, contents_of(questionnaire)), format)


@require_GET
def open_questions(
    request: HttpRequest, questionnaire: str, format: Format
) -> StreamingHttpResponse:
    """What the questions mean."""
    contents = contents_of(questionnaire)
    if not contents:
        raise Http404
    return table(rows.questions(contents), format)


@require_GET
def open_units(request: HttpRequest, format: Format) -> StreamingHttpResponse:
    """Every unit."""
    return table(rows.units(), format)


@require_GET
def open_releases(request: HttpRequest, format: Format) -> StreamingHttpResponse:
    """Every release."""
    return table(rows.releases(settings.ENVIRONMENT.address), format)


def table(found: Table, format: Format) -> StreamingHttpResponse:
    return share(StreamingHttpResponse(write(found, format), content_type=MEDIA_TYPES[format]))


def contents_of(questionnaire: str) -> list[Content]:
    """Every version of a questionnaire that was ever in use, oldest first."""
    versions = Version.objects.filter(
        questionnaire__key=questionnaire, in_use_from__isnull=False
    ).order_by("number")
    return [content(version) for version in versions.values_list("pk", flat=True)]


def share(response: Response) -> Response:
    """Pages of other sites may read it too."""
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_GET
def open_release(request: VisitorRequest, release: UUID) -> HttpResponse:
    """One release: its digest as it was stored, and the digest of what the tables hold now."""
    found = open_queries.published_one(release)
    if found is None:
        raise Http404
    document = open_queries.document(release)
    counted = digest_document(document) if document is not None else None
    address = f"{settings.ENVIRONMENT.address}/open/releases/{release}.txt"
    values = {
        "release": found,
        "counted": counted,
        "same": counted == found.digest,
        "address": address,
        "bare": found.digest.removeprefix("sha256:"),
    }
    return render(request, "opendata/release.html", values)


@require_GET
def open_document(request: HttpRequest, release: UUID) -> HttpResponse:
    """The document of a release, byte for byte what its digest is the SHA-256 of."""
    document = open_queries.document(release)
    if document is None:
        raise Http404
    return share(HttpResponse(document.encode(), content_type="text/plain; charset=utf-8"))


@require_http_methods(["GET", "POST"])
def check_release(request: VisitorRequest) -> HttpResponse:
    """Compute the digest of a document that somebody kept, and say which release it is."""
    form = CheckForm(request.POST or None, request.FILES or None)
    values: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        digest = form.digest()
        values |= {"digest": digest, "release": open_queries.known_digest(digest)}
    return render(request, "opendata/check.html", values)
