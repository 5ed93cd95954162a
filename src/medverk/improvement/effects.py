"""The picture of before, after and sister units, for an improvement's page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from medverk.charts.before_after import Slope, before_after
from medverk.charts.picture import Picture
from medverk.improvement.models import Improvement, Verdict
from medverk.improvement.sentences import around_of, say_beyond, say_verdict
from medverk.improvement.words import VERDICTS
from medverk.people.models import Unit
from medverk.rules.statistics import verdict as rules
from medverk.rules.weeks import Week


def picture_of(improvement: Improvement, verdict: Verdict) -> Picture | None:
    """None until there are publications enough. One query, for the sisters' names."""
    compared = verdict.numbers["sisters"]
    around = around_of(verdict)
    if not around.is_long_enough:
        return None
    names = dict(
        Unit.objects.filter(pk__in=[each["unit"] for each in compared]).values_list("pk", "name")
    )
    sisters = [
        Slope(names.get(each["unit"], ""), each["before"], each["after"]) for each in compared
    ]
    picture = before_after(
        Slope(improvement.unit.name, around.baseline, around.baseline + around.change),
        sorted(sisters, key=lambda sister: sister.label),
        name=f"effect-{improvement.pk}",
        title=_("Before and after, beside comparable units"),
        sentence=say_verdict(verdict),
    )
    beyond = say_beyond(verdict, improvement)
    return replace(picture, notes=(beyond,)) if beyond else picture


@dataclass(frozen=True, slots=True)
class Past:
    """One line of the history of verdicts."""

    until: Week
    verdict: str
    sentence: str


def history_of(verdicts: Sequence[Verdict]) -> list[Past]:
    """What was said when, newest first."""
    return [
        Past(
            Week.parse(verdict.until),
            str(VERDICTS[rules.Verdict(verdict.verdict)]),
            say_verdict(verdict),
        )
        for verdict in verdicts
    ]
