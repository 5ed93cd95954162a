"""Words of feedback between units in templates."""

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from medverk.exchange.models import Feedback
from medverk.exchange.words import KINDS, OUTCOMES, STATE_COLOURS, STATES
from medverk.rules.exchange import ExchangeState, Kind, Outcome, find_deadline, is_late

register = template.Library()


@register.filter
def kind(feedback: Feedback) -> str:
    return str(KINDS[Kind(feedback.kind)])


@register.filter
def outcome(feedback: Feedback) -> str:
    return str(OUTCOMES[Outcome(feedback.outcome)])


@register.filter
def state_tag(feedback: Feedback, today: date) -> SafeString:
    """Where the feedback is, in a word with a colour; late is said with a word of its own."""
    state = ExchangeState(feedback.state)
    late = is_late(feedback.situation, today)
    return format_html(
        '<span class="ds-tag" data-color="{}">{}</span>',
        "warning" if late else STATE_COLOURS[state],
        _("%(state)s, late") % {"state": STATES[state]} if late else STATES[state],
    )


@register.filter
def deadline(feedback: Feedback) -> date | None:
    """The last day for what the receiving unit owes now."""
    return find_deadline(feedback.situation)
