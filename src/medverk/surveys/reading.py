"""A strict reader of nested data that says where it is, and what it expected there.

TOML files and JSON columns come in through here, so that a mistake in a questionnaire is a sentence
that names the file, the key and what was expected, and never a traceback.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Self, TypeVar

KEY = re.compile(r"[a-z0-9][a-z0-9_ -]{0,39}")
_LONGEST_TEXT = 2000  # characters: an e-mail fits, a book does not

Thing = TypeVar("Thing")


class ContentError(ValueError):
    """Something in a questionnaire, a translation or the fixed words is not as it must be."""

    def __init__(self, source: str, key: str, expected: str) -> None:
        self.source = source
        self.key = key
        self.expected = expected
        super().__init__(f"{source}: {key or 'the whole file'}: {expected}")


@dataclass(frozen=True)
class Place:
    """A value, the file it came from, and the path to it (`questions[2].slot`)."""

    value: Any
    source: str
    path: str = ""

    def fail(self, expected: str) -> ContentError:
        """The error to raise here; the caller raises it, so that readers see where."""
        return ContentError(self.source, self.path, expected)

    def at(self, key: str) -> Self:
        """The value under a key, which must be there."""
        table = self.table()
        inner = f"{self.path}.{key}" if self.path else key
        if key not in table:
            raise ContentError(self.source, inner, "is missing")
        return type(self)(table[key], self.source, inner)

    def table(self) -> dict[str, Any]:
        """The value as a table whose keys are words."""
        if not isinstance(self.value, dict) or not all(isinstance(key, str) for key in self.value):
            raise self.fail("expected a table")
        return self.value

    def only(self, allowed: Iterable[str]) -> Self:
        """The same place, when it is a table without other keys than these."""
        known = tuple(allowed)
        for key in self.table():
            if key not in known:
                raise self.fail(f"does not know {key!r}; expected only {', '.join(known)}")
        return self

    def items(self, fewest: int = 0) -> tuple[Self, ...]:
        """The places in a list of at least so many."""
        if not isinstance(self.value, list):
            raise self.fail("expected a list")
        if len(self.value) < fewest:
            raise self.fail(f"expected at least {fewest}")
        return tuple(
            type(self)(value, self.source, f"{self.path}[{number}]")
            for number, value in enumerate(self.value)
        )

    def text(self) -> str:
        """Words for people: not empty, not endless, without invisible control characters."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.fail("expected words")
        if len(self.value) > _LONGEST_TEXT:
            raise self.fail(f"expected at most {_LONGEST_TEXT} characters")
        if any(_unwanted(sign) for sign in self.value):
            raise self.fail("expected words without control characters")
        return self.value.strip()

    def key(self) -> str:
        """A short name in small letters, which code and stored data refer to."""
        if not isinstance(self.value, str) or not KEY.fullmatch(self.value):
            raise self.fail("expected a short key in small letters (a-z, 0-9, space, - and _)")
        return self.value

    def one_of(self, choices: Iterable[str]) -> str:
        """One of these words."""
        known = tuple(choices)
        if self.value not in known:
            raise self.fail(f"expected one of {', '.join(known)}")
        return str(self.value)

    def whole(self, lowest: int, highest: int) -> int:
        """A whole number within these limits."""
        # bool is an int in Python; `slot = true` is a mistake, not slot 1.
        if type(self.value) is not int or not lowest <= self.value <= highest:
            raise self.fail(f"expected a whole number from {lowest} to {highest}")
        return self.value

    def yes_or_no(self) -> bool:
        """true or false."""
        if not isinstance(self.value, bool):
            raise self.fail("expected true or false")
        return self.value


def _unwanted(sign: str) -> bool:
    # Half characters (surrogates) cannot be stored as UTF-8, nor NUL in PostgreSQL.
    return (ord(sign) < 32 and sign != "\n") or "\ud800" <= sign <= "\udfff"


def refuse_repeats(place: Place, things: Iterable[Thing], name: Callable[[Thing], object]) -> None:
    """Raise when two things in a list have the same name (key, slot)."""
    seen: set[object] = set()
    for thing in things:
        if name(thing) in seen:
            raise place.fail(f"expected each only once, but {name(thing)!r} is there twice")
        seen.add(name(thing))
