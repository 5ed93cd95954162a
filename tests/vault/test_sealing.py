"""Envelopes: all alike from outside, and never trusted from inside [disclosure G4]."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey

from medverk.surveys.catalogue import QUESTIONNAIRES, shipped_content
from medverk.vault.sealing import (
    CIPHERTEXT_SIZE,
    ENVELOPE_SIZE,
    Answer,
    EnvelopeError,
    EnvelopeTooLargeError,
    open_envelope,
    pack,
    seal,
    unpack,
)
from tests.vault.samples import an_answer

WORDS = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FF, categories=["L", "N"]), max_size=10
)
ANSWERS = st.builds(
    Answer,
    office_id=st.integers(0, 10**9),
    counsellor_id=st.integers(0, 10**9),
    version_id=st.integers(0, 10**6),
    questionnaire=WORDS,
    week=st.just("2026-W47"),
    answers=st.lists(st.none() | st.integers(1, 10), max_size=64).map(tuple),
    background=st.dictionaries(WORDS, WORDS, max_size=3),
)


@given(ANSWERS)
def test_it_opens_what_it_sealed_and_every_sealed_answer_has_the_same_size(answer):
    key = PrivateKey.generate()
    ciphertext = seal(answer, bytes(key.public_key))
    assert len(ciphertext) == CIPHERTEXT_SIZE
    assert unpack(open_envelope(ciphertext, key)) == answer


def test_it_opens_nothing_with_another_key():
    ciphertext = seal(an_answer(), bytes(PrivateKey.generate().public_key))
    with pytest.raises(CryptoError):
        open_envelope(ciphertext, PrivateKey.generate())


def test_it_seals_the_same_answer_differently_every_time():
    public = bytes(PrivateKey.generate().public_key)
    assert seal(an_answer(), public) != seal(an_answer(), public)


@pytest.mark.parametrize("key", QUESTIONNAIRES)
def test_it_has_room_for_the_longest_answer_to_every_shipped_questionnaire(key):
    content = shipped_content(key)
    longest = {b.key: max((o.key for o in b.options), key=len) for b in content.background}
    answer = an_answer(
        office_id=2**63 - 1,
        counsellor_id=2**63 - 1,
        version_id=2**63 - 1,
        questionnaire=key,
        answers=(None,) * 64,
        background=longest | {"channel": "interview", "asked_in": "norwegian or sami"},
    )
    assert len(pack(answer)) == ENVELOPE_SIZE


def test_it_refuses_an_answer_that_would_show_by_its_size():
    with pytest.raises(EnvelopeTooLargeError):
        pack(an_answer(background={f"background {n}": "x" * 40 for n in range(30)}))


def without(field: str) -> dict[str, object]:
    return {name: value for name, value in json.loads(pack(an_answer())).items() if name != field}


@pytest.mark.parametrize(
    "envelope",
    [
        b"",
        b"\xff" * 1024,
        b"[" * 1024,
        b"null",
        b"[]",
        json.dumps(without("week")).encode(),
        *[
            json.dumps(without(field) | {field: value}).encode()
            for field, value in [
                ("week", "2026-W54"),
                ("week", 47),
                ("office_id", "3"),
                ("office_id", -1),
                ("office_id", 2**70),
                ("office_id", True),
                ("answers", [0]),
                ("answers", [11]),
                ("answers", ["5"]),
                ("answers", [1.0]),
                ("answers", "12"),
                ("answers", None),
                ("background", ["age"]),
                ("background", {"age": 5}),
                ("background", {"age": "x" * 41}),
                ("background", {"age": "\ud800"}),
                ("questionnaire", "a\x00b"),
                ("name", "Ola"),
            ]
        ],
    ],
)
def test_it_trusts_no_envelope(envelope):
    with pytest.raises(EnvelopeError):
        unpack(envelope)
