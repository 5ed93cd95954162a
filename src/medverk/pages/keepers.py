"""Who can read what, taken from the two tables that decide it: privileges and access."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from medverk.people.access import ACCESS, Action, Scope
from medverk.people.privacy import DatabaseRole, Privacy
from medverk.people.role_names import ROLES

GUARDED: dict[Privacy, Promise] = {
    Privacy.SEALED: _("sealed answers"),
    Privacy.ANSWER: _("answers"),
    Privacy.CONTACT: _("telephone numbers and addresses"),
    Privacy.SECRET: _("keys and codes"),
}
RIGHTS: dict[str, Promise] = {
    "SELECT": _("read"),
    "INSERT": _("add"),
    "UPDATE": _("change"),
    "DELETE": _("delete"),
}
DOORS: dict[Action, Promise] = {
    Action.SEE_OWN_RESULTS: _("a counsellor’s own results"),
    Action.SEE_OFFICE_RESULTS: _("an office’s results"),
    Action.SEE_COUNTY_RESULTS: _("a county’s results"),
    Action.SEE_COUNTRY_RESULTS: _("national results"),
    Action.SEE_CENTRE_RESULTS: _("a contact centre’s results"),
    Action.SEE_LOG: _("the log of what employees did"),
    Action.SEE_PROMISE: _("this page"),
}
REACH: dict[Scope, Promise] = {
    Scope.UNIT: _("in their unit"),
    Scope.BELOW: _("in their unit and below"),
    Scope.EVERYWHERE: _("everywhere"),
}


@dataclass(frozen=True, slots=True)
class Guarded:
    """A table with something worth guarding, and what each process may do with it."""

    table: str
    holds: tuple[Promise, ...]
    web: tuple[Promise, ...]
    releaser: tuple[Promise, ...]


def readers_of_tables() -> list[Guarded]:
    """The tables that hold answers, contacts or secrets, as the privileges are granted."""
    return [
        Guarded(model._meta.db_table, holds, rights(model, "web"), rights(model, "releaser"))
        for model in apps.get_models()
        if (holds := what_it_holds(model))
    ]


def what_it_holds(model: type[Model]) -> tuple[Promise, ...]:
    classes: Iterable[Privacy] = getattr(model, "privacy", {}).values()
    present = set(classes)
    return tuple(words for kind, words in GUARDED.items() if kind in present)


def rights(model: type[Model], role: str) -> tuple[Promise, ...]:
    granted = getattr(model, "privileges", {}).get(DatabaseRole(role), frozenset())
    return tuple(words for right, words in RIGHTS.items() if right in granted)


@dataclass(frozen=True, slots=True)
class Door:
    """A kind of page and those who may open it."""

    what: Promise
    who: tuple[tuple[Promise, Promise | None], ...]  # role, and how far it reaches


def who_opens_what() -> list[Door]:
    return [
        Door(
            words,
            tuple((ROLES[g.role], REACH.get(g.scope)) for g in ACCESS if g.action is action),
        )
        for action, words in DOORS.items()
    ]
