"""Indicators: "questionnaire.question" or "questionnaire.theme", lines of what users answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from medverk.people.models import Unit, UnitType
from medverk.rules.statistics.assurance import Direction
from medverk.surveys.content import Better, Content, Question
from medverk.surveys.names import name_of
from medverk.surveys.queries import NoVersionInUseError, content, current_version

OF_CENTRES = ("call",)
OF_OTHERS = ("conversation", "employer", "trust")


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured. agree_from: the lowest category that counts, for each question.

    Its value is the share who agree, from 0 to 1, over all its questions together.
    """

    key: str
    questionnaire: str
    agree_from: Mapping[str, int]
    better: Better
    text: str

    @property
    def questions(self) -> frozenset[str]:
        return frozenset(self.agree_from)

    @property
    def improves(self) -> Direction:
        """Which way the share goes when things get better."""
        return Direction.UP if self.better is Better.HIGH else Direction.DOWN


def indicator_of(key: str, now: datetime) -> Indicator | None:
    """The indicator with this key, as it is asked now; None for what is asked no more."""
    questionnaire, _dot, line = key.partition(".")
    asked = asked_now(questionnaire, now)
    return read_line(asked, line) if asked and line else None


def asked_now(questionnaire: str, now: datetime) -> Content | None:
    try:
        return content(current_version(questionnaire, now=now).pk)
    except NoVersionInUseError:
        return None


def read_line(asked: Content, line: str) -> Indicator | None:
    """A question, or else a theme: the questions in it together."""
    for question in asked.questions:
        if question.key == line:
            return make(asked, line, [question], question.text[language()])
    for theme, questions in asked.by_theme():
        if theme.key == line:
            return make(asked, line, list(questions), theme.title[language()])
    return None


def make(asked: Content, line: str, questions: Sequence[Question], text: str) -> Indicator | None:
    """None for a theme in which some questions are better high and others low."""
    better = {question.better for question in questions}
    if len(better) != 1:
        return None
    agree_from = {each.key: asked.scale_of(each).agree_from for each in questions}
    return Indicator(f"{asked.key}.{line}", asked.key, agree_from, better.pop(), text)


def language() -> str:
    return get_language() or "nb"


def questionnaires_of(unit: Unit) -> Sequence[str]:
    """What is asked after the unit's conversations or calls."""
    return OF_CENTRES if unit.type == UnitType.CONTACT_CENTRE else OF_OTHERS


def indicators_of(unit: Unit, now: datetime) -> list[Indicator]:
    """Every question that the unit's users are asked, in the order of the questionnaires."""
    return [
        indicator
        for key in questionnaires_of(unit)
        for asked in [asked_now(key, now)]
        if asked
        for question in asked.questions
        for indicator in [read_line(asked, question.key)]
        if indicator
    ]


Choices = list[tuple[str, str | list[tuple[str, str]]]]


def choices_of(unit: Unit, now: datetime) -> Choices:
    """The unit's indicators for a list to choose from, under the name of each questionnaire."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for indicator in indicators_of(unit, now):
        groups.setdefault(name_of(indicator.questionnaire), []).append(
            (indicator.key, quoted(indicator))
        )
    return list(groups.items())


def quoted(indicator: Indicator) -> str:
    return _("“%(statement)s”") % {"statement": indicator.text}


def names_of(keys: Sequence[str], now: datetime) -> dict[str, str]:
    """What each is called; its key where it is asked no more. A query per questionnaire."""
    asked = {key.partition(".")[0] for key in keys if key}
    contents = {each: asked_now(each, now) for each in sorted(asked)}
    named = {}
    for key in keys:
        questionnaire, _dot, line = key.partition(".")
        known = contents.get(questionnaire)
        found = read_line(known, line) if known else None
        named[key] = quoted(found) if found else key
    return named
