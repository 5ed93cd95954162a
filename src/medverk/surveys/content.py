"""What a questionnaire asks: frozen data, read from TOML or JSON and checked to the last key [F3].

Answers are stored as a list of whole numbers. A question's `slot` is its place in that list, and a
category's `value` is what stands there, so both keep their meaning for ever (see `slots`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from medverk.surveys.languages import COMPLETE
from medverk.surveys.reading import Place, refuse_repeats

Text = Mapping[str, str]  # language code -> words

_HIGHEST_SLOT = 63
_MOST_CATEGORIES = 10


class Better(StrEnum):
    """Which end of the scale is the good one for a question."""

    HIGH = "high"
    LOW = "low"


class Shown(StrEnum):
    """In which order the categories stand on the page; they are always stored rising."""

    RISING = "rising"
    FALLING = "falling"


@dataclass(frozen=True)
class Category:
    """One answer on a scale. `value` is stored, `text` is read."""

    value: int
    text: Text


@dataclass(frozen=True)
class Scale:
    """Ordered answers. `agree_from` is the lowest value that counts as agreeing."""

    key: str
    categories: tuple[Category, ...]
    agree_from: int
    shown: Shown
    not_relevant: bool
    numbered: bool

    @property
    def as_shown(self) -> tuple[Category, ...]:
        """The categories in the order of the page."""
        return self.categories if self.shown is Shown.RISING else self.categories[::-1]


@dataclass(frozen=True)
class Theme:
    """What several questions are about together; results are read per theme."""

    key: str
    title: Text


@dataclass(frozen=True)
class Question:
    """One question or statement."""

    key: str
    slot: int
    theme: str
    scale: str
    better: Better
    text: Text


@dataclass(frozen=True)
class Option:
    """One coarse group a person may say they belong to."""

    key: str
    text: Text


@dataclass(frozen=True)
class Background:
    """A question about the person: optional, coarse, and with the reason why it is asked."""

    key: str
    text: Text
    why: Text
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Kind:
    """A kind of conversation, chosen by the one who invites."""

    key: str
    title: Text


@dataclass(frozen=True)
class Content:
    """Everything one version of a questionnaire says."""

    key: str
    number: int
    title: Text
    intro: Text
    thanks: Text
    themes: tuple[Theme, ...]
    scales: Mapping[str, Scale]
    questions: tuple[Question, ...]
    background: tuple[Background, ...]
    kinds: tuple[Kind, ...]

    @property
    def slot_count(self) -> int:
        """How long the stored list of answers is."""
        return max(question.slot for question in self.questions) + 1

    def question(self, key: str) -> Question:
        """The question with this key; KeyError when there is none."""
        for question in self.questions:
            if question.key == key:
                return question
        raise KeyError(key)

    def scale_of(self, question: Question) -> Scale:
        """The scale a question is answered on."""
        return self.scales[question.scale]

    def by_theme(self) -> tuple[tuple[Theme, tuple[Question, ...]], ...]:
        """The themes in order, each with its questions."""
        return tuple(
            (theme, tuple(q for q in self.questions if q.theme == theme.key))
            for theme in self.themes
        )


_PARTS = (
    "key", "number", "title", "intro", "thanks", "themes", "scales", "questions", "background",
    "kinds",
)  # fmt: skip


def parse_content(raw: object, source: str) -> Content:
    """Read one questionnaire; `source` names the file in messages. Raises ContentError."""
    whole = Place(raw, source).only(_PARTS)
    content = Content(
        key=whole.at("key").key(),
        number=whole.at("number").whole(1, 9999),
        title=_text(whole.at("title")),
        intro=_text(whole.at("intro")),
        thanks=_text(whole.at("thanks")),
        themes=tuple(_theme(place) for place in whole.at("themes").items(fewest=1)),
        scales=_scales(whole.at("scales")),
        questions=tuple(_question(place) for place in whole.at("questions").items(fewest=1)),
        background=tuple(_background(place) for place in whole.at("background").items()),
        kinds=tuple(_kind(place) for place in whole.at("kinds").items(fewest=1)),
    )
    _check_together(whole, content)
    return content


def _text(place: Place) -> Text:
    place.only(COMPLETE)
    return {language: place.at(language).text() for language in COMPLETE}


def _theme(place: Place) -> Theme:
    place.only(("key", "title"))
    return Theme(place.at("key").key(), _text(place.at("title")))


def _kind(place: Place) -> Kind:
    place.only(("key", "title"))
    return Kind(place.at("key").key(), _text(place.at("title")))


def _scales(place: Place) -> Mapping[str, Scale]:
    return {key: _scale(key, place.at(key)) for key in place.table()}


def _scale(key: str, place: Place) -> Scale:
    place.only(("categories", "agree_from", "shown", "not_relevant", "numbered"))
    listed = place.at("categories")
    texts = [_text(item) for item in listed.items(fewest=2)]
    if len(texts) > _MOST_CATEGORIES:
        raise listed.fail(f"expected at most {_MOST_CATEGORIES}")
    numbered = place.at("numbered").yes_or_no()
    if numbered:
        _check_numbers(listed, texts)
    return Scale(
        key=Place(key, place.source, place.path).key(),
        categories=tuple(Category(value, text) for value, text in enumerate(texts, start=1)),
        agree_from=place.at("agree_from").whole(2, len(texts)),
        shown=Shown(place.at("shown").one_of(Shown)),
        not_relevant=place.at("not_relevant").yes_or_no(),
        numbered=numbered,
    )


def _check_numbers(listed: Place, texts: list[Text]) -> None:
    """On a numbered scale only the ends have words; what lies between is its number."""
    for number, place in enumerate(listed.items()[1:-1], start=2):
        if set(texts[number - 1].values()) != {str(number)}:
            raise place.fail(f"expected the number {number} in every language")


def _question(place: Place) -> Question:
    place.only(("key", "slot", "theme", "scale", "better", "text"))
    return Question(
        key=place.at("key").key(),
        slot=place.at("slot").whole(0, _HIGHEST_SLOT),
        theme=place.at("theme").key(),
        scale=place.at("scale").key(),
        better=Better(place.at("better").one_of(Better)),
        text=_text(place.at("text")),
    )


def _background(place: Place) -> Background:
    place.only(("key", "text", "why", "options"))
    options = tuple(_option(item) for item in place.at("options").items(fewest=2))
    refuse_repeats(place.at("options"), options, lambda option: option.key)
    return Background(
        key=place.at("key").key(),
        text=_text(place.at("text")),
        why=_text(place.at("why")),
        options=options,
    )


def _option(place: Place) -> Option:
    place.only(("key", "text"))
    return Option(place.at("key").key(), _text(place.at("text")))


def _check_together(whole: Place, content: Content) -> None:
    questions = whole.at("questions")
    refuse_repeats(questions, content.questions, lambda question: question.key)
    refuse_repeats(questions, content.questions, lambda question: question.slot)
    refuse_repeats(whole.at("themes"), content.themes, lambda theme: theme.key)
    refuse_repeats(whole.at("kinds"), content.kinds, lambda kind: kind.key)
    # One form holds both, so a background question may not be called what a question is called.
    both = [q.key for q in content.questions] + [b.key for b in content.background]
    refuse_repeats(whole.at("background"), both, str)
    themes = [theme.key for theme in content.themes]
    for place in questions.items():
        place.at("theme").one_of(themes)
        place.at("scale").one_of(content.scales)
    used = {question.theme for question in content.questions}
    for place, theme in zip(whole.at("themes").items(), content.themes, strict=True):
        if theme.key not in used:
            raise place.fail("expected at least one question about this theme")
