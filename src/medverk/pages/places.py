"""The menu: which pages each role comes for, as data, in the order they are needed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from medverk.people.access import Role, Standing, allows
from medverk.people.models import Unit
from medverk.people.routes import ACTIONS

MENU_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Place:
    """A page that a menu may lead to. `roles`: those for whom it belongs in the menu."""

    name: str  # of the URL
    label: Promise
    roles: frozenset[Role]
    of_unit: bool


def place(name: str, label: Promise, *roles: Role, of_unit: bool = False) -> Place:
    return Place(name, label, frozenset(roles), of_unit)


PLACES: tuple[Place, ...] = (
    place("country_results", _("Results"), Role.DIRECTORATE),
    place("county_results", _("Results"), Role.COUNTY_STAFF, of_unit=True),
    place("office_results", _("Results"), Role.OFFICE_LEADER, of_unit=True),
    place("centre_results", _("Results"), Role.CONTACT_CENTRE, of_unit=True),
    place("invite", _("Invite"), Role.COUNSELLOR, of_unit=True),
    place("own_results", _("My results"), Role.COUNSELLOR, Role.CONTACT_CENTRE),
    place("office_results", _("The office"), Role.COUNSELLOR, of_unit=True),
    place(
        "improvements",
        _("Improvements"),
        Role.OFFICE_LEADER,
        Role.COUNSELLOR,
        Role.COUNTY_STAFF,
        Role.CONTACT_CENTRE,
        Role.DIRECTORATE,
        of_unit=True,
    ),
    place(
        "experiences",
        _("Experiences"),
        Role.OFFICE_LEADER,
        Role.COUNSELLOR,
        Role.COUNTY_STAFF,
        Role.CONTACT_CENTRE,
        Role.DIRECTORATE,
    ),
    place("interview_page", _("Interview"), Role.INTERVIEWER, of_unit=True),
    place(
        "complaints",
        _("Complaints"),
        Role.CASEWORKER,
        Role.OFFICE_LEADER,
        Role.COUNTY_STAFF,
        Role.DIRECTORATE,
        of_unit=True,
    ),
    place("complaint_reports", _("Complaints by year"), Role.CASEWORKER, of_unit=True),
    place("promise", _("The promise"), Role.PRIVACY_OFFICER),
    place("persons", _("People"), Role.ADMINISTRATOR),
    place("units", _("Units"), Role.ADMINISTRATOR),
    place(
        "pilots",
        _("Pilots"),
        Role.COUNTY_STAFF,
        Role.OFFICE_LEADER,
        Role.COUNSELLOR,
        of_unit=True,
    ),
    place(
        "reviews",
        _("Quality"),
        Role.OFFICE_LEADER,
        Role.COUNTY_STAFF,
        Role.COUNSELLOR,
        of_unit=True,
    ),
    place(
        "exchange",
        _("Between units"),
        Role.OFFICE_LEADER,
        Role.COUNTY_STAFF,
        Role.COUNSELLOR,
        Role.CONTACT_CENTRE,
        Role.DIRECTORATE,
        of_unit=True,
    ),
    place(
        "sending",
        _("Sending"),
        Role.OFFICE_LEADER,
        Role.CONTACT_CENTRE,
        Role.COUNTY_STAFF,
        of_unit=True,
    ),
    place(
        "questionnaires",
        _("Questionnaires"),
        Role.DIRECTORATE,
        Role.PRIVACY_OFFICER,
        Role.ADMINISTRATOR,
    ),
    place("log", _("The log"), Role.PRIVACY_OFFICER),
    place("api_clients", _("Connections"), Role.ADMINISTRATOR),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of somebody's menu. `here`: the page that is open, or a page under it."""

    label: Promise
    address: str
    here: bool
    exact: bool


def entries_of(standings: tuple[Standing, ...], unit: int | None, path: str) -> list[Entry]:
    """The menu of someone with these roles; in the unit of the address where a role is there.

    unit: the id of the unit that the open page is about; path: of the open page.
    """
    found: dict[str, Place] = {}
    for known in PLACES:
        for standing in ordered(standings, unit):
            address = address_of(known, standing)
            if address and address not in found:
                found[address] = known
                break
    shown = list(found.items())[:MENU_LENGTH]
    here = max((a for a, _place in shown if path.startswith(a)), key=len, default=None)
    return [Entry(p.label, a, a == here, a == path) for a, p in shown]


def ordered(standings: Iterable[Standing], unit: int | None) -> list[Standing]:
    return sorted(standings, key=lambda standing: standing.unit != unit)


def address_of(known: Place, standing: Standing) -> str | None:
    """Where the place is for this standing; None where the role has no such page."""
    action = ACTIONS.get(known.name)
    if standing.role not in known.roles or action is None:
        return None
    unit = standing.unit if known.of_unit else None
    return address(known.name, unit) if allows((standing,), action, unit) else None


def address(name: str, unit: Unit | int | None = None) -> str | None:
    """The address of a page, of a unit where it has one; None where this site has no such page."""
    try:
        return reverse(name, kwargs={"unit": getattr(unit, "pk", unit)} if unit else None)
    except NoReverseMatch:
        return None
