"""Tokens that people type from paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverk.invitations.tokens import ALPHABET, new_token, parse_token, shown, token_hash

TOKENS = st.text(ALPHABET, min_size=12, max_size=12).map(shown)


@pytest.mark.parametrize(
    ("written", "token"),
    [
        ("ABCD-EFGH-JKMN", "ABCD-EFGH-JKMN"),
        ("abcdefghjkmn", "ABCD-EFGH-JKMN"),
        (" abcd efgh jkmn ", "ABCD-EFGH-JKMN"),
        ("abcd–efgh—jkmn", "ABCD-EFGH-JKMN"),
        ("oil0-0000-0000", "0110-0000-0000"),
        ("ABCD-EFGH-JKM", None),
        ("ABCD-EFGH-JKMNP", None),
        ("ABCD-EFGH-JKMU", None),
        ("", None),
        ("ABCD\x00EFGHJKMN", None),
        ("٠١٢٣-٤٥٦٧-٨٩٠١", None),
        ("A" * 100_000, None),
    ],
)
def test_it_understands_what_people_type(written, token):
    assert parse_token(written) == token


@given(TOKENS)
def test_it_reads_back_every_token_it_shows(token):
    assert parse_token(token) == token
    assert parse_token(token.lower().replace("-", " ")) == token


@given(st.text())
def test_it_never_fails_on_any_text(written):
    parsed = parse_token(written)
    assert parsed is None or parse_token(parsed) == parsed


def test_it_makes_tokens_that_differ_and_stores_only_their_hash():
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert {len(token_hash(token)) for token in tokens} == {32}
