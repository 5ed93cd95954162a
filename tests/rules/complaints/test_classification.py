"""What a complaint can be classified as, and what is no classification [S3]."""

from datetime import date
from typing import Any

import pytest

from medverk.rules.complaints.classification import (
    ClassificationError,
    read_classification,
    version_on,
)

WORDS = {"nb": "ord", "nn": "ord", "en": "word"}


def entry(key: str, *below: str, **change: Any) -> dict[str, Any]:
    return {"key": key, "code": "1", **WORDS, "below": [entry(each) for each in below], **change}


def data(**change: Any) -> dict[str, Any]:
    return {
        "version": 1,
        "since": "2026-01-01",
        "themes": [entry("waiting", "telephone", "letter"), entry("meeting")],
        "benefits": [entry("pension")],
        **change,
    }


@pytest.mark.parametrize(
    ("theme", "subtheme", "benefit", "known"),
    [
        ("waiting", "telephone", "pension", True),
        ("waiting", "telephone", "", True),
        ("waiting", "", "", True),
        ("meeting", "", "pension", True),
        ("meeting", "telephone", "", False),  # of another theme
        ("waiting", "waiting", "", False),
        ("waiting", "", "other", False),
        ("other", "", "", False),
        ("", "", "", False),
        ("telephone", "", "", False),  # a subtheme alone
    ],
)
def test_it_knows_what_fits_together(theme: str, subtheme: str, benefit: str, known: bool) -> None:
    assert read_classification(data()).knows(theme, subtheme, benefit) is known


@pytest.mark.parametrize(
    "wrong",
    [
        {"themes": [entry("a"), entry("a")]},
        {"themes": [entry("a", "b", "b")]},
        {"benefits": [entry("a"), entry("a")]},
        {"themes": [entry("A")]},
        {"themes": [entry("")]},
        {"themes": [entry("a" * 31)]},
        {"themes": [entry("a-b")]},
        {"themes": [entry("a", nn=" ")]},
        {"since": "1 January"},
        {"version": None},
        {"themes": None},
    ],
)
def test_it_refuses_what_is_none(wrong: dict[str, Any]) -> None:
    with pytest.raises(ClassificationError):
        read_classification(data(**wrong))


def test_a_key_may_stand_below_two_themes_and_be_thirty_signs_long() -> None:
    found = read_classification(data(themes=[entry("a", "c"), entry("b", "c"), entry("d" * 30)]))
    assert [theme.key for theme in found.themes] == ["a", "b", "d" * 30]


def test_of_two_versions_of_one_day_the_later_number_is_in_use() -> None:
    versions = [read_classification(data(version=number)) for number in (2, 3, 1)]
    assert version_on(versions, date(2026, 1, 1)).version == 3
