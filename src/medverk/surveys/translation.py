"""A questionnaire in one more language: flat texts by key, checked against what it asks [F10].

Only what the person reads is translated. Themes and kinds of conversation are read by those who
work there, in the complete languages.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from medverk.surveys.content import Background, Category, Content, Scale, Text
from medverk.surveys.languages import LANGUAGES
from medverk.surveys.reading import Place

# Gets the key of a text and the text, and returns the text to stand there instead.
Change = Callable[[str, Text], Text]


def texts_in(content: Content, language: str) -> dict[str, str]:
    """All that a person reads in one language, by key, in the order of the page."""
    found: dict[str, str] = {}

    def note(key: str, text: Text) -> Text:
        found[key] = text[language]
        return text

    _change_texts(content, note)
    return found


def parse_texts(content: Content, raw: object, source: str, *, complete: bool) -> dict[str, str]:
    """Read the texts of a translation. A draft may have gaps. Raises ContentError."""
    keys = tuple(texts_in(content, "en"))
    place = Place(raw, source).only(keys)
    wanted = keys if complete else tuple(key for key in keys if key in place.table())
    return {key: place.at(key).text() for key in wanted}


def translated(content: Content, language: str, texts: Mapping[str, str]) -> Content:
    """The same content, with one language more in every text that a person reads."""
    return _change_texts(content, lambda key, text: {**text, language: texts[key]})


def _change_texts(content: Content, change: Change) -> Content:
    return replace(
        content,
        title=change("title", content.title),
        intro=change("intro", content.intro),
        questions=tuple(
            replace(question, text=change(f"question.{question.key}", question.text))
            for question in content.questions
        ),
        scales={key: _change_scale(scale, change) for key, scale in content.scales.items()},
        background=tuple(_change_background(asked, change) for asked in content.background),
        thanks=change("thanks", content.thanks),
    )


def _change_scale(scale: Scale, change: Change) -> Scale:
    def changed(category: Category) -> Category:
        # On a numbered scale only the ends have words; "3" is "3" in every language.
        if scale.numbered and category not in (scale.categories[0], scale.categories[-1]):
            return replace(category, text=_same_in_all(category.text))
        key = f"scale.{scale.key}.{category.value}"
        return replace(category, text=change(key, category.text))

    return replace(scale, categories=tuple(changed(category) for category in scale.categories))


def _same_in_all(text: Text) -> Text:
    return {**dict.fromkeys(LANGUAGES, text["nb"]), **text}


def _change_background(asked: Background, change: Change) -> Background:
    at = f"background.{asked.key}"
    return replace(
        asked,
        text=change(at, asked.text),
        why=change(f"{at}.why", asked.why),
        options=tuple(
            replace(option, text=change(f"{at}.{option.key}", option.text))
            for option in asked.options
        ),
    )
