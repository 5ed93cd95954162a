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


@dataclass(frozen=True, slots=True)
class QuestionSizes:
    """One question: its funnel, and a sentence where small and large offices differ."""

    text: str
    picture: Picture
    sentence: str


@dataclass(frozen=True, slots=True)
class SizesReading:
    """lead: what the section says first."""

    lead: str
    questions: tuple[QuestionSizes, ...]


def read_sizes(content: Content, below: Below, language: str) -> SizesReading | None:
    """None where there are too few offices with figures for a picture to say anything."""
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
    ordered = sorted(drawn, key=lambda key: key not in clear)  # the clear ones first
    return SizesReading(
        lead=lead_of(content, halves, clear, language),
        questions=tuple(
            QuestionSizes(
                text=content.question(key).text[language],
                picture=draw(content.question(key), drawn[key], language, len(drawn)),
                sentence=sentence_of(content.question(key), halves[key], content, language)
                if key in clear
                else "",
            )
            for key in ordered
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
    """looks: how many funnels the page has."""
    title = question.text[language]
    return funnel_chart(units, name=f"size-{question.key}", title=title, looks=looks)


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
        sentence_of(content.question(key), halves[key], content, language) for key in clear[:2]
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
