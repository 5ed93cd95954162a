"""From a form as it was sent to answers as they are stored; nothing of a stranger is trusted."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl

from django.http import HttpRequest

from medverk.surveys.content import Background, Content, Question

LARGEST_BODY = 20_000
MOST_FIELDS = 100
NOT_RELEVANT = "0"


class BadFormError(ValueError):
    """What was sent is not one of our forms."""


class UnfinishedError(ValueError):
    """The form cannot be stored as it is; the person is told why."""


class Problem(StrEnum):
    """What is wrong with an answer; words.page.error_<value> says it to people."""

    CHOICE = "choice"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Given:
    """Answers by slot (None: skipped or not relevant), and background by key."""

    answers: tuple[int | None, ...]
    background: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was given, and what is wrong by the key of its question."""

    given: Given
    problems: Mapping[str, Problem]


def read_form(request: HttpRequest) -> dict[str, str]:
    """The fields of an ordinary form; of a field that is sent twice the last. BadFormError."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise BadFormError("content type")
    try:
        body = request.read(LARGEST_BODY + 1)
    except OSError as error:
        raise BadFormError("cut short") from error
    if len(body) > LARGEST_BODY:
        raise BadFormError("too long")
    try:
        return dict(parse_qsl(body.decode("ascii"), max_num_fields=MOST_FIELDS))
    except ValueError as error:
        raise BadFormError("encoding") from error


def read_answers(content: Content, fields: Mapping[str, str]) -> Reading:
    """Hold each field against what the questionnaire offers."""
    problems: dict[str, Problem] = {}
    answers: list[int | None] = [None] * content.slot_count
    for question in content.questions:
        value = fields.get(question.key, "")
        if value and value not in offered_values(content, question):
            problems[question.key] = Problem.CHOICE
        elif value and value != NOT_RELEVANT:
            answers[question.slot] = int(value)
    background = read_background(content, fields, problems)
    if not any(fields.get(question.key) for question in content.questions):
        problems.setdefault(content.questions[0].key, Problem.EMPTY)
    return Reading(Given(tuple(answers), background), problems)


def read_finished(content: Content, fields: Mapping[str, str]) -> Given:
    """The answers of a form that can be stored. Raises UnfinishedError."""
    reading = read_answers(content, fields)
    if reading.problems:
        raise UnfinishedError
    return reading.given


def read_background(
    content: Content, fields: Mapping[str, str], problems: dict[str, Problem]
) -> dict[str, str]:
    found = {}
    for background in content.background:
        value = fields.get(background.key, "")
        if value in offered_options(background):
            found[background.key] = value
        elif value:
            problems[background.key] = Problem.CHOICE
    return found


def offered_values(content: Content, question: Question) -> set[str]:
    scale = content.scale_of(question)
    values = {str(category.value) for category in scale.categories}
    return values | {NOT_RELEVANT} if scale.not_relevant else values


def offered_options(background: Background) -> set[str]:
    return {option.key for option in background.options}
