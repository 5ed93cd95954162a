"""Individual guidance: asked for, agreed, held or withdrawn, by the two and by nobody else [F7].

The log says that somebody wrote of guidance, not who: only the two may know of each other.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from medverk.improvement.models import GuidanceRequest
from medverk.people.access import Role
from medverk.people.actions import log
from medverk.people.models import Membership, Person
from medverk.people.queries import valid_on
from medverk.rules.improvement.guidance import (
    CLOSED,
    GUIDANCE_TRANSITIONS,
    GuidanceEvent,
    GuidanceState,
    Part,
    may_do,
)

GUIDES = (Role.COUNSELLOR, Role.OFFICE_LEADER, Role.CONTACT_CENTRE, Role.COUNTY_STAFF)


class NotNowError(Exception):
    """The request has moved on, or it is not for this one of the two to do."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A request as one of the two sees it. events: what they may do now."""

    request: GuidanceRequest
    part: Part
    other: Person
    events: tuple[GuidanceEvent, ...]


def talks_of(person: Person) -> list[Talk]:
    """Every request that the person is one of the two of, newest first. One query."""
    rows = mine(person).select_related("counsellor", "guide").order_by("-asked_on", "pk")
    return [talk_of(request, person) for request in rows]


def mine(person: Person) -> QuerySet[GuidanceRequest]:
    """The only way to a request: through one of the two."""
    return GuidanceRequest.objects.filter(Q(counsellor=person.pk) | Q(guide=person.pk))


def talk_of(request: GuidanceRequest, person: Person) -> Talk:
    part = part_of(request, person)
    other = request.guide if part is Part.COUNSELLOR else request.counsellor
    state = GuidanceState(request.state)
    events = tuple(event for event in GuidanceEvent if may_do(state, event, part))
    return Talk(request, part, other, events)


def part_of(request: GuidanceRequest, person: Person) -> Part:
    return Part.COUNSELLOR if request.counsellor_id == person.pk else Part.GUIDE


def guides_for(person: Person, today: date) -> QuerySet[Person]:
    """Whom a counsellor may ask: colleagues of the unit, and specialists of the county [L5]."""
    mine_now = valid_on(Membership.objects.filter(person=person), today)
    units = mine_now.values("unit")
    near = valid_on(
        Membership.objects.filter(
            Q(unit__in=units) | Q(unit__in=mine_now.values("unit__parent")), role__in=GUIDES
        ),
        today,
    )
    people = Person.objects.filter(pk__in=near.values("person"), active=True)
    return people.exclude(pk=person.pk).order_by("name", "pk")


@transaction.atomic
def ask_for_guidance(*, guide: Person, about: str, by: Person, now: datetime) -> GuidanceRequest:
    """A counsellor asks. Raises IntegrityError when somebody asks themselves."""
    request = GuidanceRequest.objects.create(
        counsellor=by, guide=guide, about=about, asked_on=localdate(now)
    )
    log_quietly(now)
    return request


@transaction.atomic
def move_guidance(
    *, number: UUID, event: GuidanceEvent, by: Person, now: datetime
) -> GuidanceRequest:
    """Agree, hold or withdraw. Its words are deleted when it is closed.

    Raises GuidanceRequest.DoesNotExist for anybody but the two, and NotNowError.
    """
    request = mine(by).select_for_update().get(pk=number)
    state = GuidanceState(request.state)
    if not may_do(state, event, part_of(request, by)):
        raise NotNowError
    request.state = GUIDANCE_TRANSITIONS[state, event]
    if request.state in CLOSED:
        request.about = ""
    request.save(update_fields=["state", "about"])
    log_quietly(now)
    return request


@transaction.atomic
def delete_guidance(*, number: UUID, by: Person, now: datetime) -> None:
    """Either of the two deletes it, at any time, for both. Harmless when repeated."""
    deleted, _ = mine(by).filter(pk=number).delete()
    if deleted:
        log_quietly(now)


def log_quietly(now: datetime) -> None:
    """That it happened, without who: the log's readers are not one of the two."""
    log(by=None, action="guidance_written", now=now)
