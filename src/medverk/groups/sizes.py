"""Do small and large offices differ? A funnel, never a ranking [L6]."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from medverk.charts.funnel import FunnelUnit, funnel_chart
from medverk.charts.picture import Picture
from medverk.pages import words
from medverk.pages.reading import answers_of
from medverk.releases.queries import Below
from medverk.rules.statistics.funnel import Count
from medverk.rules.statistics.sizes import FEWEST, Halves, compare_sizes, find_size_differences
from medverk.surveys.content import Content, Question

FEWEST_IN_PICTURE = 3
SAID_FIRST = 2  # differences that the section begins with


@dataclass(frozen=True, slots=True)
class Choice:
    """A question that can be chosen. clear: small and large offices differ in it."""

    key: str
    text: str
    here: bool
    clear: bool


@dataclass(frozen=True, slots=True)
class SizesReading:
    """One question's funnel. lead: what the section says first; sentence: where small and large
    offices differ in this question, and the lead does not say it."""

    lead: str
    text: str
    sentence: str
    picture: Picture
    choices: tuple[Choice, ...]


def read_sizes(
    content: Content, below: Below, language: str, wanted: str | None
) -> SizesReading | None:
    """The wanted question's funnel; without a wish that of the first that clearly differs. One at a
    time, so that a country's page with 300 offices is as easy to read as a county's with ten. None
    where there are too few offices with figures for a picture to say anything."""
    units = {question.key: units_of(content, question, below) for question in content.questions}
    drawn = {key: found for key, found in units.items() if len(found) >= FEWEST_IN_PICTURE}
    if not drawn:
        return None
    halves = {
        key: compared
        for key, found in drawn.items()
        if (compared := compare_sizes([unit.count for unit in found])) is not None
    }
    clear = find_size_differences(halves)
    chosen = wanted if wanted in drawn else next(iter([*clear, *drawn]))
    asked = content.question(chosen)
    said_below = chosen in clear[SAID_FIRST:]
    return SizesReading(
        lead=lead_of(content, halves, clear, language),
        text=asked.text[language],
        sentence=sentence_of(asked, halves[chosen], content, language) if said_below else "",
        picture=draw(asked, drawn[chosen], language, len(drawn)),
        choices=tuple(
            Choice(key, content.question(key).text[language], key == chosen, key in clear)
            for key in drawn
        ),
    )


def units_of(content: Content, question: Question, below: Below) -> list[FunnelUnit]:
    """The units with figures of a question."""
    scale = content.scale_of(question)
    return [
        FunnelUnit(state.name, Count(sum(found.counts[scale.agree_from - 1 :]), found.answered))
        for state in below.units
        for found in [state.questions.get(question.key)]
        if found and found.answered
    ]


def draw(question: Question, units: Sequence[FunnelUnit], language: str, looks: int) -> Picture:
    """looks: how many funnels can be chosen."""
    title = question.text[language]
    return funnel_chart(units, name="sizes", title=title, looks=looks)


def lead_of(
    content: Content, halves: Mapping[str, Halves], clear: Sequence[str], language: str
) -> str:
    if not halves:
        return _(
            "Too few offices have figures to say whether small and large ones differ. It takes "
            "%(number)s."
        ) % {"number": FEWEST}
    if not clear:
        return _("Small and large offices do not clearly differ.")
    return " ".join(
        sentence_of(content.question(key), halves[key], content, language)
        for key in clear[:SAID_FIRST]
    )


def sentence_of(question: Question, halves: Halves, content: Content, language: str) -> str:
    answers = answers_of(content.scale_of(question), language)
    return _(
        "“%(statement)s”: in the smaller offices %(small)s %(verb)s, in the larger %(large)s. That "
        "is more than chance alone usually gives."
    ) % {
        "statement": question.text[language],
        "small": words.percent(halves.small),
        "large": words.percent(halves.large),
        "verb": words.verb(answers),
    }
