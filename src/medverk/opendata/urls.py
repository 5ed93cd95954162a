"""Addresses of open data; they stay."""

from collections.abc import Callable

from django.http import StreamingHttpResponse
from django.urls import URLPattern

from medverk.opendata import views
from medverk.opendata.writing import Format
from medverk.people.access import Action
from medverk.people.routes import route

PUBLIC = Action.OPEN_PUBLIC_PAGE


def files(pattern: str, view: Callable[..., StreamingHttpResponse], name: str) -> list[URLPattern]:
    """A table in each format."""
    return [
        route(f"{pattern}.{format}", view, PUBLIC, name=f"{name}_{format}", format=format)
        for format in Format
    ]


urlpatterns = [
    route("open/", views.open_data, PUBLIC, name="open_data"),
    *(
        route(
            f"open/catalogue.{kind}",
            views.open_catalogue,
            PUBLIC,
            name=f"open_catalogue_{kind}",
            kind=kind,
        )
        for kind in views.GRAPHS
    ),
    *files("open/units", views.open_units, "open_units"),
    *files("open/releases", views.open_releases, "open_releases"),
    route("open/check/", views.check_release, PUBLIC, name="open_check"),
    route("open/releases/<uuid:release>/", views.open_release, PUBLIC, name="open_release"),
    route("open/releases/<uuid:release>.txt", views.open_document, PUBLIC, name="open_document"),
    *files("open/<slug:questionnaire>/questions", views.open_questions, "open_questions"),
    *files("open/<slug:questionnaire>/figures-<int:year>", views.open_figures, "open_figures"),
    *files("open/<slug:questionnaire>/groups-<str:edition>", views.open_groups, "open_groups"),
]
