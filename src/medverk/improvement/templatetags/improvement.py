"""Words of improvements in templates."""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from medverk.improvement import sentences
from medverk.improvement.models import Finding, GuidanceRequest, Improvement, Verdict
from medverk.improvement.words import (
    EXPECTED,
    GUIDANCE_STATES,
    KINDS,
    SOURCES,
    STATE_COLOURS,
    STATES,
    VERDICTS,
)
from medverk.rules.improvement.guidance import GuidanceState
from medverk.rules.improvement.states import ImprovementState, Kind, Source
from medverk.rules.statistics import verdict as rules
from medverk.rules.statistics.assurance import Direction

register = template.Library()


@register.filter
def source(finding: Finding) -> str:
    """Where a finding comes from."""
    return str(SOURCES[Source(finding.source)])


@register.filter
def kind(improvement: Improvement) -> str:
    """What is done."""
    return str(KINDS[Kind(improvement.kind)])


@register.filter
def expected(improvement: Improvement) -> str:
    return str(EXPECTED[Direction(improvement.expected)])


@register.filter
def state_name(state: str) -> str:
    return str(STATES[ImprovementState(state)])


@register.filter
def state_tag(improvement: Improvement) -> SafeString:
    """Where it is, in a word with a colour."""
    state = ImprovementState(improvement.state)
    return format_html(
        '<span class="ds-tag" data-color="{}">{}</span>', STATE_COLOURS[state], STATES[state]
    )


@register.filter
def verdict_name(verdict: Verdict) -> str:
    return str(VERDICTS[rules.Verdict(verdict.verdict)])


@register.filter
def baseline(improvement: Improvement) -> str:
    """What it is compared with."""
    return sentences.say_baseline(improvement)


@register.simple_tag
def said(verdict: Verdict | None, improvement: Improvement) -> str:
    """The verdict in a sentence, or what will come."""
    return sentences.say_where(improvement, verdict)


@register.simple_tag
def apart(others: list[Improvement]) -> str:
    """That several at once cannot be told apart."""
    return sentences.say_inseparable(others)


@register.filter
def of_improvement(verdicts: Mapping[int, Verdict], improvement: Improvement) -> Verdict | None:
    return verdicts.get(improvement.pk)


@register.filter
def guidance_state(request: GuidanceRequest) -> str:
    return str(GUIDANCE_STATES[GuidanceState(request.state)])
