"""An office takes over what another has learned: its own improvement, baseline and effect [L4]."""

from datetime import datetime

from django.db import transaction

from medverk.experiences.actions import RefusedError
from medverk.experiences.models import Experience
from medverk.experiences.queries import has_open_adoption
from medverk.improvement.actions import Found, Idea, add_finding, propose
from medverk.improvement.models import Improvement
from medverk.people.actions import log
from medverk.people.models import Person, Unit, UnitType
from medverk.rules.experiences import Offer, Refusal, judge_adoption
from medverk.rules.improvement.states import Kind, Source
from medverk.rules.statistics.assurance import Direction


def judge(experience: Experience, unit: Unit) -> Refusal | None:
    """Why this unit cannot take it over now, or None. One query."""
    return judge_adoption(
        Offer(
            office=experience.office_id,
            adopter=unit.pk,
            withdrawn=experience.withdrawn_at is not None,
            from_centre=experience.office.type == UnitType.CONTACT_CENTRE,
            to_centre=unit.type == UnitType.CONTACT_CENTRE,
            adopted=has_open_adoption(experience, unit.pk),
        )
    )


@transaction.atomic
def adopt(*, experience: Experience, unit: Unit, by: Person, now: datetime) -> Improvement:
    """A proposed improvement of this unit, with its origin. Raises RefusedError.

    Who, when and the baseline come with the unit's own plan, so that nothing of how it went
    elsewhere is in how it is measured here.
    """
    Unit.objects.select_for_update().get(pk=unit.pk)  # two leaders at once take it over once
    experience = Experience.objects.select_related("office", "improvement").get(pk=experience.pk)
    refusal = judge(experience, unit)
    if refusal:
        raise RefusedError(refusal)
    origin = experience.improvement
    found = Found(
        source=Source.EXPERIENCE,
        statement=experience.seen[:500],
        indicator=experience.indicator,
    )
    idea = Idea(
        title=experience.title,
        hypothesis=experience.done[:1000],
        kind=Kind(origin.kind),
        indicator=experience.indicator,
        expected=Direction(origin.expected),
    )
    made = propose(
        unit=unit,
        finding=add_finding(unit=unit, found=found, by=by, now=now),
        idea=idea,
        adopted_from=origin,
        by=by,
        now=now,
    )
    log(by=by, action="experience_adopted", now=now, unit=unit, about=experience.title)
    return made
