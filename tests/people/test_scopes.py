"""How far a grant reaches: the rule under the access table, without a database."""

import pytest

from medverk.people.access import Action, Role, Scope, Standing, allows, covers

COUNTY, OFFICE, ELSEWHERE = 1, 2, 9
HELD = Standing(Role.COUNTY_STAFF, COUNTY, frozenset({COUNTY, OFFICE}))


@pytest.mark.parametrize(
    ("scope", "reached"),
    [
        (Scope.SELF, {None}),
        (Scope.UNIT, {COUNTY}),
        (Scope.BELOW, {COUNTY, OFFICE}),
        (Scope.EVERYWHERE, {None, COUNTY, OFFICE, ELSEWHERE}),
    ],
)
def test_a_scope_reaches_these_units(scope: Scope, reached: set[int | None]) -> None:
    units = [None, COUNTY, OFFICE, ELSEWHERE]
    assert {unit for unit in units if covers(scope, HELD, unit)} == reached


def test_each_role_reaches_its_own_units_only() -> None:
    """Two roles do not lend each other their reach."""
    leads = Standing(Role.OFFICE_LEADER, ELSEWHERE, frozenset({ELSEWHERE}))
    asks = Standing(Role.COUNSELLOR, OFFICE, frozenset({OFFICE}))
    action = Action.HANDLE_COMPLAINTS
    assert allows([leads, asks], action, ELSEWHERE)
    assert not allows([leads, asks], action, OFFICE)
