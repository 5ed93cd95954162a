"""What stands out, in words: three findings at most, each with its figure and a way to act."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from medverk.charts.control_words import control_sentence
from medverk.charts.measure import Measure, value_text
from medverk.pages import words
from medverk.pages.reading import Reading
from medverk.pages.sisters import AmongSisters
from medverk.people.access import Standing
from medverk.people.routes import address_for
from medverk.rules.statistics import funnel
from medverk.rules.statistics.standing_out import (
    Candidate,
    Ground,
    Outstanding,
    find_outstanding,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Of which unit (None: of a person) and questionnaire, for whom.

    path: of the page with the figures. here: that page is the one that is open.
    """

    unit: int | None
    questionnaire: str
    path: str
    standings: Sequence[Standing]
    this_year: int
    here: bool = True

    @property
    def address(self) -> str:
        return f"{self.path}?{urlencode({'questionnaire': self.questionnaire})}"


@dataclass(frozen=True, slots=True)
class Notice:
    """One finding. figure: the address of its chart; act: of the form for a finding, or None."""

    statement: str
    sentence: str
    is_good: bool
    figure: str
    act: str | None


def notices_of(
    readings: Sequence[Reading], place: Place, sisters: Mapping[str, AmongSisters] | None = None
) -> list[Notice]:
    """sisters: by question, where the unit has sister units to be compared with."""
    beside = sisters or {}
    by_key = {reading.key: reading for reading in readings}
    found = find_outstanding(candidates_of(readings, beside))
    return [notice(by_key[each.key], each, place, beside) for each in found]


def candidates_of(
    readings: Iterable[Reading], sisters: Mapping[str, AmongSisters]
) -> list[Candidate]:
    return [
        Candidate(
            reading.key,
            reading.chart,
            reading.direction,
            sisters[reading.key].standing if reading.key in sisters else funnel.Standing.WITHIN,
        )
        for reading in readings
    ]


def notice(
    reading: Reading, found: Outstanding, place: Place, sisters: Mapping[str, AmongSisters]
) -> Notice:
    changed = found.ground in (Ground.WEAKER, Ground.BETTER)
    return Notice(
        statement=reading.text,
        sentence=(
            change_sentence(reading, place.this_year)
            if changed
            else sisters_sentence(sisters[reading.key])
        ),
        is_good=found.ground in (Ground.BETTER, Ground.BETTER_THAN_SISTERS),
        figure=f"{'' if place.here else place.address}#figure-{reading.key}",
        act=act_address(reading.key, place),
    )


def act_address(question: str, place: Place) -> str | None:
    """The form that makes a finding of it, for those who may write one."""
    if place.unit is None:
        return None
    address = address_for(place.standings, "finding-new", place.unit)
    if address is None:
        return None
    known = {
        "source": "signal",
        "indicator": f"{place.questionnaire}.{question}",
        "from": place.address,
    }
    return f"{address}?{urlencode(known)}"


def change_sentence(reading: Reading, this_year: int) -> str:
    labels = [
        words.weeks_text(each.from_week, each.to_week, this_year) for each in reading.publications
    ]
    return control_sentence(reading.chart, Measure.SHARE, labels, reading.direction)


def sisters_sentence(among: AmongSisters) -> str:
    """How the unit lies beyond what is usual for its size."""
    values = {
        "share": value_text(among.share, Measure.SHARE),
        "low": value_text(among.usual.low, Measure.SHARE),
        "high": value_text(among.usual.high, Measure.SHARE),
    }
    if among.share > among.usual.high:
        return (
            _(
                "Higher than sister offices: %(share)s, where %(low)s to %(high)s is usual for "
                "offices of this size."
            )
            % values
        )
    return (
        _(
            "Lower than sister offices: %(share)s, where %(low)s to %(high)s is usual for "
            "offices of this size."
        )
        % values
    )


def usual_sentence(among: AmongSisters) -> str:
    """The line about sister units under a chart."""
    if among.standing is not funnel.Standing.WITHIN:
        return sisters_sentence(among)
    return _("Sister offices of this size: %(low)s to %(high)s is usual, and it is so here.") % {
        "low": value_text(among.usual.low, Measure.SHARE),
        "high": value_text(among.usual.high, Measure.SHARE),
    }
