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
