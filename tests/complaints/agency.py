"""A county with offices, people of the roles that meet complaints, and complaints."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from medverk.complaints import actions
from medverk.complaints.codes import Behalf, Kind, ReplyBy
from medverk.complaints.models import Complaint
from medverk.complaints.receiving import Given, receive
from medverk.complaints.sealing import Reply
from medverk.people.access import Role
from medverk.people.models import Person, Unit, UnitType
from tests.people.agency import make_person, make_unit

TEXT = "I waited for an hour. Call me at 41 23 45 67, says Kari."
EMAIL = Reply(ReplyBy.EMAIL, "Somebody", "somebody@example.org")


@dataclass
class Place:
    directorate: Unit = field(init=False)
    county: Unit = field(init=False)
    office: Unit = field(init=False)
    neighbour: Unit = field(init=False)
    other_county: Unit = field(init=False)
    elsewhere: Unit = field(init=False)
    centre: Unit = field(init=False)
    leader: Person = field(init=False)
    caseworker: Person = field(init=False)
    county_staff: Person = field(init=False)
    national: Person = field(init=False)
    counsellor: Person = field(init=False)
    privacy_officer: Person = field(init=False)

    def __post_init__(self) -> None:
        self.directorate = make_unit("1000", UnitType.DIRECTORATE, None, "The directorate")
        self.county = make_unit("1200", UnitType.COUNTY, self.directorate, "West")
        self.office = make_unit("1201", UnitType.OFFICE, self.county, "Fjord")
        self.neighbour = make_unit("1202", UnitType.OFFICE, self.county, "Island")
        self.other_county = make_unit("1300", UnitType.COUNTY, self.directorate, "East")
        self.elsewhere = make_unit("1301", UnitType.OFFICE, self.other_county, "Forest")
        self.centre = make_unit("4100", UnitType.CONTACT_CENTRE, self.directorate, "Centre")
        self.leader = self.person("leader", Role.OFFICE_LEADER, self.office)
        self.caseworker = self.person("caseworker", Role.CASEWORKER, self.county)
        self.county_staff = self.person("county", Role.COUNTY_STAFF, self.county)
        self.national = self.person("national", Role.DIRECTORATE, self.directorate)
        self.counsellor = self.person("counsellor", Role.COUNSELLOR, self.office)
        self.privacy_officer = self.person("privacy", Role.PRIVACY_OFFICER, self.directorate)

    def person(self, ident: str, role: Role, unit: Unit) -> Person:
        made = make_person(ident, role, unit)
        made.email = f"{ident}@example.org"
        made.save()
        return made


def given(unit: Unit | None, **changes: object) -> Given:
    said = {
        "kind": Kind.OFFICE, "behalf": Behalf.ONESELF, "language": "nb", "text": TEXT,
        "reply": None,
    } | changes  # fmt: skip
    return Given(unit=unit, **said)  # type: ignore[arg-type]


def complain(
    unit: Unit | None, now: datetime, submission: UUID | None = None, **changes: object
) -> Complaint:
    received = receive(given=given(unit, **changes), submission=submission or uuid4(), now=now)
    return Complaint.objects.get(reference=received.reference)


def classed(**changes: object) -> actions.Classed:
    said = {
        "theme": "waiting", "subtheme": "contact_time", "benefit": "sickness", "outcome": "a",
        "cause": "", "measure": "", "is_fault": False,
    } | changes  # fmt: skip
    return actions.Classed(**said)  # type: ignore[arg-type]


def work_on(complaint: Complaint, by: Person, now: datetime, **changes: object) -> Complaint:
    """Taken and classified: ready to be answered."""
    actions.take(complaint=complaint, by=by, now=now)
    return actions.classify(complaint=complaint, classed=classed(**changes), by=by, now=now)
