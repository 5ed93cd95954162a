"""Addresses of this room."""

from medverk.people.access import Action
from medverk.people.routes import route
from medverk.people.views import login, own

urlpatterns = [
    route("login/", login.login, Action.LOG_IN, name="login"),
    route("login/as/", login.login_as, Action.LOG_IN, name="login_as"),
    route("login/callback/", login.callback, Action.LOG_IN, name="login_callback"),
    route("logout/", login.logout, Action.LOG_IN, name="logout"),
    route("logged-out/", login.logged_out, Action.LOG_IN, name="logged_out"),
    route("language/", login.language, Action.LOG_IN, name="language"),
    route("settings/", own.settings, Action.CHANGE_SETTINGS, name="my_settings"),
]
