"""Who may do what where: the access table, as data, and the one question asked of it.

No Django here. `docs/generated/access.md` is written from the table; a test holds every URL of
the site against it, for every role.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is in a unit (product.md, "Who uses it")."""

    COUNSELLOR = "counsellor"
    INTERVIEWER = "interviewer"
    CASEWORKER = "caseworker"
    OFFICE_LEADER = "office_leader"
    COUNTY_STAFF = "county_staff"
    DIRECTORATE = "directorate"
    CONTACT_CENTRE = "contact_centre"
    PRIVACY_OFFICER = "privacy_officer"
    ADMINISTRATOR = "administrator"


class Scope(StrEnum):
    """How far a grant reaches from the unit in which a person has the role."""

    SELF = "self"  # pages about oneself; no unit in the address
    UNIT = "unit"  # that unit
    BELOW = "below"  # that unit and every unit below it
    EVERYWHERE = "everywhere"


class Action(StrEnum):
    """What a page or a form does. `OPEN_*` actions are for anyone, logged in or not."""

    OPEN_PUBLIC_PAGE = "open_public_page"
    OPEN_ANSWER_PAGE = "open_answer_page"
    LOG_IN = "log_in"
    CALL_API = "call_api"  # guarded by a client's token, not by a role
    RECEIVE_SMS = "receive_sms"  # guarded by a signature
    SEE_HEALTH = "see_health"
    SEE_START_PAGE = "see_start_page"
    CHANGE_SETTINGS = "change_settings"
    SEE_OUTBOX = "see_outbox"  # demo only

    INVITE = "invite"
    INTERVIEW = "interview"
    SEE_SENDING = "see_sending"
    UPLOAD_ENCOUNTERS = "upload_encounters"
    MANAGE_API_CLIENTS = "manage_api_clients"
    SEE_OWN_RESULTS = "see_own_results"
    SEE_OFFICE_RESULTS = "see_office_results"
    SEE_CENTRE_RESULTS = "see_centre_results"
    SEE_COUNTY_RESULTS = "see_county_results"
    SEE_COUNTRY_RESULTS = "see_country_results"
    BEGIN_SERIES_ANEW = "begin_series_anew"  # a rebase of a control chart
    SEE_PILOT = "see_pilot"
    ANSWER_PILOT = "answer_pilot"
    MANAGE_PILOT = "manage_pilot"
    SEE_EXCHANGE = "see_exchange"
    SEND_EXCHANGE = "send_exchange"
    ANSWER_EXCHANGE = "answer_exchange"
    SEE_REVIEWS = "see_reviews"
    REVIEW_CASES = "review_cases"
    MANAGE_REVIEWS = "manage_reviews"
    SEE_IMPROVEMENTS = "see_improvements"
    WRITE_IMPROVEMENTS = "write_improvements"
    TALK_OF_GUIDANCE = "talk_of_guidance"  # of one's own talks only
    ASK_FOR_GUIDANCE = "ask_for_guidance"
    SEE_EXPERIENCES = "see_experiences"
    SHARE_EXPERIENCE = "share_experience"
    ADOPT_EXPERIENCE = "adopt_experience"
    TELL_USERS = "tell_users"
    SEE_QUESTIONNAIRES = "see_questionnaires"
    MANAGE_QUESTIONNAIRES = "manage_questionnaires"
    SEE_COMPLAINTS = "see_complaints"  # with what was written
    HANDLE_COMPLAINTS = "handle_complaints"
    SEE_COMPLAINT_REPORT = "see_complaint_report"
    MANAGE_PEOPLE = "manage_people"
    SEE_LOG = "see_log"
    SEE_PROMISE = "see_promise"
    ASK_FOR_AUDIT = "ask_for_audit"


ANYONE = frozenset(
    {
        Action.OPEN_PUBLIC_PAGE,
        Action.OPEN_ANSWER_PAGE,
        Action.LOG_IN,
        Action.CALL_API,
        Action.RECEIVE_SMS,
        Action.SEE_HEALTH,
        Action.SEE_OUTBOX,
    }
)


@dataclass(frozen=True, slots=True)
class Grant:
    role: Role
    action: Action
    scope: Scope


def grants(role: Role, scope: Scope, *actions: Action) -> tuple[Grant, ...]:
    return tuple(Grant(role, action, scope) for action in actions)


EVERYONE_WORKING = tuple(
    grant
    for role in Role
    for grant in grants(role, Scope.SELF, Action.SEE_START_PAGE, Action.CHANGE_SETTINGS)
)

# Experiences are for all who work with users or answer for that work [L4, L8].
EVERYONE_WHO_LEARNS = tuple(
    Grant(role, Action.SEE_EXPERIENCES, Scope.SELF)
    for role in (
        Role.COUNSELLOR,
        Role.OFFICE_LEADER,
        Role.COUNTY_STAFF,
        Role.DIRECTORATE,
        Role.CONTACT_CENTRE,
    )
)

# Whoever has a role in a unit may speak for it to other units; its leader answers [L3].
BETWEEN_UNITS = (
    *(
        grant
        for role in Role
        for grant in grants(role, Scope.UNIT, Action.SEE_EXCHANGE, Action.SEND_EXCHANGE)
        if grant != Grant(Role.COUNTY_STAFF, Action.SEE_EXCHANGE, Scope.UNIT)
    ),
    *grants(Role.COUNTY_STAFF, Scope.BELOW, Action.SEE_EXCHANGE),
    *grants(Role.OFFICE_LEADER, Scope.UNIT, Action.ANSWER_EXCHANGE),
    *grants(Role.COUNTY_STAFF, Scope.UNIT, Action.ANSWER_EXCHANGE),
    *grants(Role.DIRECTORATE, Scope.UNIT, Action.ANSWER_EXCHANGE),
)

# The office reviews its own work; the county's specialists may help, and plan where asked [Q1].
REVIEWS = (
    *grants(Role.COUNSELLOR, Scope.UNIT, Action.SEE_REVIEWS, Action.REVIEW_CASES),
    *grants(Role.OFFICE_LEADER, Scope.UNIT, Action.SEE_REVIEWS, Action.REVIEW_CASES),
    *grants(Role.OFFICE_LEADER, Scope.UNIT, Action.MANAGE_REVIEWS),
    *grants(Role.COUNTY_STAFF, Scope.BELOW, Action.SEE_REVIEWS, Action.REVIEW_CASES),
    *grants(Role.COUNTY_STAFF, Scope.BELOW, Action.MANAGE_REVIEWS),
)

ACCESS: tuple[Grant, ...] = (
    *EVERYONE_WORKING,
    *REVIEWS,
    *BETWEEN_UNITS,
    *grants(Role.COUNSELLOR, Scope.SELF, Action.SEE_OWN_RESULTS),
    *grants(
        Role.COUNSELLOR, Scope.UNIT, Action.INVITE, Action.INTERVIEW, Action.SEE_OFFICE_RESULTS
    ),
    *grants(Role.COUNSELLOR, Scope.UNIT, Action.SEE_CENTRE_RESULTS),  # where the unit is one
    *grants(Role.COUNSELLOR, Scope.UNIT, Action.SEE_PILOT, Action.ANSWER_PILOT),
    *grants(Role.COUNSELLOR, Scope.UNIT, Action.SEE_IMPROVEMENTS),
    *grants(Role.COUNSELLOR, Scope.SELF, Action.TALK_OF_GUIDANCE, Action.ASK_FOR_GUIDANCE),
    *grants(Role.OFFICE_LEADER, Scope.UNIT, Action.SEE_IMPROVEMENTS, Action.WRITE_IMPROVEMENTS),
    *grants(Role.OFFICE_LEADER, Scope.SELF, Action.TALK_OF_GUIDANCE),  # when asked as a guide
    *grants(Role.COUNTY_STAFF, Scope.BELOW, Action.SEE_IMPROVEMENTS),
    *grants(Role.COUNTY_STAFF, Scope.UNIT, Action.WRITE_IMPROVEMENTS),  # the county's own
    *grants(Role.COUNTY_STAFF, Scope.SELF, Action.TALK_OF_GUIDANCE),
    *grants(Role.DIRECTORATE, Scope.EVERYWHERE, Action.SEE_IMPROVEMENTS),
    *grants(Role.CONTACT_CENTRE, Scope.UNIT, Action.SEE_IMPROVEMENTS),
    *grants(Role.CONTACT_CENTRE, Scope.SELF, Action.TALK_OF_GUIDANCE, Action.ASK_FOR_GUIDANCE),
    *EVERYONE_WHO_LEARNS,
    *grants(
        Role.OFFICE_LEADER,
        Scope.UNIT,
        Action.SHARE_EXPERIENCE,
        Action.ADOPT_EXPERIENCE,
        Action.TELL_USERS,
    ),
    *grants(Role.INTERVIEWER, Scope.BELOW, Action.INTERVIEW),
    *grants(Role.OFFICE_LEADER, Scope.UNIT, Action.SEE_OFFICE_RESULTS, Action.SEE_SENDING),
    *grants(
        Role.OFFICE_LEADER, Scope.UNIT, Action.UPLOAD_ENCOUNTERS, Action.INVITE, Action.INTERVIEW
    ),
    *grants(Role.OFFICE_LEADER, Scope.UNIT, Action.SEE_CENTRE_RESULTS, Action.BEGIN_SERIES_ANEW),
    *grants(Role.OFFICE_LEADER, Scope.UNIT, Action.SEE_PILOT, Action.ANSWER_PILOT),
    *grants(Role.COUNTY_STAFF, Scope.BELOW, Action.SEE_COUNTY_RESULTS, Action.SEE_OFFICE_RESULTS),
    *grants(Role.COUNTY_STAFF, Scope.BELOW, Action.SEE_PILOT, Action.MANAGE_PILOT),
    *grants(Role.COUNTY_STAFF, Scope.BELOW, Action.SEE_SENDING),
    *grants(Role.COUNTY_STAFF, Scope.UNIT, Action.BEGIN_SERIES_ANEW),  # the county's own
    *grants(Role.DIRECTORATE, Scope.EVERYWHERE, Action.SEE_COUNTRY_RESULTS),
    *grants(
        Role.DIRECTORATE, Scope.EVERYWHERE, Action.SEE_COUNTY_RESULTS, Action.SEE_CENTRE_RESULTS
    ),
    *grants(Role.DIRECTORATE, Scope.EVERYWHERE, Action.SEE_PILOT),
    *grants(Role.DIRECTORATE, Scope.SELF, Action.SEE_QUESTIONNAIRES, Action.MANAGE_QUESTIONNAIRES),
    # Counsellors see no complaints: one may be about them. County staff follow those of their
    # offices, and answer those to the county itself [S1].
    *grants(Role.OFFICE_LEADER, Scope.UNIT, Action.SEE_COMPLAINTS, Action.HANDLE_COMPLAINTS),
    *grants(Role.CASEWORKER, Scope.BELOW, Action.SEE_COMPLAINTS, Action.HANDLE_COMPLAINTS),
    *grants(Role.CASEWORKER, Scope.BELOW, Action.SEE_COMPLAINT_REPORT),
    *grants(Role.COUNTY_STAFF, Scope.BELOW, Action.SEE_COMPLAINTS, Action.SEE_COMPLAINT_REPORT),
    *grants(Role.COUNTY_STAFF, Scope.UNIT, Action.HANDLE_COMPLAINTS),
    *grants(Role.DIRECTORATE, Scope.UNIT, Action.SEE_COMPLAINTS, Action.HANDLE_COMPLAINTS),
    *grants(Role.DIRECTORATE, Scope.EVERYWHERE, Action.SEE_COMPLAINT_REPORT),
    *grants(Role.CONTACT_CENTRE, Scope.UNIT, Action.SEE_CENTRE_RESULTS, Action.SEE_SENDING),
    *grants(Role.CONTACT_CENTRE, Scope.SELF, Action.SEE_OWN_RESULTS),
    *grants(
        Role.PRIVACY_OFFICER,
        Scope.SELF,
        Action.SEE_LOG,
        Action.SEE_PROMISE,
        Action.ASK_FOR_AUDIT,
    ),
    *grants(Role.PRIVACY_OFFICER, Scope.SELF, Action.SEE_QUESTIONNAIRES),
    *grants(Role.ADMINISTRATOR, Scope.SELF, Action.MANAGE_PEOPLE, Action.MANAGE_API_CLIENTS),
    *grants(Role.ADMINISTRATOR, Scope.SELF, Action.SEE_QUESTIONNAIRES),
    *grants(Role.ADMINISTRATOR, Scope.EVERYWHERE, Action.SEE_SENDING),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A role that a person has now. `reach` is the ids of the unit and of all units below it."""

    role: Role
    unit: int
    reach: frozenset[int]


def allows(standings: Iterable[Standing], action: Action, unit: int | None) -> bool:
    """True when the table grants the action, in that unit where the address names one."""
    if action in ANYONE:
        return True
    return any(
        covers(grant.scope, standing, unit)
        for standing in standings
        for grant in ACCESS
        if grant.role is standing.role and grant.action is action
    )


def covers(scope: Scope, standing: Standing, unit: int | None) -> bool:
    match scope:
        case Scope.SELF:
            return unit is None
        case Scope.UNIT:
            return unit == standing.unit
        case Scope.BELOW:
            return unit in standing.reach
        case Scope.EVERYWHERE:
            return True
