"""Addresses of this room."""

from medverk.groups import audits, views
from medverk.people.access import Action
from medverk.people.routes import route

urlpatterns = [
    route(
        "units/<int:unit>/results/groups/",
        views.office_groups,
        Action.SEE_OFFICE_RESULTS,
        name="office_groups",
    ),
    route(
        "units/<int:unit>/calls/groups/",
        views.office_groups,
        Action.SEE_CENTRE_RESULTS,
        name="centre_groups",
    ),
    route(
        "units/<int:unit>/county/groups/",
        views.county_groups,
        Action.SEE_COUNTY_RESULTS,
        name="county_groups",
    ),
    route(
        "country/groups/", views.country_groups, Action.SEE_COUNTRY_RESULTS, name="country_groups"
    ),
    route(
        "public/offices/<int:unit>/groups/",
        views.public_groups,
        Action.OPEN_PUBLIC_PAGE,
        name="public_groups",
    ),
    route("promise/audit/", audits.audit_page, Action.SEE_PROMISE, name="audit"),
    route("promise/audit/run/", audits.run_audit, Action.ASK_FOR_AUDIT, name="run_audit"),
]
