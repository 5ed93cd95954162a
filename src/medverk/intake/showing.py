"""What the form says, taken from the questionnaire and the fixed words, ready for a template."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from medverk.intake.reading import NOT_RELEVANT
from medverk.rules.disclosure.policy import Policy
from medverk.surveys.content import Content, Question, Scale
from medverk.surveys.queries import NotOfferedError, offered_languages, words
from medverk.surveys.words import SeenWords, Words

START, END = "\ue000", "\ue001"
LONG_WORD = 7  # more letters than these do not fit in a fifth of a narrow telephone
FALLBACK = "nb"


@dataclass(frozen=True, slots=True)
class Choice:
    """One radio button or one big button. `checked` is the mark that is replaced when it is set."""

    id: str
    value: str
    text: str
    checked: SafeString


@dataclass(frozen=True, slots=True)
class Field:
    """One question with its choices. `shape` is the scale's class in the style sheet."""

    name: str
    text: str
    why: str
    shape: str
    numbered: bool
    choices: tuple[Choice, ...]
    apart: Choice | None  # "not relevant", "would rather not say": offered, but not on the scale
    error: SafeString
    described: SafeString

    @property
    def last(self) -> Choice:
        return self.choices[-1]


def mark(name: str) -> SafeString:
    """A place in a rendered page; no text that people write contains these characters."""
    return mark_safe(f"{START}{name}{END}")  # noqa: S308  (the names are ours)


def question_field(content: Content, question: Question, language: str, spoken: Words) -> Field:
    scale = content.scale_of(question)
    named = [(str(one.value), one.text[language]) for one in scale.as_shown]
    apart = (NOT_RELEVANT, spoken.page.not_relevant) if scale.not_relevant else None
    shape = shape_of(scale, [text for _, text in named])
    return field(question.key, question.text[language], "", shape, named, apart)


def background_fields(content: Content, language: str, spoken: Words) -> list[Field]:
    fields = []
    for asked in content.background:
        named = [(option.key, option.text[language]) for option in asked.options]
        apart = ("", spoken.page.prefer_not)
        text, why = asked.text[language], asked.why[language]
        fields.append(field(asked.key, text, why, "options", named, apart))
    return fields


def field(
    name: str,
    text: str,
    why: str,
    shape: str,
    named: list[tuple[str, str]],
    apart: tuple[str, str] | None,
) -> Field:
    choices = tuple(choice(name, number, *one) for number, one in enumerate(named, start=1))
    return Field(
        name=name,
        text=text,
        why=why,
        shape=shape,
        numbered=shape == "numbers",
        choices=choices,
        apart=choice(name, 0, *apart) if apart else None,
        error=mark(f"error {name}"),
        described=mark(f"described {name}"),
    )


def choice(name: str, number: int, value: str, text: str) -> Choice:
    return Choice(f"{name}-{number}", value, text, mark(f"{name}={value}"))


def shape_of(scale: Scale, texts: list[str]) -> str:
    """Numbers stand in a row; words do when they are short, and under each other when long."""
    if scale.numbered:
        return "numbers"
    longest = max(len(word) for text in texts for word in text.split())
    return "long" if longest > LONG_WORD else "steps"


def is_one_tap(content: Content) -> bool:
    """One question and nothing else: three big buttons, and no button to send [K1]."""
    return len(content.questions) == 1 and not content.background


def privacy_of(content: Content, spoken: Words) -> str:
    text = spoken.page.privacy_centre if is_one_tap(content) else spoken.page.privacy
    return text.format(minimum=policy().responses)


def seen_lines(content: Content, seen: SeenWords) -> list[str]:
    """Who sees what, and when, in plain words."""
    rules = policy()
    lines = [
        seen.leader.format(minimum=rules.responses),
        seen.counsellor.format(minimum=rules.own_responses),
        seen.public,
        seen.when,
        seen.address,
        seen.deleted,
    ]
    return lines[3:] if is_one_tap(content) else lines


@cache
def policy() -> Policy:
    """The thresholds of this agency, as the page promises them."""
    return Policy.from_mapping(settings.ENVIRONMENT.policy)


def language_for(version_id: int, wanted: str, now: datetime) -> str:
    """The wanted language when it is offered, else Bokmål."""
    offered = {language.code for language in offered_languages(version_id, now=now)}
    return wanted if wanted in offered else FALLBACK


def words_for(language: str, now: datetime) -> Words:
    """The fixed words in this language, or in Bokmål when nobody has reviewed them."""
    try:
        return words(language, now=now)
    except NotOfferedError:
        return words(FALLBACK, now=now)
