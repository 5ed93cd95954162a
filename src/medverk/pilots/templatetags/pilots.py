"""Words of pilots in templates."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from medverk.pilots import forms, sentences
from medverk.pilots.evaluation import Evaluation
from medverk.pilots.models import Pilot
from medverk.pilots.queries import OfficeProgress
from medverk.pilots.words import DECISIONS, STATE_COLOURS, STATES
from medverk.releases.reasons import short
from medverk.rules.pilots import Decision, PilotState
from medverk.rules.statistics.intervals import Estimate
from medverk.surveys.content import Text
from medverk.surveys.names import name_of

register = template.Library()


@register.filter
def state_tag(pilot: Pilot) -> SafeString:
    """Where the pilot is, in a word with a colour."""
    state = PilotState(pilot.state)
    return format_html(
        '<span class="ds-tag" data-color="{}">{}</span>', STATE_COLOURS[state], STATES[state]
    )


@register.filter
def questionnaire(pilot: Pilot) -> str:
    return name_of(pilot.version.questionnaire.key)


@register.filter
def decision(pilot: Pilot) -> str:
    return str(DECISIONS[Decision(pilot.decision)])


@register.filter
def in_language(text: Text) -> str:
    return forms.in_language(text)


@register.filter
def share(estimate: Estimate) -> str:
    return sentences.say_share(estimate)


@register.filter
def lead(evaluation: Evaluation) -> str:
    return sentences.lead_sentence(evaluation)


@register.filter
def why_not(place: OfficeProgress) -> str:
    """Why an office's answers are not shown, in a few words [disclosure G6]."""
    return str(short(place.waits)) if place.waits else _("nothing yet")
