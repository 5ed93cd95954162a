"""Personal data in free text: where it stands, and the text without it. Finds too much rather than
too little [S1; ecosystem "What others measured"].

The text is read as a person reads it: invisible signs are nothing, and digits of all scripts and
shapes are digits. Eight or more digits in a row, whatever few signs stand between them, are a
number that leads to somebody. Numbers and e-mail addresses are *certain*: they never leave. Names,
addresses and dates are *hints*, which only a person can judge. Numbers written in words, and names
that nothing points at, are not found: therefore a person reads what leaves.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What was found."""

    NATIONAL_ID = "national_id"
    TELEPHONE = "telephone"
    ACCOUNT = "account"
    LONG_NUMBER = "long_number"
    EMAIL = "email"
    DATE = "date"
    ADDRESS = "address"
    NAME = "name"


CERTAIN = frozenset({Kind.NATIONAL_ID, Kind.TELEPHONE, Kind.ACCOUNT, Kind.LONG_NUMBER, Kind.EMAIL})
HINTS = frozenset(Kind) - CERTAIN


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `start` up to `end` in the text as it was written."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Reading:
    """The text as people read it, and where each of its signs stands in the text as written."""

    plain: str
    places: tuple[int, ...]

    def span(self, start: int, end: int, kind: Kind) -> Span:
        return Span(self.places[start], self.places[end - 1] + 1, kind)


def read(text: str) -> Reading:
    """Without invisible and combining signs; digits as 0 to 9, wide letters as plain ones."""
    plain: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        seen = plain_sign(sign)
        plain.append(seen)
        places.extend([place] * len(seen))
    return Reading("".join(plain), tuple(places))


def plain_sign(sign: str) -> str:
    """What people see of one sign: nothing, a digit, or the sign in its usual width."""
    if sign.isascii():
        return " " if sign in "\x00\x7f" else sign
    value = unicodedata.digit(sign, None)
    if value is not None:
        return str(value)
    if unicodedata.category(sign) in {"Cf", "Mn", "Me", "Cc"} or sign in INVISIBLE:
        return ""
    wide = unicodedata.normalize("NFKC", sign)
    return wide if wide.strip() else " "


INVISIBLE = frozenset("\u115f\u1160\u17b4\u17b5\u3164\uffa0")
"""Letters to Unicode, nothing to the eye."""

FEWEST_DIGITS = 8
_RUN = re.compile(r"(?:\+\W{0,3})?[0-9](?:[\W_]{0,6}[0-9])*")
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:19|20)[0-9]{2}"
_DATE = rf"(?:{_DAY}[./-]{_MONTH}[./-]{_YEAR}|{_YEAR}-[0-9]{{2}}-[0-9]{{2}}|{_YEAR})"
_ONLY_DATES = re.compile(rf"{_DATE}(?:[\W_]{{1,6}}{_DATE})*")
_ONLY_YEARS = re.compile(rf"{_YEAR}(?:[\W_]{{1,6}}{_YEAR})*")
_BIRTH = re.compile(
    rf"(?<![0-9])(?:{_DAY}[./ -]{_MONTH}[./ -](?:{_YEAR}|[0-9]{{2}})|[0-3][0-9][01][0-9]{{3}})"
    r"(?![0-9])"
)


def find_numbers(reading: Reading) -> Iterator[Span]:
    """Every run of eight digits or more; years alone are not one."""
    for run in _RUN.finditer(reading.plain):
        digits = re.sub(r"[^0-9]", "", run[0])
        if len(digits) >= FEWEST_DIGITS and not _ONLY_YEARS.fullmatch(run[0]):
            yield reading.span(*run.span(), name_number(run[0], digits))


def name_number(written: str, digits: str) -> Kind:
    """What a run of digits most likely is. Every answer but a date is certain to be hidden."""
    if _ONLY_DATES.fullmatch(written):
        return Kind.DATE
    if written.startswith("+"):
        return Kind.TELEPHONE
    if len(digits) == 11:
        return Kind.NATIONAL_ID if begins_with_birth(digits) else Kind.ACCOUNT
    bare = digits.removeprefix("00").removeprefix("47") if len(digits) > 8 else digits
    return Kind.TELEPHONE if len(bare) == 8 else Kind.LONG_NUMBER


def begins_with_birth(digits: str) -> bool:
    """Whether it begins with a day and a month, as a national identity number, a D-number (day
    + 40) or a synthetic one (month + 40, 65 or 80)."""
    day, month = int(digits[:2]), int(digits[2:4])
    return any(day - more in range(1, 32) for more in (0, 40)) and any(
        month - more in range(1, 13) for more in (0, 40, 65, 80)
    )


def find_births(reading: Reading) -> Iterator[Span]:
    """Dates in full, and six digits that can be a day of birth."""
    for date in _BIRTH.finditer(reading.plain):
        yield reading.span(*date.span(), Kind.DATE)


_LONGEST_SIDE = 80
_AT = re.compile(r"@|[(\[{] {0,2}(?:at|krøllalfa|alfakrøll) {0,2}[)\]}]| krøllalfa ", re.IGNORECASE)
_BEFORE_AT = re.compile(r"[^\s@]{0,80} {0,2}$")
_AFTER_AT = re.compile(r" {0,2}[^\s@]{1,80}(?: {0,2}\. {0,2}[^\s@.]{2,20}){0,3}")


def find_emails(reading: Reading) -> Iterator[Span]:
    """Whatever stands around an @, also one that is written as a word in brackets."""
    for at in _AT.finditer(reading.plain):
        first = max(0, at.start() - _LONGEST_SIDE - 2)
        before = _BEFORE_AT.search(reading.plain[first : at.start()])
        after = _AFTER_AT.match(reading.plain, at.end())
        start = first + before.start() if before else at.start()
        end = after.end() - trailing(after[0]) if after else at.end()
        yield reading.span(start, end, Kind.EMAIL)


def trailing(address: str) -> int:
    """How many signs at the end belong to the sentence and not to the address."""
    return len(address) - len(address.rstrip(".,;:!?)"))


_CAPITAL = r"[^\W\d_a-zæøåäöéü][\w'’-]{0,30}"
_STREET = (
    r"(?:veien|vei|vegen|veg|gata|gaten|gate|alléen|allé|plassen|plass|bakken|bakke|stien|sti|"
    r"svingen|tunet|haugen|kroken|åsen|lia|ringen|terrasse|street|road)"
)
_ADDRESSES = (
    re.compile(rf"\b\w[\w.-]{{0,30}}{_STREET}[ ,]{{1,3}}[0-9]{{1,4}} ?[A-Za-z]?\b", re.IGNORECASE),
    re.compile(rf"\b{_CAPITAL} (?i:{_STREET})[ ,]{{1,3}}[0-9]{{1,4}} ?[A-Za-z]?\b"),
    re.compile(rf"(?<![0-9])[0-9]{{4}} {{1,2}}{_CAPITAL}"),
)
_INTRODUCED = re.compile(
    r"\b(?:jeg heter|mitt navn er|navnet mitt er|eg heiter|eg heter|namnet mitt er|mitt namn er|"
    r"my name is|i am called|hilsen|helsing|mvh|regards|sincerely)[\s,.:]{1,6}"
    r"(\w[\w'’.-]{0,30}(?: [^\W\d_a-zæøå][\w'’-]{0,30}){0,3})",
    re.IGNORECASE,
)
_IN_A_ROLE = re.compile(
    r"\b(?:saksbehandler(?:en)?|sakshandsamar(?:en)?|veileder(?:en)?|rettleiar(?:en)?|"
    r"counsellor|caseworker|sønn(?:en)?|datter|dotter|mann(?:en)?|kone|mor|far|lege|lege[nr])"
    rf"(?: min| mi| mitt| my)?,? ({_CAPITAL}(?: {_CAPITAL}){{0,3}})"
)
_TWO_NAMES = re.compile(rf"\b{_CAPITAL}(?: {_CAPITAL}){{1,3}}")


def find_addresses(reading: Reading) -> Iterator[Span]:
    for pattern in _ADDRESSES:
        for found in pattern.finditer(reading.plain):
            yield reading.span(*found.span(), Kind.ADDRESS)


def find_names(reading: Reading) -> Iterator[Span]:
    """What follows "my name is" and the like, and words with capitals side by side."""
    for pattern in (_INTRODUCED, _IN_A_ROLE):
        for found in pattern.finditer(reading.plain):
            yield reading.span(*found.span(1), Kind.NAME)
    for found in _TWO_NAMES.finditer(reading.plain):
        yield reading.span(*found.span(), Kind.NAME)


def find_personal_data(text: str) -> tuple[Span, ...]:
    """All that was found, in the order of the text, none overlapping: what is certain goes before
    hints."""
    reading = read(text)
    finders = (find_numbers, find_emails, find_births, find_addresses, find_names)
    found = [span for finder in finders for span in finder(reading)]
    certain = join(span for span in found if span.kind in CERTAIN)
    return tuple(sorted(fill_in(certain, (span for span in found if span.kind in HINTS))))


def join(spans: Iterable[Span]) -> list[Span]:
    """Overlapping spans as one, named as the longest of them that begins first."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if joined and span.start < joined[-1].end:
            last = joined.pop()
            span = Span(last.start, max(last.end, span.end), last.kind)
        joined.append(span)
    return joined


def fill_in(certain: list[Span], hints: Iterable[Span]) -> list[Span]:
    """Hints where nothing certain stands."""
    kept = list(certain)
    for hint in join(hints):
        if not any(hint.start < span.end and span.start < hint.end for span in kept):
            kept.append(hint)
    return kept


def redact(text: str, words: Mapping[Kind, str]) -> str:
    """The text with each finding replaced by its word.

    words: for each kind, without digits and without @. Raises KeyError when one is missing.
    """
    parts: list[str] = []
    at = 0
    for span in find_personal_data(text):
        parts += [text[at : span.start], words[span.kind]]
        at = span.end
    return "".join([*parts, text[at:]])


class Stopped(StrEnum):
    """Why a text may not leave."""

    EMPTY = "empty"
    CERTAIN = "certain"  # a number or an e-mail address is still there
    HINTS = "hints"  # something looks like a person, and nobody has said that it is not


def judge_departure(text: str, *, hints_judged: bool) -> Stopped | None:
    """Whether a text may leave the case; None when it may.

    hints_judged: a person has looked at the hints and says that none of them is a person.
    """
    if not read(text).plain.strip():
        return Stopped.EMPTY
    kinds = {span.kind for span in find_personal_data(text)}
    if kinds & CERTAIN:
        return Stopped.CERTAIN
    if kinds and not hints_judged:
        return Stopped.HINTS
    return None
