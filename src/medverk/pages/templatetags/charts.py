"""Pictures of a reading, with the words that screen readers say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from medverk.charts.distribution import colour_steps, distribution, swatch
from medverk.charts.series import Point, series
from medverk.pages import words
from medverk.pages.below import Beside
from medverk.pages.reading import Counted, Publication, Reading
from medverk.rules.weeks import Week

register = template.Library()


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One answer in the key beneath a bar."""

    swatch: SafeString
    label: str
    percent: str
    count: int


@register.filter
def key_of(reading: Reading) -> list[KeyLine]:
    """The answers with their colours and shares, in the order of the bar."""
    steps = colour_steps(len(reading.counts))
    return [
        KeyLine(swatch(step), label, words.percent(count / reading.answered), count)
        for step, label, count in zip(steps, reading.answers.labels, reading.counts, strict=True)
    ]


@register.simple_tag
def distribution_bar(reading: Reading, name: str) -> SafeString:
    """The bar of the answers. name: unique on the page."""
    spoken = ", ".join(f"{line.label}: {line.percent}" for line in key_of(reading))
    return distribution(
        reading.counts,
        reading.answers.counts_from,
        name=f"{name}-{reading.key}-bar",
        title=_("How the answers are spread"),
        description=spoken,
    )


@register.simple_tag
def series_picture(reading: Reading, name: str, this_year: int) -> SafeString:
    """The share over the publications."""
    first, last = reading.publications[0], reading.publications[-1]
    return series(
        [point_of(publication) for publication in reading.publications],
        100 * reading.share.value,
        (words.week_text(first.to_week, this_year), words.week_text(last.to_week, this_year)),
        name=f"{name}-{reading.key}-series",
        title=_("Share who %(verb)s, for each publication") % {"verb": words.verb(reading.answers)},
        description=words.change_text(reading, this_year),
    )


def point_of(publication: Publication) -> Point:
    """The day is the last of the weeks that the publication covers."""
    share = publication.share
    return Point(
        publication.to_week.first_day() + timedelta(days=6),
        100 * share.value,
        100 * share.low,
        100 * share.high,
    )


@register.filter
def verb(reading: Reading) -> str:
    return words.verb(reading.answers)


@register.filter
def percent(share: float) -> str:
    return words.percent(share)


@register.filter
def between(reading: Reading) -> str:
    return words.between(reading.share)


@register.filter
def reach(reading: Publication | Beside) -> str:
    return words.reach(reading.share) if reading.share else ""


@register.filter
def mean(reading: Reading) -> str:
    """Said of scales with an order of their own; of yes, partly and no it would mean little."""
    return "" if reading.answers.counted is Counted.YES else words.mean_text(reading)


@register.simple_tag
def change(reading: Reading, this_year: int) -> str:
    return words.change_text(reading, this_year)


@register.simple_tag
def weeks(publication: Publication, this_year: int) -> str:
    return words.weeks_text(publication.from_week, publication.to_week, this_year)


@register.filter
def shares(publication: Publication) -> Iterable[str]:
    """The share of each answer in a publication."""
    return [words.percent(count / publication.answered) for count in publication.counts]


@register.simple_tag
def week(number: Week, this_year: int) -> str:
    return words.week_text(number, this_year)


@register.filter
def of(beside: Mapping[str, Sequence[Beside]], key: str) -> Sequence[Beside]:
    """The units' figures of one question."""
    return beside.get(key, ())


@register.filter
def name_of(names: Mapping[str, object], key: str) -> object:
    """What a thing with this key is called; its key where it has no name."""
    return names.get(key, key)
