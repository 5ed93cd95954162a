"""The languages a person may answer in, in the order of the language switch."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Language:
    """One language: its ISO 639-1 code, what it calls itself, and which way it is written."""

    code: str
    name: str
    direction: Literal["ltr", "rtl"] = "ltr"


# Every questionnaire and every fixed word exists in these from the first day [F11].
COMPLETE = ("nb", "nn", "en")

# These have a place, and are offered once somebody who knows the language has read them [F10].
FURTHER = ("se", "uk", "ar", "pl", "ti")

LANGUAGES: Mapping[str, Language] = {
    language.code: language
    for language in (
        Language("nb", "Bokmål"),
        Language("nn", "Nynorsk"),
        Language("en", "English"),
        Language("se", "Davvisámegiella"),
        Language("uk", "Українська"),
        Language("ar", "العربية", "rtl"),
        Language("pl", "Polski"),
        Language("ti", "ትግርኛ"),
    )
}

# In which of these two somebody was asked is all that is counted and kept of it. Norwegian and Sami
# stand together on purpose, as in the question about the language at home: to count who is asked in
# Sami would be to count by origin.
NORWEGIAN_OR_SAMI, ANOTHER = "norwegian or sami", "another"
ASKED_IN = (NORWEGIAN_OR_SAMI, ANOTHER)

_NORWEGIAN_OR_SAMI = frozenset({"nb", "nn", "se"})


def asked_in(language: str) -> str:
    """The one of ASKED_IN that a language's code belongs to."""
    return NORWEGIAN_OR_SAMI if language in _NORWEGIAN_OR_SAMI else ANOTHER
