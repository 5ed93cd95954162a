"""Personal data is found however it is written; when in doubt, it is found [S1]."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverk.rules.personal_data import (
    CERTAIN,
    HINTS,
    Kind,
    Stopped,
    find_personal_data,
    judge_departure,
    redact,
)

WORDS = {kind: f"[{kind}]" for kind in Kind}


def kinds(text: str) -> list[Kind]:
    return [span.kind for span in find_personal_data(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ring 41 23 45 67 i morgen", Kind.TELEPHONE),
        ("Ring 41234567.", Kind.TELEPHONE),
        ("tlf.:+4741234567", Kind.TELEPHONE),
        ("tlf 0047 412 34 567", Kind.TELEPHONE),
        ("(+46) 70-123 45 67", Kind.TELEPHONE),
        ("22.10.2020 som telefon: 2210-2020", Kind.TELEPHONE),
        ("4 1 2 3 4 5 6 7", Kind.TELEPHONE),
        ("nr41234567x", Kind.TELEPHONE),
        ("41\u00a023\u200945\u202f67", Kind.TELEPHONE),
        ("41\u200b23\u200d45\u206067", Kind.TELEPHONE),
        ("41\u00ad234567", Kind.TELEPHONE),
        ("٤١٢٣٤٥٦٧", Kind.TELEPHONE),
        ("４１２３４５６７", Kind.TELEPHONE),
        ("④①②③④⑤⑥⑦", Kind.TELEPHONE),
        ("𝟜𝟙𝟚𝟛𝟜𝟝𝟞𝟟", Kind.TELEPHONE),
        ("4\u03361\u033623\u033645\u033667", Kind.TELEPHONE),
        ("010101 12345", Kind.NATIONAL_ID),
        ("01010112345", Kind.NATIONAL_ID),
        ("010101-12345", Kind.NATIONAL_ID),
        ("01 01 01 1 23 45", Kind.NATIONAL_ID),
        ("010101\n12345", Kind.NATIONAL_ID),
        ("41010112345", Kind.NATIONAL_ID),  # D-number: day + 40
        ("01810112345", Kind.NATIONAL_ID),  # synthetic: month + 80
        ("01410112345", Kind.NATIONAL_ID),  # synthetic: month + 40
        ("01660112345", Kind.NATIONAL_ID),  # synthetic: month + 65
        ("konto 9876.54.32109", Kind.ACCOUNT),
        ("saken 123456789", Kind.LONG_NUMBER),
        ("kari@example.org", Kind.EMAIL),
        ("kari @ example . org", Kind.EMAIL),
        ("KARI.N+x@EXAMPLE.ORG!", Kind.EMAIL),
        ("kari\u200b@\u200bexample.org", Kind.EMAIL),
        ("kari\uff20example.org", Kind.EMAIL),
        ("kari(at)example.org", Kind.EMAIL),
        ("kari krøllalfa example.org", Kind.EMAIL),
    ],
)
def test_it_finds_what_never_leaves(text, found):
    assert found in kinds(text)
    assert judge_departure(text, hints_judged=True) is Stopped.CERTAIN


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Jeg heter kari og ventet", Kind.NAME),
        ("jeg heter Kari Marie Nordmann", Kind.NAME),
        ("My name is Kari", Kind.NAME),
        ("Eg heiter Jon", Kind.NAME),
        ("Mvh\nKari", Kind.NAME),
        ("saksbehandleren Ola var sur", Kind.NAME),
        ("jeg traff Åse Ødegård der", Kind.NAME),
        ("bor i Storgata 5", Kind.ADDRESS),
        ("Nordre Vei 12 B", Kind.ADDRESS),
        ("5003 Bergen", Kind.ADDRESS),
        ("født 01.02.1974", Kind.DATE),
        ("født 010274", Kind.DATE),
        ("den 12.3.24", Kind.DATE),
    ],
)
def test_it_points_at_what_may_be_a_person(text, found):
    assert found in kinds(text)
    assert judge_departure(text, hints_judged=False) is Stopped.HINTS
    assert judge_departure(text, hints_judged=True) is None


@pytest.mark.parametrize(
    "text",
    [
        "Jeg ventet i 45 minutter, og så i 2 timer.",
        "Det var i 2024 og 2025, altså 2024–2025.",
        "Klokka 12.30 var det 14 i køen.",
        "Vedtaket tok 112 dager i stedet for 21.",
        "Jeg fikk 12 500 kroner for lite.",
        "",
    ],
)
def test_it_leaves_ordinary_words_alone(text):
    assert kinds(text) == []


SEPARATORS = st.text(" .-–—/\\()\t\n\u00a0\u2009_,:;|·*", max_size=4)
NOTHING_TO_SEE = st.text("\u200b\u200c\u200d\u2060\ufeff\u00ad\u0336\u20e3\u180e", max_size=3)
SCRIPTS = ("0", "٠", "۰", "०", "０", "𝟎", "𝟘", "𝟶", "০")


@st.composite
def written_oddly(draw, number: str) -> str:
    """The number, with anything between its digits that a person still reads over."""
    zeros = [draw(st.sampled_from(SCRIPTS)) for _ in number]
    digits = [chr(ord(zero) + int(digit)) for zero, digit in zip(zeros, number, strict=True)]
    return "".join(digit + draw(NOTHING_TO_SEE) + draw(SEPARATORS) for digit in digits)


@st.composite
def telephone_numbers(draw) -> str:
    first = draw(st.sampled_from(["4", "9", "21", "22", "23", "3", "5", "6", "7"]))
    rest = draw(st.text("0123456789", min_size=8 - len(first), max_size=8 - len(first)))
    return draw(written_oddly(first + rest))


@st.composite
def identity_numbers(draw) -> str:
    day = draw(st.integers(1, 31)) + draw(st.sampled_from([0, 40]))
    month = draw(st.integers(1, 12)) + draw(st.sampled_from([0, 40, 65, 80]))
    rest = draw(st.text("0123456789", min_size=7, max_size=7))
    return draw(written_oddly(f"{day:02}{month:02}{rest}"))


AROUND = st.text(st.characters(exclude_categories=["Nd", "No", "Cs"]), max_size=40)


@given(AROUND, st.one_of(telephone_numbers(), identity_numbers()), AROUND)
def test_no_number_of_a_person_is_left_however_it_is_written(before, number, after):
    text = f"{before} {number} {after}"
    spans = find_personal_data(text)
    covered = {place for span in spans for place in range(span.start, span.end)}
    digits = [
        place for place in range(len(before) + 1, len(before) + 1 + len(number))
        if text[place].isdigit()
    ]  # fmt: skip
    assert set(digits) <= covered
    assert judge_departure(text, hints_judged=False) in {Stopped.CERTAIN, Stopped.HINTS}


@given(st.text(max_size=300))
def test_what_was_taken_out_is_out_and_it_never_fails(text):
    cleaned = redact(text, WORDS)
    assert {span.kind for span in find_personal_data(cleaned)} & CERTAIN == set()


@given(st.text(max_size=300))
def test_spans_lie_in_the_text_in_order_and_apart(text):
    spans = find_personal_data(text)
    ends = [0, *(span.end for span in spans)]
    assert all(end <= span.start < span.end for end, span in zip(ends, spans, strict=False))
    assert all(span.end <= len(text) for span in spans)


def test_what_is_not_found_stays_as_it_was():
    text = "Hei!\r\nRing\u200b 41 23 45 67.\tTakk – Æ"
    assert redact(text, WORDS) == "Hei!\r\nRing\u200b [telephone].\tTakk – Æ"


def test_every_kind_is_certain_or_a_hint():
    assert frozenset(Kind) == CERTAIN | HINTS
    assert not CERTAIN & HINTS


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_nothing_is_nothing_to_send(text):
    assert judge_departure(text, hints_judged=True) is Stopped.EMPTY


@pytest.mark.parametrize(
    "text",
    ["a" * 10_000, "1 " * 5_000, "@" * 10_000, "A" * 10_000, "Aa " * 3_333, " " * 10_000,
     "1" + "-" * 9_999, "hilsen " * 1_400, "1234 " * 2_000, "gate 1 " * 1_400, "a@" * 5_000],
)  # fmt: skip
def test_no_text_makes_it_slow(text):
    begun = time.process_time()
    find_personal_data(text)
    assert time.process_time() - begun < 1


def test_the_words_put_in_are_no_findings():
    with pytest.raises(KeyError):
        redact("41 23 45 67", {})
    assert not re.search(r"\d", redact("41 23 45 67", WORDS))
