"""The form people answer, rendered once and then filled in by replacing marks.

A sheet is the page of one version in one language, with marks where something differs from one
showing to the next: the office's name, what is filled in, what is wrong. So a page costs a look-up,
not a rendering.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.html import escape, format_html, format_html_join

from medverk.intake.reading import Problem
from medverk.intake.showing import (
    END,
    START,
    background_fields,
    is_one_tap,
    mark,
    policy,
    privacy_of,
    question_field,
    seen_lines,
    words_for,
)
from medverk.surveys.languages import LANGUAGES
from medverk.surveys.queries import content_in, offered_languages

CLEARS_AFTER = 90  # seconds in which nobody touches the office's tablet
_MARK = re.compile(f"{START}([^{END}]*){END}")


class Layout(StrEnum):
    """Who holds the page: a person at home, a person at the office's tablet, an interviewer."""

    LINK = "link"
    KIOSK = "kiosk"
    INTERVIEW = "interview"


@dataclass(frozen=True, slots=True)
class SheetKey:
    """What decides how a sheet looks, apart from what is filled in."""

    version_id: int
    language: str
    layout: Layout
    can_be_remembered: bool = False


@dataclass(frozen=True, slots=True)
class Showing:
    """What differs from one showing of a sheet to the next. `hidden`: further hidden fields."""

    office_name: str
    filled: Mapping[str, str]
    problems: Mapping[str, Problem]
    hidden: Mapping[str, str]


def blank_page(key: SheetKey, office_name: str, now: datetime) -> bytes:
    """The form as it is first shown. Fast: nothing is rendered that was rendered before."""
    return _blank(key, office_name, minute_of(now))


def filled_page(key: SheetKey, showing: Showing, now: datetime) -> str:
    """The form with what has been filled in, and what is wrong with it."""
    values = values_at_marks(key, showing, now)
    return _MARK.sub(lambda found: values.get(found[1], ""), _sheet(key, minute_of(now)))


def minute_of(now: datetime) -> datetime:
    """Part of what is remembered, so that a language withdrawn is not offered for long."""
    return now.replace(second=0, microsecond=0)


@lru_cache(maxsize=1024)
def _blank(key: SheetKey, office_name: str, minute: datetime) -> bytes:
    return filled_page(key, Showing(office_name, {}, {}, {}), minute).encode()


@lru_cache(maxsize=256)
def _sheet(key: SheetKey, minute: datetime) -> str:
    language = key.language
    content = content_in(key.version_id, language, now=minute)
    spoken = words_for(language, minute)
    return render_to_string(
        f"intake/{key.layout}.html",
        {
            "language": LANGUAGES[language],
            "languages": offered_languages(key.version_id, now=minute),
            "can_be_remembered": key.can_be_remembered,
            "title": content.title[language],
            "intro": content.intro[language],
            "words": spoken,
            "for_office": spoken.page.for_office.format(office=mark("office")),
            "greeting": spoken.interview.greeting.format(office=mark("office")),
            "privacy": privacy_of(content, spoken),
            "privacy_aloud": spoken.interview.privacy.format(minimum=policy().responses),
            "seen": seen_lines(content, spoken.seen),
            "questions": [
                question_field(content, question, language, spoken)
                for question in content.questions
            ],
            "background": background_fields(content, language, spoken),
            "one_tap": is_one_tap(content),
            "clears": spoken.kiosk.clears.format(seconds=CLEARS_AFTER),
            "clears_after": CLEARS_AFTER,
            "numbered": any(scale.numbered for scale in content.scales.values()),
            "hidden": mark("hidden"),
            "summary": mark("summary"),
            "title_error": mark("title error"),
        },
    )


def values_at_marks(key: SheetKey, showing: Showing, now: datetime) -> dict[str, str]:
    """What stands at each mark; a mark without a value stands for nothing."""
    values = {f"{name}={value}": " checked" for name, value in showing.filled.items()}
    values["office"] = format_html("<bdi>{}</bdi>", showing.office_name)
    values["hidden"] = format_html_join(
        "", '<input type="hidden" name="{}" value="{}">', showing.hidden.items()
    )
    return values | values_of_problems(key, showing.problems, now) if showing.problems else values


def values_of_problems(
    key: SheetKey, problems: Mapping[str, Problem], now: datetime
) -> dict[str, str]:
    """Each problem beside its question, and all of them in a summary on top."""
    content = content_in(key.version_id, key.language, now=now)
    page = words_for(key.language, now).page
    said = {Problem.CHOICE: page.error_choice, Problem.EMPTY: page.error_empty}
    asked = {one.key: one.text[key.language] for one in content.questions}
    asked |= {one.key: one.text[key.language] for one in content.background}
    values: dict[str, str] = {"title error": escape(f"{page.error_title} – ")}
    for name, problem in problems.items():
        values[f"described {name}"] = format_html(' aria-describedby="error-{}"', name)
        values[f"error {name}"] = format_html(
            '<p class="error" id="error-{}">{}</p>', name, said[problem]
        )
    listed = [(name, asked[name], said[problem]) for name, problem in problems.items()]
    values["summary"] = render_to_string(
        "intake/summary.html", {"title": page.error_title, "problems": listed}
    )
    return values
