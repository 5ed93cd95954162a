"""How it went for all who took over an experience: the lines of the forest plot, and what they say
together [L4].

The office that shared it is shown, and not counted: its experience is known because of how it went.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverk.charts.forest import Trial, forest
from medverk.charts.measure import Measure, change_text
from medverk.charts.picture import Picture
from medverk.experiences.models import Experience, Outcome
from medverk.experiences.words import LIKENESS, TOGETHER
from medverk.improvement.models import Improvement
from medverk.rules.statistics.intervals import Estimate
from medverk.rules.statistics.pooled import FEWEST_POOLED, Pooled, find_interval, pool_effects
from medverk.rules.statistics.shrunk import Observed

MOST_LINES = 40  # a longer picture is not read; all are counted, and named in the list


@dataclass(frozen=True)
class Together:
    """An experience with all adoptions of it, those with an effect in the order of their names."""

    experience: Experience
    adoptions: Sequence[Improvement]

    @cached_property
    def effects(self) -> list[tuple[Improvement, Observed]]:
        found = ((each, effect_of(outcome_of(each))) for each in self.adoptions)
        return [(each, effect) for each, effect in found if effect]

    @cached_property
    def pooled(self) -> Pooled | None:
        return pool_effects([effect for _each, effect in self.effects])

    @property
    def picture(self) -> Picture | None:
        """None while nobody has an effect to draw."""
        trials = self.origin + [
            Trial(each.unit.name, find_interval(effect))
            for each, effect in self.effects[:MOST_LINES]
        ]
        if not trials:
            return None
        return forest(
            trials,
            self.pooled.mean if self.pooled else None,
            name="together",
            title=_("How much further they came than sister offices"),
            sentence=self.sentence,
            measure=Measure.SHARE,
            next_unit=self.pooled.next_unit if self.pooled else None,
        )

    @property
    def origin(self) -> list[Trial]:
        effect = effect_of(outcome_of(self.experience.improvement))
        name = self.experience.office.name
        return [Trial(name, find_interval(effect), origin=True)] if effect else []

    @property
    def gist(self) -> str:
        """What a busy person should leave with."""
        return str(TOGETHER[self.pooled.together]) if self.pooled else self.too_few

    @property
    def sentence(self) -> str:
        """What the picture says."""
        if self.pooled is None:
            return self.too_few
        mean = say_interval(self.pooled.mean)
        return " ".join(
            [
                str(TOGETHER[self.pooled.together]),
                _("On average the change was %(mean)s beyond sister offices.") % {"mean": mean},
                str(LIKENESS[self.pooled.likeness]),
                _("In one more office it will probably be between %(low)s and %(high)s.")
                % {
                    "low": change_text(self.pooled.next_unit.low, Measure.SHARE),
                    "high": change_text(self.pooled.next_unit.high, Measure.SHARE),
                },
            ]
        )

    @property
    def too_few(self) -> str:
        number = len(self.effects)
        if not number:
            return _("Nobody who took it over has figures enough yet to say how it went.")
        said = ngettext(
            "One office that took it over has figures enough.",
            "%(number)s offices that took it over have figures enough.",
            number,
        )
        least = _("It takes %(least)s to say something together.")
        return f"{said} {least}" % {"number": number, "least": FEWEST_POOLED}


def outcome_of(improvement: Improvement) -> Outcome | None:
    return getattr(improvement, "outcome", None)


def effect_of(outcome: Outcome | None) -> Observed | None:
    if outcome is None or outcome.effect is None or outcome.error is None:
        return None
    return Observed(outcome.effect, outcome.error)


def say_interval(estimate: Estimate) -> str:
    """ "+6 points (probably between +2 points and +10 points)"."""
    return _("%(value)s (probably between %(low)s and %(high)s)") % {
        "value": change_text(estimate.value, Measure.SHARE),
        "low": change_text(estimate.low, Measure.SHARE),
        "high": change_text(estimate.high, Measure.SHARE),
    }
