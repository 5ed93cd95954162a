"""A slip to hand over: a square code, a code to type, and a few words in three languages."""

from dataclasses import dataclass
from datetime import datetime

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from medverk.invitations.periods import periods
from medverk.invitations.texts import link_of, words_in
from medverk.surveys.languages import COMPLETE, LANGUAGES

_LANGUAGES_ON_A_SLIP = 3


@dataclass(frozen=True, slots=True)
class SlipText:
    language: str
    direction: str
    title: str
    lead: str
    code_label: str
    voluntary: str
    days: str


@dataclass(frozen=True, slots=True)
class Slip:
    """What is printed. The square is inline SVG, so that no address holds the token."""

    code: str
    square: SafeString
    texts: list[SlipText]


def make_slip(token: str, language: str, now: datetime) -> Slip:
    """The person's language comes first."""
    languages = [language, *(code for code in COMPLETE if code != language)]
    return Slip(
        code=token,
        square=square(link_of(token)),
        texts=[slip_text(code, now) for code in languages[:_LANGUAGES_ON_A_SLIP]],
    )


def square(link: str) -> SafeString:
    """A QR code as SVG that scales with the page; it holds nothing that a person wrote."""
    code = segno.make(link, error="m", micro=False)
    return mark_safe(code.svg_inline(border=4, omitsize=True, dark="#000", light="#fff"))  # noqa: S308


def slip_text(language: str, now: datetime) -> SlipText:
    words = words_in(language, now).slip
    address = settings.ENVIRONMENT.address + reverse("code_page")
    return SlipText(
        language=language,
        direction=LANGUAGES[language].direction,
        title=words.title,
        lead=words.lead.format(address=address.split("://")[-1].rstrip("/")),
        code_label=words.code_label,
        voluntary=words.voluntary,
        days=words.days.format(days=periods().expire_after_days),
    )
