"""Reading questionnaires. A version is kept in the process for ever, reviews for a minute."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from medverk.surveys.catalogue import complete_words
from medverk.surveys.content import Content, parse_content
from medverk.surveys.languages import COMPLETE, LANGUAGES, Language
from medverk.surveys.models import Status, Translation, Version
from medverk.surveys.translation import translated
from medverk.surveys.words import KEYS, Words, words_from


class NoVersionInUseError(LookupError):
    """No version of this questionnaire is in use at that time."""


class NotOfferedError(LookupError):
    """This questionnaire is not offered in this language: nobody has reviewed it yet."""


def current_version(key: str, *, now: datetime) -> Version:
    """The version that new invitations get. Raises NoVersionInUseError."""
    in_use = Version.objects.filter(questionnaire__key=key, in_use_from__lte=now)
    version = in_use.order_by("-in_use_from", "-number").first()
    if version is None:
        raise NoVersionInUseError(key)
    return version


@lru_cache(maxsize=256)
def content(version_id: int) -> Content:
    """What a version in use asks, in the complete languages. Raises Version.DoesNotExist."""
    version = Version.objects.select_related("questionnaire").get(
        pk=version_id, in_use_from__isnull=False
    )
    return parse_content(version.content, str(version))


def content_in(version_id: int, language: str, *, now: datetime) -> Content:
    """`content`, with this language in each text a person reads. Raises NotOfferedError."""
    if language in COMPLETE:
        return content(version_id)
    return _content_in(version_id, language, _minute(now))


def words(language: str, *, now: datetime) -> Words:
    """The fixed words around every questionnaire. Raises NotOfferedError."""
    if language in COMPLETE:
        return complete_words(language)
    return _words(language, _minute(now))


def offered_languages(version_id: int, *, now: datetime) -> tuple[Language, ...]:
    """Complete languages, and those in which both the version and the fixed words are reviewed."""
    minute = _minute(now)
    reviewed = _reviewed(version_id, minute).keys() & _reviewed(None, minute).keys()
    return tuple(
        language for code, language in LANGUAGES.items() if code in COMPLETE or code in reviewed
    )


def forget() -> None:
    """Read everything anew; called after each change, and by tests."""
    for remembered in (content, _content_in, _words, _reviewed):
        remembered.cache_clear()


def _minute(now: datetime) -> datetime:
    # A part of the remembered key, so that what another process reviews is seen within a minute.
    return now.replace(second=0, microsecond=0)


@lru_cache(maxsize=256)
def _content_in(version_id: int, language: str, minute: datetime) -> Content:
    texts = _reviewed(version_id, minute).get(language)
    if texts is None:
        raise NotOfferedError(language)
    return translated(content(version_id), language, texts)


@lru_cache(maxsize=16)
def _words(language: str, minute: datetime) -> Words:
    texts = _reviewed(None, minute).get(language)
    if texts is None:
        raise NotOfferedError(language)
    return words_from(texts)


@lru_cache(maxsize=256)
def _reviewed(version_id: int | None, minute: datetime) -> Mapping[str, Mapping[str, str]]:
    reviewed = Translation.objects.filter(status=Status.REVIEWED)
    rows = reviewed.filter(version=None if version_id is None else version_id)
    found = dict(rows.values_list("language", "texts"))
    if version_id is not None:
        return found
    # A newer program may know more words than were reviewed; half a page is never offered.
    return {language: texts for language, texts in found.items() if set(KEYS) <= texts.keys()}
