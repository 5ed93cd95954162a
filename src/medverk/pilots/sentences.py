"""Sentences about a pilot that a page and a document share."""

from django.utils.translation import gettext as _

from medverk.pilots.evaluation import Evaluation
from medverk.rules.pilots import Decision
from medverk.rules.statistics.intervals import Estimate


def lead_sentence(evaluation: Evaluation) -> str:
    """The one sentence to leave with."""
    pilot = evaluation.pilot
    if pilot.decision == Decision.ROLL_OUT:
        return _("It was decided to roll this out.")
    if pilot.decision == Decision.STOP:
        return _("It was decided to stop.")
    if evaluation.complete:
        return _("All answers are in. It is time to decide.")
    return _("The last answers are published after week %(week)s. Decide then.") % {
        "week": evaluation.last_week.number
    }


def say_share(share: Estimate) -> str:
    """A share with its uncertainty: 81 % (probably between 75 and 86 %)."""
    words = _("%(share)s %% (probably between %(low)s and %(high)s %%)")
    return words % {
        "share": round(100 * share.value),
        "low": round(100 * share.low),
        "high": round(100 * share.high),
    }
