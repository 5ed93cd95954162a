"""Codes and figures in words."""

from django import template
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from medverk.charts.measure import Measure, tied, value_text
from medverk.experiences.models import Experience, Outcome
from medverk.experiences.together import effect_of, say_interval
from medverk.experiences.views.public import Loop
from medverk.experiences.words import KINDS, VERDICT_COLOURS, VERDICTS
from medverk.improvement.models import Improvement
from medverk.improvement.words import STATES
from medverk.rules.experiences import OfficeKind
from medverk.rules.improvement.states import ImprovementState
from medverk.rules.statistics.intervals import Estimate
from medverk.rules.statistics.pooled import find_interval
from medverk.rules.statistics.verdict import Verdict

register = template.Library()


@register.filter
def verdict_tag(experience: Experience | Outcome) -> SafeString:
    """How it went, in a tag."""
    verdict = Verdict(experience.verdict)
    return format_html(
        '<span class="ds-tag" data-color="{}" data-size="sm">{}</span>',
        VERDICT_COLOURS[verdict],
        VERDICTS[verdict],
    )


@register.filter
def kind(experience: Experience) -> str:
    return str(KINDS[OfficeKind(experience.kind)])


@register.filter
def effect(improvement: Improvement) -> str:
    """An adopter's effect beyond sister units, or empty."""
    found = effect_of(getattr(improvement, "outcome", None))
    return say_interval(find_interval(found)) if found else ""


@register.filter
def how_far(improvement: Improvement) -> str:
    """How it goes with an adoption: its verdict when there is one, else where it is."""
    outcome = getattr(improvement, "outcome", None)
    if outcome is not None and improvement.state != ImprovementState.DROPPED:
        return str(VERDICTS[Verdict(outcome.verdict)])
    return str(STATES[ImprovementState(improvement.state)])


@register.filter
def before(loop: Loop) -> str:
    """ "61 % agreed (probably between 55 and 67 %)"."""
    if loop.before is None:
        return ""
    return _("%(share)s %(verb)s (%(between)s)") % {
        "verb": loop.verb,
        "share": value_text(loop.before.value, Measure.SHARE),
        "between": between(loop.before),
    }


def between(share: Estimate) -> str:
    low, high = round(100 * share.low), round(100 * share.high)
    return tied(_("probably between %(low)s and %(high)s %%") % {"low": low, "high": high})


@register.filter
def count_of(adopters: dict[int, int], experience: Experience) -> int:
    return adopters.get(experience.pk, 0)


@register.filter
def at_page(asked: QueryDict, number: int) -> str:
    """The same search, another page."""
    there = asked.copy()
    there["page"] = str(number)
    return there.urlencode()
