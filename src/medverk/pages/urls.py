"""Addresses of this room."""

from medverk.pages.views import areas, centre, front, office, own, promise, public, rebase
from medverk.people.access import Action
from medverk.people.routes import route

PUBLIC = Action.OPEN_PUBLIC_PAGE

urlpatterns = [
    route("", front.start, PUBLIC, name="start"),
    route("my/", front.my_pages, Action.SEE_START_PAGE, name="my_pages"),
    route("public/offices/", public.public_offices, PUBLIC, name="public_offices"),
    route("public/offices/<int:unit>/", public.public_office, PUBLIC, name="public_office"),
    route("my/results/", own.own_page, Action.SEE_OWN_RESULTS, name="own_results"),
    route(
        "units/<int:unit>/results/",
        office.office_results,
        Action.SEE_OFFICE_RESULTS,
        name="office_results",
    ),
    route(
        "units/<int:unit>/county/",
        areas.county_results,
        Action.SEE_COUNTY_RESULTS,
        name="county_results",
    ),
    route("country/", areas.country_results, Action.SEE_COUNTRY_RESULTS, name="country_results"),
    route(
        "units/<int:unit>/calls/",
        centre.centre_results,
        Action.SEE_CENTRE_RESULTS,
        name="centre_results",
    ),
    route(
        "units/<int:unit>/series/anew/",
        rebase.begin_anew,
        Action.BEGIN_SERIES_ANEW,
        name="rebase",
    ),
    route(
        "units/<int:unit>/series/anew/<int:number>/back/",
        rebase.take_back,
        Action.BEGIN_SERIES_ANEW,
        name="rebase_take_back",
    ),
    route("promise/", promise.promise, Action.SEE_PROMISE, name="promise"),
]
