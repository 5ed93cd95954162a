"""Encounters as other systems report them: a row of words in, an encounter or a reason out.

The API and the upload of a table share these rules.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from medverk.invitations.actions import Encounter
from medverk.invitations.contacts import Contact, ContactError, parse_email, parse_phone
from medverk.invitations.kinds import is_offered, versions_of
from medverk.invitations.reasons import Reason
from medverk.people.access import Role
from medverk.people.models import Level, Membership, Person, Unit, UnitStatus
from medverk.people.queries import valid_on
from medverk.surveys.models import Version
from medverk.surveys.queries import content

MEETS_PEOPLE = (Role.COUNSELLOR, Role.OFFICE_LEADER, Role.CONTACT_CENTRE)
CLOSED = (UnitStatus.PLANNED, UnitStatus.CLOSED)


@dataclass(frozen=True, slots=True)
class Row:
    """As reported. Empty where nothing was given."""

    office: str
    counsellor: str
    kind: str
    language: str
    phone: str = ""
    email: str = ""
    questionnaire: str = ""
    office_type: str = ""

    def __repr__(self) -> str:
        """Never the contact."""
        return f"Row(office={self.office!r})"


class RefusedError(Exception):
    """The row cannot be taken; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Directory:
    """What rows are held against: offices in reach, who works there today, what is in use."""

    def __init__(self, units: Collection[int], now: datetime) -> None:
        """units: ids of the units that the reporter may report for. Two queries."""
        self.now = now
        self.offices = defaultdict(list)
        for unit in Unit.objects.filter(pk__in=units).exclude(status__in=CLOSED):
            if unit.level is Level.OFFICE:
                self.offices[unit.number].append(unit)
        working = valid_on(
            Membership.objects.filter(
                unit__in=units, role__in=MEETS_PEOPLE, person__active=True
            ).select_related("person"),
            timezone.localdate(now),
        )
        self.people = {(one.unit_id, one.person.ident): one.person for one in working}
        self.versions: dict[int, list[Version]] = {}

    def office(self, row: Row) -> Unit:
        found = [
            unit
            for unit in self.offices.get(row.office, [])
            if row.office_type in ("", str(unit.type))
        ]
        if len(found) > 1:
            raise RefusedError(Reason.AMBIGUOUS_OFFICE)
        if not found:
            raise RefusedError(Reason.UNKNOWN_OFFICE)
        return found[0]

    def counsellor(self, row: Row, office: Unit) -> Person:
        try:
            return self.people[office.pk, row.counsellor]
        except KeyError:
            raise RefusedError(Reason.UNKNOWN_COUNSELLOR) from None

    def version(self, row: Row, office: Unit) -> Version:
        """The questionnaire that is named, or the unit's usual one."""
        in_use = self.versions.setdefault(office.pk, versions_of(office, self.now))
        for version in in_use:
            if row.questionnaire in ("", version.questionnaire.key):
                return version
        raise RefusedError(Reason.UNKNOWN_QUESTIONNAIRE)

    def encounter(self, row: Row) -> Encounter:
        """The encounter behind a row. Raises RefusedError with the first reason found."""
        office = self.office(row)
        counsellor = self.counsellor(row, office)
        version = self.version(row, office)
        if row.kind not in {kind.key for kind in content(version.pk).kinds}:
            raise RefusedError(Reason.UNKNOWN_KIND)
        if not is_offered(version, row.language, self.now):
            raise RefusedError(Reason.LANGUAGE_NOT_OFFERED)
        contact = contact_of(row)
        return Encounter(
            office, counsellor, version, row.language, row.kind, contact.channel, contact
        )


def contact_of(row: Row) -> Contact:
    """The one contact of a row. Raises RefusedError."""
    if row.phone and row.email:
        raise RefusedError(Reason.TWO_CONTACTS)
    try:
        if row.phone:
            return parse_phone(row.phone)
        if row.email:
            return parse_email(row.email)
    except ContactError as error:
        raise RefusedError(Reason(error.code)) from None
    raise RefusedError(Reason.NO_CONTACT)


def read_rows(rows: Iterable[Row], directory: Directory) -> Sequence[Encounter | Reason]:
    """One encounter or reason for each row, in order."""
    found: list[Encounter | Reason] = []
    for row in rows:
        try:
            found.append(directory.encounter(row))
        except RefusedError as error:
            found.append(error.reason)
    return found
