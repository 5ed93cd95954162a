"""What people type, and the question that is asked of the database."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverk.rules.search import LONGEST_WORD, MOST_WORDS, read_words, widen, write_query


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", ()),
        ("   \t ", ()),
        ("'; DROP TABLE -- & | ! ( ) <-> :* \\ \x00", ("drop", "table")),
        ("Forberedte samtaler", ("forberedte", "samtaler")),
        ("møte MØTE Møte", ("møte",)),
        ("e-post", ("e", "post")),
        ("snake_case", ("snake", "case")),
        ("mo\u0308te", ("möte",)),
        ("🙂", ()),
        ("x" * 1000, ("x" * LONGEST_WORD,)),
        (" ".join(f"w{n}" for n in range(50)), tuple(f"w{n}" for n in range(MOST_WORDS))),
    ],
)
def test_it_reads_words(typed: str, words: tuple[str, ...]) -> None:
    assert read_words(typed) == words


@pytest.mark.parametrize(
    ("word", "asked"),
    [
        ("stol", ("stol",)),
        ("samtaler", ("samtaler", "samtale", "conversation")),
        ("vei", ("vei",)),
        ("veil", ("veil", "veileder", "rettleiar", "counsellor", "counselor", "veiledning",
                  "rettleiing", "guidance")),
        ("rettleiarane", ("rettleiarane", "veileder", "rettleiar", "counsellor", "counselor")),
        ("mål", ("mål", "goal")),
        ("målene", ("målene",)),
    ],
)  # fmt: skip
def test_it_asks_in_three_languages(word: str, asked: tuple[str, ...]) -> None:
    assert widen(word) == asked


def test_it_asks_for_every_word() -> None:
    assert write_query(("samtale", "stol")) == "('samtale':* | 'conversation':*) & ('stol':*)"


def test_nothing_is_no_question() -> None:
    with pytest.raises(ValueError, match="nothing to search for"):
        write_query(())


@given(st.text(max_size=200))
def test_nothing_that_is_typed_gets_out_of_its_quotes(typed: str) -> None:
    for word in read_words(typed):
        assert word
        assert re.search(r"[\W_]", word) is None
