"""The fixed words around every questionnaire: buttons, promises, messages [F10, F11, F14].

They live here and not in gettext, because a person may answer in languages that the rest of the
product is not in, and because somebody who knows the language must have read them first. A section
of the file is one dataclass; its fields are the keys that must be there.
"""

import string
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from medverk.surveys.reading import Place


@dataclass(frozen=True)
class PageWords:
    """The answer page."""

    language_label: str
    for_office: str
    privacy: str
    privacy_centre: str
    skip_note: str
    not_relevant: str
    background_title: str
    background_lead: str
    prefer_not: str
    send: str
    never_link: str
    error_title: str
    error_choice: str
    error_empty: str
    unavailable_title: str
    unavailable_text: str


@dataclass(frozen=True)
class SeenWords:
    """Who sees what and when."""

    title: str
    leader: str
    counsellor: str
    public: str
    when: str
    address: str
    deleted: str


@dataclass(frozen=True)
class ThanksWords:
    """The page after an answer."""

    title: str
    next: str
    public: str
    did: str
    close: str


@dataclass(frozen=True)
class LinksWords:
    """One page for used, expired and unknown links, without detail."""

    gone_title: str
    gone_text: str


@dataclass(frozen=True)
class NeverWords:
    """Never ask me again [F14]."""

    title: str
    explain: str
    remembers: str
    button: str
    back: str
    done_title: str
    done_text: str


@dataclass(frozen=True)
class CodeWords:
    """The page where the code on a slip is typed."""

    title: str
    lead: str
    label: str
    hint: str
    button: str
    error_unknown: str
    error_wait: str


@dataclass(frozen=True)
class KioskWords:
    """The office's tablet."""

    title: str
    lead: str
    privacy: str
    begin: str
    thanks_title: str
    thanks_text: str
    next_person: str
    clears: str


@dataclass(frozen=True)
class InterviewWords:
    """What an interviewer who speaks the language reads aloud on the telephone [F10]."""

    title: str
    note: str
    greeting: str
    voluntary: str
    privacy: str
    scale_agree: str
    scale_numbered: str
    skip: str
    closing: str
    send: str


@dataclass(frozen=True)
class SlipWords:
    """The printed slip with a square code."""

    title: str
    lead: str
    code_label: str
    voluntary: str
    days: str


@dataclass(frozen=True)
class SmsWords:
    """Text messages."""

    invitation: str
    reminder: str
    call: str
    call_thanks: str
    call_unclear: str


@dataclass(frozen=True)
class EmailWords:
    """E-mail, plain text."""

    subject: str
    body: str
    reminder_subject: str
    reminder_body: str


@dataclass(frozen=True)
class Words:
    """All fixed words in one language."""

    page: PageWords
    seen: SeenWords
    thanks: ThanksWords
    links: LinksWords
    never: NeverWords
    code: CodeWords
    kiosk: KioskWords
    interview: InterviewWords
    slip: SlipWords
    sms: SmsWords
    email: EmailWords


SECTIONS: Mapping[str, type] = {
    "page": PageWords,
    "seen": SeenWords,
    "thanks": ThanksWords,
    "links": LinksWords,
    "never": NeverWords,
    "code": CodeWords,
    "kiosk": KioskWords,
    "interview": InterviewWords,
    "slip": SlipWords,
    "sms": SmsWords,
    "email": EmailWords,
}

KEYS = tuple(
    f"{section}.{field.name}" for section, kind in SECTIONS.items() for field in fields(kind)
)

# What the page fills in with str.format; every language must have exactly these, and no others.
PLACEHOLDERS: Mapping[str, frozenset[str]] = {
    "page.for_office": frozenset({"office"}),
    "page.privacy": frozenset({"minimum"}),
    "page.privacy_centre": frozenset({"minimum"}),
    "seen.leader": frozenset({"minimum"}),
    "seen.counsellor": frozenset({"minimum"}),
    "thanks.public": frozenset({"office"}),
    "thanks.did": frozenset({"office"}),
    "kiosk.clears": frozenset({"seconds"}),
    "interview.greeting": frozenset({"office"}),
    "interview.privacy": frozenset({"minimum"}),
    "slip.lead": frozenset({"address"}),
    "slip.days": frozenset({"days"}),
    "sms.invitation": frozenset({"office", "link"}),
    "sms.reminder": frozenset({"office", "link"}),
    "sms.call": frozenset({"office", "link"}),
    "email.subject": frozenset({"office"}),
    "email.body": frozenset({"office", "link", "minimum", "days"}),
    "email.reminder_body": frozenset({"office", "link", "minimum"}),
}


def parse_words(raw: object, source: str) -> Words:
    """Read the fixed words of one language, which must all be there. Raises ContentError."""
    return words_from(parse_word_texts(raw, source, complete=True))


def words_from(texts: Mapping[str, str]) -> Words:
    """Complete flat texts (`page.send`) as words."""
    sections = {
        section: kind(**{field.name: texts[f"{section}.{field.name}"] for field in fields(kind)})
        for section, kind in SECTIONS.items()
    }
    return Words(**sections)


def flat(words: Words) -> dict[str, str]:
    """Words as flat texts, in the order of the file."""
    return {
        f"{section}.{name}": text
        for section, texts in asdict(words).items()
        for name, text in texts.items()
    }


def nest(texts: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Flat texts as the sections of a file: `page.send` becomes `send` in `page`."""
    sections: dict[str, dict[str, str]] = {}
    for path, text in texts.items():
        section, _, name = path.partition(".")
        sections.setdefault(section, {})[name] = text
    return sections


def parse_word_texts(raw: object, source: str, *, complete: bool) -> dict[str, str]:
    """Read fixed words as flat texts (`page.send`). A draft may have gaps. Raises ContentError."""
    whole = Place(raw, source).only(SECTIONS)
    texts: dict[str, str] = {}
    for section, kind in SECTIONS.items():
        if not complete and section not in whole.table():
            continue
        names = [field.name for field in fields(kind)]
        place = whole.at(section).only(names)
        for name in names:
            if complete or name in place.table():
                texts[f"{section}.{name}"] = _words_with_places(place.at(name))
    return texts


def _words_with_places(place: Place) -> str:
    text = place.text()
    wanted = PLACEHOLDERS.get(place.path, frozenset())
    if _places_in(text) != wanted:
        raise place.fail(f"expected exactly these places: {_named(wanted)}")
    return text


def _places_in(text: str) -> frozenset[str]:
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        return frozenset({"?"})
    # A format or a conversion ({office!r}) is no plain place; so is a brace that was doubled.
    if any(spec or conversion for _, _, spec, conversion in parts) or "{{" in text or "}}" in text:
        return frozenset({"?"})
    return frozenset(name for _, name, _, _ in parts if name is not None)


def _named(places: frozenset[str]) -> str:
    return ", ".join(f"{{{place}}}" for place in sorted(places)) or "none"
