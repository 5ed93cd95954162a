"""Words of improvements in templates."""

from django import template

from medverk.improvement.models import Finding
from medverk.improvement.words import SOURCES
from medverk.rules.improvement.states import Source

register = template.Library()


@register.filter
def source(finding: Finding) -> str:
    """Where a finding comes from."""
    return str(SOURCES[Source(finding.source)])
