"""A small agency to test on: units of several scopes, and persons with roles in them."""

from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings as django_settings

from medverk.people.access import Role
from medverk.people.models import Membership, Person, Unit, UnitType

START = date(2025, 1, 1)


def make_unit(number: str, kind: UnitType, parent: Unit | None, name: str = "") -> Unit:
    return Unit.objects.create(
        number=number, type=kind, name=name or f"Unit {number}", valid_from=START, parent=parent
    )


def make_person(ident: str, role: Role | None = None, unit: Unit | None = None) -> Person:
    person = Person.objects.create(subject=f"sub-{ident}", ident=ident, name=f"Person {ident}")
    if role and unit:
        Membership.objects.create(person=person, role=role, unit=unit, valid_from=START)
    return person


@dataclass(frozen=True)
class Agency:
    directorate: Unit
    county: Unit
    office: Unit
    other_county: Unit
    other_office: Unit
    centre: Unit


def make_agency() -> Agency:
    directorate = make_unit("1000", UnitType.DIRECTORATE, None, "The directorate")
    county = make_unit("1200", UnitType.COUNTY, directorate, "West")
    other = make_unit("1300", UnitType.COUNTY, directorate, "East")
    return Agency(
        directorate,
        county,
        make_unit("1201", UnitType.OFFICE, county, "Fjord"),
        other,
        make_unit("1301", UnitType.OFFICE, other, "Forest"),
        make_unit("4100", UnitType.CONTACT_CENTRE, directorate, "Centre"),
    )


def use_provider(settings: object, issuer: str) -> None:
    values = dict(django_settings.ENVIRONMENT.values) | {
        "MEDVERK_OIDC_ISSUER": issuer,
        "MEDVERK_OIDC_CLIENT_ID": "medverk",
        "MEDVERK_OIDC_CLIENT_SECRET": "between us",
    }
    values.pop("MEDVERK_DEMO", None)
    settings.ENVIRONMENT = replace(django_settings.ENVIRONMENT, values=values)  # type: ignore[attr-defined]
    settings.DEMO = False  # type: ignore[attr-defined]
