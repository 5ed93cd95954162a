"""Words of reviews in templates."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from medverk.reviews import sentences
from medverk.reviews.models import Round, SampledCase
from medverk.reviews.results import RoundReading
from medverk.reviews.words import CASE_STATES, MET, STATE_COLOURS, STATES
from medverk.rules.reviews import CaseState, HalfYear, Met, RoundState
from medverk.rules.statistics.agreement import Agreement
from medverk.rules.statistics.intervals import Estimate

register = template.Library()


@register.filter
def state_tag(found: Round) -> SafeString:
    """Where the round is, in a word with a colour."""
    state = RoundState(found.state)
    return format_html(
        '<span class="ds-tag" data-color="{}">{}</span>', STATE_COLOURS[state], STATES[state]
    )


@register.filter
def case_state(case: SampledCase) -> str:
    return str(CASE_STATES[CaseState(case.state)])


@register.filter
def half_year(half: HalfYear) -> str:
    return sentences.say_half_year(half)


@register.filter
def met(answer: Met) -> str:
    return str(MET[Met(answer)])


@register.filter
def share(estimate: Estimate) -> str:
    return sentences.say_share(estimate)


@register.filter
def agreement(found: Agreement) -> str:
    return sentences.say_agreement(found)


@register.filter
def lead(reading: RoundReading) -> str:
    return sentences.lead_sentence(reading)
