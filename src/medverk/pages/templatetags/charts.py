"""Pictures of a reading, with the words that screen readers say."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from medverk.charts.control import control_chart
from medverk.charts.distribution import colour_steps, distribution, swatch
from medverk.charts.picture import Column, Picture
from medverk.pages import words
from medverk.pages.below import Beside
from medverk.pages.outstanding import usual_sentence
from medverk.pages.reading import Counted, Publication, Reading
from medverk.pages.sisters import AmongSisters
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
def control_picture(
    reading: Reading, name: str, this_year: int, each_answer: bool | str = False
) -> Picture:
    """The share over the publications, with what is usual. each_answer: the share of each answer
    stands in the table too."""
    publications = reading.publications
    first, last = publications[0], publications[-1]
    return control_chart(
        reading.chart,
        name=f"{name}-{reading.key}-chart",
        title=_("Share who %(verb)s, for each publication") % {"verb": words.verb(reading.answers)},
        labels=[weeks(publication, this_year) for publication in publications],
        ends=(words.week_text(first.to_week, this_year), words.week_text(last.to_week, this_year)),
        direction=reading.direction,
        rebases=reading.rebases,
        beside=[
            (Column(_("Answers"), number=True), [str(each.answered) for each in publications]),
            (Column(_("Probably between")), [reach(each) for each in publications]),
            *(shares_of_answers(reading) if each_answer else []),
        ],
    )


def shares_of_answers(reading: Reading) -> list[tuple[Column, list[str]]]:
    """A column for each answer: its share in each publication."""
    return [
        (
            Column(label, number=True),
            [words.percent(each.counts[place] / each.answered) for each in reading.publications],
        )
        for place, label in enumerate(reading.answers.labels)
    ]


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
def weeks(publication: Publication, this_year: int) -> str:
    return words.weeks_text(publication.from_week, publication.to_week, this_year)


@register.simple_tag
def week(number: Week, this_year: int) -> str:
    return words.week_text(number, this_year)


@register.filter
def with_year(week: Week) -> str:
    """A week where nothing on the page says which year it is."""
    return words.week_and_year(week)


@register.filter
def of(found: Mapping[str, object], key: str) -> object:
    """What there is of one question; "" where there is nothing."""
    return found.get(key, "") if found else ""


@register.filter
def usual_among_sisters(among: AmongSisters) -> str:
    return usual_sentence(among)


@register.filter
def name_of(names: Mapping[str, object], key: str) -> object:
    """What a thing with this key is called; its key where it has no name."""
    return names.get(key, key)
