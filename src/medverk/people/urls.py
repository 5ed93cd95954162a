"""Addresses of this room."""

from medverk.people.access import Action
from medverk.people.routes import route
from medverk.people.views import administration, login, own, trail

urlpatterns = [
    route("login/", login.login, Action.LOG_IN, name="login"),
    route("login/as/", login.login_as, Action.LOG_IN, name="login_as"),
    route("login/callback/", login.callback, Action.LOG_IN, name="login_callback"),
    route("logout/", login.logout, Action.LOG_IN, name="logout"),
    route("logged-out/", login.logged_out, Action.LOG_IN, name="logged_out"),
    route("language/", login.language, Action.LOG_IN, name="language"),
    route("settings/", own.settings, Action.CHANGE_SETTINGS, name="my_settings"),
    route("settings/emails/", own.emails, Action.CHANGE_SETTINGS, name="my_emails"),
    route("units/", administration.units, Action.MANAGE_PEOPLE, name="units"),
    route("units/import/", administration.unit_table, Action.MANAGE_PEOPLE, name="import_units"),
    route("persons/", administration.persons, Action.MANAGE_PEOPLE, name="persons"),
    route(
        "persons/import/", administration.person_table, Action.MANAGE_PEOPLE, name="import_persons"
    ),
    route("persons/new/", administration.new_person, Action.MANAGE_PEOPLE, name="new_person"),
    route("persons/<int:person>/", administration.person, Action.MANAGE_PEOPLE, name="person"),
    route(
        "persons/<int:person>/active/",
        administration.set_active,
        Action.MANAGE_PEOPLE,
        name="set_active",
    ),
    route(
        "persons/<int:person>/roles/<int:membership>/end/",
        administration.end_role,
        Action.MANAGE_PEOPLE,
        name="end_role",
    ),
    route("log/", trail.log, Action.SEE_LOG, name="log"),
]
