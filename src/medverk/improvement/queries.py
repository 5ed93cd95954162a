"""Reads of findings and improvements."""

from django.db.models import Count, F, Q, QuerySet

from medverk.improvement.models import Finding
from medverk.people.models import Unit


def findings_of(unit: Unit) -> QuerySet[Finding]:
    """The findings of a unit, open ones first and newest first, with how much is done."""
    counted = Finding.objects.filter(unit=unit).annotate(begun=Count("improvements"))
    return counted.order_by(F("closed_on").desc(nulls_first=True), "-found_on", "-pk")


def open_findings(unit: Unit) -> QuerySet[Finding]:
    """The findings of a unit that nobody has closed, newest first."""
    rows = Finding.objects.filter(unit=unit, closed_on=None)
    return rows.annotate(
        begun=Count("improvements", filter=~Q(improvements__state="dropped"))
    ).order_by("-found_on", "-pk")
