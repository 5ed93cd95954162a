"""What the engine must be told besides responses: units, questions, thresholds, dates."""

from collections import Counter
from datetime import date

from django.conf import settings

from medverk.people.access import Role
from medverk.people.models import Membership, Unit
from medverk.people.queries import valid_on
from medverk.releases.dates import week_of
from medverk.rules.disclosure.hierarchy import Hierarchy, Level
from medverk.rules.disclosure.hierarchy import Unit as Place
from medverk.rules.disclosure.policy import Policy
from medverk.rules.publishing.dates import Dates
from medverk.rules.weeks import Week
from medverk.surveys.models import Questionnaire, Version
from medverk.surveys.queries import content
from medverk.vault.queries import Slot, slots_of


class NotYetAskedError(LookupError):
    """No version of the questionnaire was ever in use, so there is nothing to publish."""


def current_policy() -> Policy:
    """The thresholds of this agency. Raises ValueError when they are below the hard floor."""
    return Policy.from_mapping(settings.ENVIRONMENT.policy)


def publication_dates() -> Dates:
    """Weekly, or what the agency has set. Raises ValueError for another word."""
    return Dates(settings.ENVIRONMENT.get("MEDVERK_PUBLICATION_DATES", Dates.WEEKLY))


def load_hierarchy(today: date) -> Hierarchy:
    """All units as the engine sees them, with how many counsellors work there. Two queries."""
    staff = count_counsellors(today)
    return Hierarchy.of(
        Place(
            id=str(unit.pk),
            level=Level(unit.level),
            parent=None if unit.parent_id is None else str(unit.parent_id),
            counsellors=staff.get(unit.pk),
        )
        for unit in Unit.objects.order_by("pk")
    )


def count_counsellors(today: date) -> Counter[int]:
    """How many counsellors or agents work in each unit; units without any are left out."""
    meets_people = (Role.COUNSELLOR, Role.CONTACT_CENTRE)
    memberships = valid_on(Membership.objects.filter(role__in=meets_people), today)
    pairs = memberships.filter(person__active=True).values_list("unit", "person").distinct()
    return Counter(unit for unit, _ in pairs)


def first_week(questionnaire: Questionnaire) -> Week:
    """The first week in which the questionnaire could be answered. Raises NotYetAskedError."""
    first = (
        Version.objects.filter(questionnaire=questionnaire, in_use_from__isnull=False)
        .order_by("in_use_from")
        .first()
    )
    if first is None or first.in_use_from is None:
        raise NotYetAskedError(questionnaire.key)
    return week_of(first.in_use_from)


def slots_of_questionnaire(questionnaire: Questionnaire) -> dict[str, Slot]:
    """Where each question that was ever asked stands in a stored answer; versions agree on it."""
    versions = Version.objects.filter(questionnaire=questionnaire, in_use_from__isnull=False)
    return slots_of(*map(content, versions.order_by("number").values_list("pk", flat=True)))
