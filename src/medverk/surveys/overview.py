"""What the directorate looks at: a version, or the fixed words, in all languages side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from medverk.surveys.catalogue import complete_words
from medverk.surveys.content import parse_content
from medverk.surveys.languages import COMPLETE, LANGUAGES, Language
from medverk.surveys.models import Questionnaire, Status, Translation, Version
from medverk.surveys.translation import texts_in
from medverk.surveys.words import flat


@dataclass(frozen=True)
class Column:
    """One language: its texts, and the translation they come from unless it is a complete one."""

    language: Language
    texts: Mapping[str, str]
    translation: Translation | None = None

    def missing(self, asked: Mapping[str, str]) -> int:
        """How many texts nobody has written yet."""
        return len(asked.keys() - self.texts.keys())


@dataclass(frozen=True)
class Cell:
    """One text in one language; empty when nobody has written it."""

    language: Language
    text: str


@dataclass(frozen=True)
class Comparison:
    """Columns are languages, rows are texts, in the order in which a person meets them."""

    columns: tuple[Column, ...]

    @property
    def asked(self) -> Mapping[str, str]:
        """All texts, in Bokmål."""
        return self.columns[0].texts

    @property
    def written(self) -> tuple[Column, ...]:
        """The languages in which there is something to read."""
        return tuple(column for column in self.columns if column.texts)

    @property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """One row per text."""
        return tuple(
            tuple(Cell(column.language, column.texts.get(key, "")) for column in self.written)
            for key in self.asked
        )

    @property
    def states(self) -> tuple[tuple[Column, int], ...]:
        """The further languages, each with how many texts are missing."""
        further = (column for column in self.columns if column.translation)
        return tuple((column, column.missing(self.asked)) for column in further)


def compare_version(version: Version) -> Comparison:
    """A version in all languages."""
    content = parse_content(version.content, str(version))
    complete = {language: texts_in(content, language) for language in COMPLETE}
    return _compare(complete, version.translations.select_related("reviewed_by"))


def compare_words() -> Comparison:
    """The fixed words in all languages."""
    complete = {language: flat(complete_words(language)) for language in COMPLETE}
    return _compare(
        complete, Translation.objects.filter(version=None).select_related("reviewed_by")
    )


def compare_for(translation: Translation) -> Comparison:
    """What a translation belongs to, in all languages."""
    return compare_version(translation.version) if translation.version else compare_words()


def questionnaires() -> Sequence[Questionnaire]:
    """All questionnaires with their versions, the newest first."""
    found = Questionnaire.objects.prefetch_related("versions").order_by("pk")
    return list(found)


def unread_languages() -> tuple[Language, ...]:
    """Languages with a draft of the fixed words that nobody has reviewed."""
    drafts = Translation.objects.filter(version=None, status=Status.DRAFT).exclude(texts={})
    codes = set(drafts.values_list("language", flat=True))
    return tuple(language for code, language in LANGUAGES.items() if code in codes)


def _compare(complete: Mapping[str, Mapping[str, str]], found: Iterable[Translation]) -> Comparison:
    by_language = {translation.language: translation for translation in found}
    return Comparison(
        tuple(Column(LANGUAGES[code], texts) for code, texts in complete.items())
        + tuple(
            Column(language, by_language[code].texts, by_language[code])
            for code, language in LANGUAGES.items()
            if code in by_language
        )
    )
