"""Writes about findings."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from medverk.improvement.models import Finding
from medverk.people.actions import log
from medverk.people.models import Person, Unit
from medverk.rules.improvement.states import Source


@dataclass(frozen=True, slots=True)
class Found:
    """What somebody found; without an indicator or a reference both are empty."""

    source: Source
    statement: str
    indicator: str = ""
    reference: str = ""


@transaction.atomic
def add_finding(*, unit: Unit, found: Found, by: Person | None, now: datetime) -> Finding:
    """A finding of a unit, found today. Raises IntegrityError for a path of another site."""
    finding = Finding.objects.create(
        unit=unit,
        source=found.source,
        statement=found.statement,
        indicator=found.indicator,
        reference=found.reference,
        found_on=localdate(now),
        by=by,
    )
    log(by=by, action="finding_added", now=now, unit=unit, about=found.source)
    return finding


@transaction.atomic
def set_aside(*, finding: Finding, why: str, by: Person, now: datetime) -> Finding:
    """Close a finding that nothing is done about, with the reason. Harmless when repeated."""
    finding = Finding.objects.select_for_update().get(pk=finding.pk)
    if finding.closed_on is None:
        finding.closed_on, finding.closed_why = localdate(now), why
        finding.save(update_fields=["closed_on", "closed_why"])
        log(by=by, action="finding_set_aside", now=now, unit=finding.unit, about=finding.source)
    return finding
