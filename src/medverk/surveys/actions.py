"""Writing questionnaires: new versions, putting them in use, and translations and their review."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from medverk.people.actions import log
from medverk.people.models import Person
from medverk.surveys import queries
from medverk.surveys.catalogue import QUESTIONNAIRES, draft_texts, draft_words, shipped_raw
from medverk.surveys.content import parse_content
from medverk.surveys.languages import FURTHER
from medverk.surveys.models import Questionnaire, Status, Translation, Version
from medverk.surveys.slots import check_slots
from medverk.surveys.translation import parse_texts
from medverk.surveys.words import nest, parse_word_texts


class AlreadyInUseError(ValueError):
    """A version in use never changes; make a new one."""


class InThePastError(ValueError):
    """A version cannot have been in use before anybody said so."""


class AlreadyReviewedError(ValueError):
    """Reviewed texts do not change; withdraw the review first."""


@transaction.atomic
def add_version(
    *, raw: Mapping[str, Any], source: str, by: Person | None, now: datetime
) -> Version:
    """Store a new version, not yet in use. Raises ContentError, which names what is wrong."""
    new = parse_content(raw, source)
    questionnaire, _ = Questionnaire.objects.get_or_create(key=new.key)
    earlier = questionnaire.versions.order_by("number")
    check_slots(new, [parse_content(old.content, str(old)) for old in earlier])
    version = questionnaire.versions.create(number=new.number, content=raw)
    log(by=by, action="questionnaire_version_added", now=now, about=str(version))
    return version


@transaction.atomic
def put_in_use(*, version: Version, from_when: datetime, by: Person | None, now: datetime) -> None:
    """From then on new invitations get this version. Raises AlreadyInUseError, InThePastError."""
    locked = Version.objects.select_for_update().get(pk=version.pk)
    if locked.in_use_from is not None:
        raise AlreadyInUseError(str(locked))
    if from_when < now:
        raise InThePastError(from_when.isoformat())
    locked.in_use_from = from_when
    locked.save(update_fields=["in_use_from"])
    version.in_use_from = from_when
    log(by=by, action="questionnaire_put_in_use", now=now, about=str(locked))


@transaction.atomic
def save_draft(
    *, translation: Translation, texts: Mapping[str, str], by: Person, now: datetime
) -> None:
    """Replace the texts of a draft; gaps are fine. Raises ContentError, AlreadyReviewedError."""
    locked = _lock(translation)
    if locked.is_reviewed:
        raise AlreadyReviewedError(str(locked))
    locked.texts = check_texts(locked, texts, complete=False)
    locked.save(update_fields=["texts"])
    log(by=by, action="translation_saved", now=now, about=str(locked))


@transaction.atomic
def review_translation(*, translation: Translation, by: Person, now: datetime) -> None:
    """Somebody who knows the language vouches for it; ContentError when a text is missing."""
    locked = _lock(translation)
    if locked.is_reviewed:
        raise AlreadyReviewedError(str(locked))
    locked.texts = check_texts(locked, locked.texts, complete=True)
    locked.status = Status.REVIEWED
    locked.reviewed_by = by
    locked.reviewed_on = timezone.localdate(now)
    locked.save()
    log(by=by, action="translation_reviewed", now=now, about=str(locked))
    transaction.on_commit(queries.forget)


@transaction.atomic
def withdraw_review(*, translation: Translation, by: Person | None, now: datetime) -> None:
    """Stop offering the language, so that its texts can be put right. Harmless when a draft."""
    locked = _lock(translation)
    locked.status = Status.DRAFT
    locked.reviewed_by = None
    locked.reviewed_on = None
    locked.save()
    log(by=by, action="translation_review_withdrawn", now=now, about=str(locked))
    transaction.on_commit(queries.forget)


def check_texts(
    translation: Translation, texts: Mapping[str, str], *, complete: bool
) -> dict[str, str]:
    """The texts, when each is one that is asked for; all of them when complete. ContentError."""
    source = str(translation)
    if translation.version is None:
        return parse_word_texts(nest(texts), source, complete=complete)
    asked = parse_content(translation.version.content, str(translation.version))
    return parse_texts(asked, dict(texts), source, complete=complete)


@transaction.atomic
def load_shipped(*, now: datetime) -> None:
    """Bring in what comes with the product; what is there already stays as it is."""
    for key in QUESTIONNAIRES:
        version = _load_version(key, now)
        for language in FURTHER:
            Translation.objects.get_or_create(
                version=version, language=language, defaults={"texts": draft_texts(key, language)}
            )
    for language in FURTHER:
        _load_words(language, now)
    transaction.on_commit(queries.forget)


def _load_version(key: str, now: datetime) -> Version:
    raw = shipped_raw(key)
    known = Version.objects.filter(questionnaire__key=key, number=raw["number"]).first()
    if known is not None:
        return known
    version = add_version(raw=raw, source=f"{key}.toml", by=None, now=now)
    put_in_use(version=version, from_when=now, by=None, now=now)
    return version


def _load_words(language: str, now: datetime) -> None:
    shipped = draft_words(language)
    known, created = Translation.objects.get_or_create(
        version=None, language=language, defaults={"texts": shipped}
    )
    # A new program may say something new; what people here wrote is kept, what is missing is added.
    missing = {key: text for key, text in shipped.items() if key not in known.texts}
    if created or not missing:
        return
    if known.is_reviewed:
        withdraw_review(translation=known, by=None, now=now)
    Translation.objects.filter(pk=known.pk).update(texts=known.texts | missing)


def _lock(translation: Translation) -> Translation:
    rows = Translation.objects.select_for_update(of=("self",))
    return rows.select_related("version__questionnaire").get(pk=translation.pk)
