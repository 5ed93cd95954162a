"""The access table is held against every address that exists, for every role [issue 2, section 2].

A new address without an action fails; so does one with a kind of argument that SAMPLES lacks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from medverk.people.access import ACCESS, ANYONE, Action, Grant, Role, Scope, Standing, allows
from medverk.people.routes import ACTIONS
from tests.people.agency import Agency, make_person

# One value for each named part of an address but `unit`; what it names need not exist.
SAMPLES: dict[str, object] = {
    "case": 1,
    "checklist": "plan",
    "client": 1,
    "complaint": 1,
    "code": "XXXX-XXXX-XXXX",
    "day": "2026-11-18",
    "edition": "2026-H1",
    "encounter": 1,
    "experience": 1,
    "finding": 1,
    "guidance": "00000000-0000-4000-8000-000000000000",
    "improvement": 1,
    "invitation": "00000000-0000-4000-8000-000000000000",
    "feedback": 1,
    "key": "conversation",
    "language": "uk",
    "membership": 1,
    "message": 1,
    "number": 1,
    "pass": "x",
    "person": 1,
    "pilot": 1,
    "questionnaire": "conversation",
    "receiver": 1,
    "release": "00000000-0000-4000-8000-000000000000",
    "round": 1,
    "token": "XXXX-XXXX-XXXX",
    "translation": 1,
    "version": 1,
    "week": "2026-W47",
    "year": 2026,
}

HOMES = {
    Role.COUNSELLOR: "office",
    Role.INTERVIEWER: "county",
    Role.CASEWORKER: "county",
    Role.OFFICE_LEADER: "office",
    Role.COUNTY_STAFF: "county",
    Role.DIRECTORATE: "directorate",
    Role.CONTACT_CENTRE: "centre",
    Role.PRIVACY_OFFICER: "directorate",
    Role.ADMINISTRATOR: "directorate",
}
UNITS = ("directorate", "county", "office", "other_county", "other_office", "centre")
BELOW = {
    "directorate": UNITS,
    "county": ("county", "office"),
    "office": ("office",),
    "centre": ("centre",),
}


@dataclass(frozen=True)
class Address:
    """One URL pattern of the site. `parameters` are the names of its parts."""

    name: str
    view_name: str  # with its namespace
    parameters: frozenset[str]


def walk(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from walk(pattern.url_patterns, inner)
        else:
            name = pattern.name or ""
            parts = frozenset(pattern.pattern.regex.groupindex)
            yield Address(name, namespace + name, parts - pattern.default_args.keys())


ADDRESSES = list(walk(get_resolver().url_patterns))
NAMED = [address for address in ADDRESSES if address.name in ACTIONS]


def url_of(address: Address, unit: int | None) -> str:
    missing = address.parameters - SAMPLES.keys() - {"unit"}
    if missing:
        pytest.fail(f"Add a sample for {sorted(missing)} of {address.name!r} to SAMPLES.")
    values = {name: SAMPLES[name] for name in address.parameters - {"unit"}}
    return reverse(address.view_name, kwargs=values | ({"unit": unit} if unit else {}))


def table_says(role: Role, action: Action, unit: str | None) -> bool:
    """The same question as `allows`, asked of the table in another way."""
    home = HOMES[role]
    reached = {
        Scope.SELF: unit is None,
        Scope.UNIT: unit == home,
        Scope.BELOW: unit in BELOW[home],
        Scope.EVERYWHERE: True,
    }
    return any(Grant(role, action, scope) in ACCESS for scope, yes in reached.items() if yes)


def answer(client: Client, method: str, url: str):
    """What the site answers; what a view did is undone, also when it raised."""
    with transaction.atomic():
        answered = getattr(client, method)(url)
        transaction.set_rollback(True)
    return answered


def is_sent_to_login(answered) -> bool:
    return answered.status_code == 302 and answered["Location"] == reverse("login")


def is_refused(answered) -> bool:
    return answered.status_code == 403 or is_sent_to_login(answered)


def test_it_has_an_action_for_every_address():
    assert [address for address in ADDRESSES if address.name not in ACTIONS] == []


def test_it_has_each_name_once():
    names = [address.name for address in ADDRESSES]
    assert sorted(names) == sorted(set(names))


def test_it_grants_every_action_to_somebody():
    granted = {grant.action for grant in ACCESS} | ANYONE
    assert granted == set(Action)
    assert {grant.action for grant in ACCESS} & ANYONE == set()
    assert len(set(ACCESS)) == len(ACCESS)


@pytest.fixture
def units(agency: Agency) -> dict[str, int]:
    return {name: getattr(agency, name).pk for name in UNITS}


@pytest.mark.django_db
@pytest.mark.parametrize("address", NAMED, ids=lambda address: address.name)
def test_it_lets_each_role_in_where_the_table_says(address, agency, units):
    action = ACTIONS[address.name]
    places = UNITS if "unit" in address.parameters else (None,)
    clients = {role: browser_of(role, agency) for role in Role} | {None: Client()}
    wrong = [
        (role, place, fault)
        for role, place in product(clients, places)
        for fault in faults(clients[role], url_of(address, units.get(place)), action, role, place)
    ]
    assert wrong == []


def browser_of(role: Role, agency: Agency) -> Client:
    person = make_person(role, role, getattr(agency, HOMES[role]))
    client = Client()
    client.post(reverse("login_as"), {"person": person.pk})
    return client


def faults(
    client: Client, url: str, action: Action, role: Role | None, place: str | None
) -> Iterator[str]:
    """Open the address; and where it is refused, try to send it a form too."""
    opened = answer(client, "get", url)
    if opened.status_code >= 500:
        yield f"failed with {opened.status_code}"
    if action in ANYONE:
        if is_sent_to_login(opened):
            yield "sent a stranger to the login"
    elif role is not None and table_says(role, action, place):
        if is_refused(opened):
            yield "refused what the table grants"
    else:
        if not is_refused(opened):
            yield f"opened what the table refuses: {opened.status_code}"
        if answer(client, "post", url).status_code != 403:
            yield "took a form that the table refuses"


@pytest.mark.django_db
def test_it_says_not_found_for_a_unit_that_is_not_there(agency):
    client = browser_of(Role.DIRECTORATE, agency)
    address = next(each for each in NAMED if ACTIONS[each.name] is Action.SEE_COUNTY_RESULTS
                   and "unit" in each.parameters)  # fmt: skip
    assert client.get(url_of(address, 999_999)).status_code == 404


@pytest.mark.parametrize("role", Role)
def test_it_answers_as_the_table_says(role):
    ids = {name: number for number, name in enumerate(UNITS, 1)}
    home = HOMES[role]
    standing = Standing(role, ids[home], frozenset(ids[name] for name in BELOW[home]))
    wrong = [
        (action, place)
        for action, place in product(Action, (None, *UNITS))
        if allows([standing], action, ids.get(place))
        is not (action in ANYONE or table_says(role, action, place))
    ]
    assert wrong == []


@pytest.mark.parametrize("action", Action)
def test_it_lets_a_stranger_do_only_what_anyone_may(action):
    assert allows([], action, None) is (action in ANYONE)
