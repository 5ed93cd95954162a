"""Sentences: what is usual is called usual, and uncertainty is said with the number."""

from datetime import date

import pytest
from django.utils import translation

from medverk.pages import words
from medverk.pages.reading import Reading, gist_of
from medverk.rules.statistics.intervals import Estimate
from medverk.rules.weeks import Week
from tests.pages.readings import AGREE, NUMBER, YES, reading


@pytest.fixture(autouse=True)
def english() -> object:
    with translation.override("en"):
        yield


def plain(sentence: str) -> str:
    """Without the spaces that hold a number to its sign."""
    return sentence.replace("\N{NO-BREAK SPACE}", " ")


STEADY = (80, 82, 79, 81) * 4
RISING = (60, 62) * 5 + (85, 88) * 5
FALLING = RISING[::-1]


@pytest.mark.parametrize(
    ("readings", "sentence"),
    [
        (
            [reading("Heard", *STEADY)],
            "It is as usual. 80 % agree (probably between 78 and 82 %).",
        ),
        (
            [reading("Heard", *STEADY), reading("Goal", *STEADY)],
            "It is as usual. 80 % agree, whatever is asked about.",
        ),
        (
            [reading("Heard", *STEADY), reading("Goal", *(78, 80, 79, 78) * 4)],
            "It is as usual. Between 79 and 80 % agree, whatever is asked about.",
        ),
        (
            [reading("Heard", *(92, 93) * 8), reading("Goal", *(60, 62) * 8)],
            "It is as usual. Most agree with “Heard” (92 %), fewest with “Goal” (61 %).",
        ),
        (
            [reading("Heard", 92), reading("Goal", 60)],
            "It is too early to see a development. "
            "Most agree with “Heard” (92 %), fewest with “Goal” (60 %).",
        ),
        (
            [reading("Heard", *STEADY), reading("Goal", *RISING)],
            "More users than before agree with “Goal”. Otherwise it is as usual.",
        ),
        (
            [reading("Heard", *FALLING), reading("Goal", *STEADY)],
            "Fewer users than before agree with “Heard”. Otherwise it is as usual.",
        ),
        (
            [reading("Heard", *FALLING), reading("Goal", *RISING)],
            "More users than before agree with “Goal”. Fewer users than before agree with “Heard”.",
        ),
        (
            [reading(text, *RISING) for text in ("A", "B", "C")],
            "More users than before agree with 3 of the statements.",
        ),
        (
            [reading("A", *RISING), reading("B", *RISING), reading("C", *STEADY)],
            "More users than before agree with “A” and “B”. Otherwise it is as usual.",
        ),
        (
            [reading("Helped?", *FALLING, answers=YES)],
            "The answers to “Helped?” are weaker than before.",
        ),
        (
            [reading("Helped?", *STEADY, answers=YES)],
            "It is as usual. 80 % say yes (probably between 78 and 82 %).",
        ),
        (
            [reading("Trust", 92, answers=NUMBER), reading("Respect", 60, answers=NUMBER)],
            "It is too early to see a development. "
            "Most choose 3 or higher for “Trust” (92 %), fewest for “Respect” (60 %).",
        ),
    ],
)
def test_it_leads_with_one_sentence(readings: list[Reading], sentence: str) -> None:
    assert plain(words.lead(gist_of(readings))) == sentence


@pytest.mark.parametrize(
    ("estimate", "said"),
    [
        (Estimate(0.81, 0.75, 0.86), "probably between 75 and 86 %"),
        (Estimate(0.81, 0.809, 0.811), "probably very near 81 %"),
        (Estimate(1.0, 0.8, 1.0), "probably between 80 and 100 %"),
    ],
)
def test_it_says_how_uncertain_a_share_is(estimate: Estimate, said: str) -> None:
    assert plain(words.between(estimate)) == said


def test_a_number_is_never_parted_from_its_sign() -> None:
    assert words.percent(0.814) == "81\N{NO-BREAK SPACE}%"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (Week(2026, 14), Week(2026, 14), "week 14"),
        (Week(2026, 14), Week(2026, 17), "weeks 14 to 17"),
        (Week(2025, 50), Week(2026, 2), "week 50, 2025 to week 2"),
        (Week(2025, 50), Week(2025, 50), "week 50, 2025"),
    ],
)
def test_it_names_the_year_only_when_it_is_another(first: Week, last: Week, said: str) -> None:
    assert words.weeks_text(first, last, 2026) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Monday 30 November"), ("nb", "mandag 30. november"), ("nn", "måndag 30. november")],
)
def test_it_says_a_day_as_people_do(language: str, said: str) -> None:
    with translation.override(language):
        assert words.day_text(date(2026, 11, 30)) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Mean 2.6, probably between 2.4 and 2.8, on a scale from 1 to 3."),
        ("nb", "Gjennomsnittet er 2,6, trolig mellom 2,4 og 2,8, på en skala fra 1 til 3."),
        ("nn", "Gjennomsnittet er 2,6, truleg mellom 2,4 og 2,8, på ein skala frå 1 til 3."),
    ],
)
def test_it_writes_a_mean_as_the_language_does(language: str, said: str) -> None:
    with translation.override(language):
        assert words.mean_text(reading("A", 80)) == said


def test_it_says_what_the_share_counts() -> None:
    assert [words.verb(answers) for answers in (AGREE, YES, NUMBER)] == [
        "agree",
        "say yes",
        "choose 3 or higher",
    ]
