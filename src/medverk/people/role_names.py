"""What roles, unit types and states are called on pages."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from medverk.people.access import Role
from medverk.people.models import UnitStatus, UnitType

ROLES: dict[Role, Promise] = {
    Role.COUNSELLOR: _("Counsellor"),
    Role.INTERVIEWER: _("Interviewer"),
    Role.CASEWORKER: _("Caseworker"),
    Role.OFFICE_LEADER: _("Office leader"),
    Role.COUNTY_STAFF: _("County staff"),
    Role.DIRECTORATE: _("Directorate"),
    Role.CONTACT_CENTRE: _("Contact centre"),
    Role.PRIVACY_OFFICER: _("Privacy officer"),
    Role.ADMINISTRATOR: _("Administrator"),
}

# What someone in the role comes for, on the page of personas.
ERRANDS: dict[Role, Promise] = {
    Role.COUNSELLOR: _("Invites people after a conversation and sees own figures."),
    Role.INTERVIEWER: _("Speaks the language, and asks the questions by telephone."),
    Role.CASEWORKER: _("Answers service complaints, and finds out what can be learnt from them."),
    Role.OFFICE_LEADER: _("Sees what the office’s users think."),
    Role.COUNTY_STAFF: _("Follows the offices of the county and runs pilots."),
    Role.DIRECTORATE: _("Owns the questionnaires and sees national figures."),
    Role.CONTACT_CENTRE: _("Sees whether callers got help."),
    Role.PRIVACY_OFFICER: _("Checks that the promise about anonymity holds."),
    Role.ADMINISTRATOR: _("Keeps units, persons and roles up to date."),
}

UNIT_TYPES: dict[UnitType, Promise] = {
    UnitType.OFFICE: _("Office"),
    UnitType.REGION: _("Region"),
    UnitType.COUNTY: _("County"),
    UnitType.CONTACT_CENTRE: _("Contact centre"),
    UnitType.DIRECTORATE: _("Directorate"),
}

UNIT_STATES: dict[UnitStatus, Promise] = {
    UnitStatus.PLANNED: _("Planned"),
    UnitStatus.ACTIVE: _("Active"),
    UnitStatus.CLOSING: _("Closing"),
    UnitStatus.CLOSED: _("Closed"),
}
