"""An answer becomes an envelope of fixed size, sealed to a public key, and back [disclosure G4].

The envelope is JSON filled up with spaces, so that its length says nothing. Sealing is libsodium's
sealed box: whoever sealed it cannot open it again.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields

from nacl.public import PrivateKey, PublicKey, SealedBox

from medverk.rules.weeks import Week

ENVELOPE_SIZE = 1024
CIPHERTEXT_SIZE = ENVELOPE_SIZE + 48  # libsodium adds a public key and an authenticator

_LARGEST_ID = 2**63
_MORE_THAN_ANY = 11  # categories of a question


class EnvelopeTooLargeError(ValueError):
    """This answer does not fit in an envelope: a questionnaire asks for more than we can seal."""


class EnvelopeError(ValueError):
    """This was sealed to us, but it is not an answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person answered. `answers` is by slot; None is skipped or not relevant."""

    office_id: int
    counsellor_id: int
    version_id: int
    questionnaire: str
    week: str
    answers: tuple[int | None, ...]
    background: Mapping[str, str]


_FIELDS = tuple(field.name for field in fields(Answer))


def seal(answer: Answer, public_key: bytes) -> bytes:
    """Seal so that only the holder of the private key can read. Raises EnvelopeTooLargeError."""
    return seal_envelope(pack(answer), public_key)


def seal_envelope(envelope: bytes, public_key: bytes) -> bytes:
    return SealedBox(PublicKey(public_key)).encrypt(envelope)


def open_envelope(ciphertext: bytes, private_key: PrivateKey) -> bytes:
    """Raises nacl.exceptions.CryptoError when it was not sealed to this key."""
    return SealedBox(private_key).decrypt(ciphertext)


def pack(answer: Answer) -> bytes:
    """The envelope of an answer, always ENVELOPE_SIZE bytes."""
    parts = {field: getattr(answer, field) for field in _FIELDS}
    written = json.dumps(parts, separators=(",", ":")).encode()
    if len(written) > ENVELOPE_SIZE:
        raise EnvelopeTooLargeError(f"{len(written)} bytes of {ENVELOPE_SIZE}")
    return written.ljust(ENVELOPE_SIZE)


def unpack(envelope: bytes) -> Answer:
    """The answer in an envelope. Raises EnvelopeError: the web process is not trusted here."""
    try:
        found = json.loads(envelope)
        answer = Answer(**found)
        Week.parse(answer.week)
    except (ValueError, TypeError, RecursionError) as error:
        raise EnvelopeError("not an answer") from error
    if not makes_sense(answer):
        raise EnvelopeError("not an answer")
    return Answer(**{**found, "answers": tuple(answer.answers)})


def makes_sense(answer: Answer) -> bool:
    ids = (answer.office_id, answer.counsellor_id, answer.version_id)
    return (
        all(is_whole(number, 0, _LARGEST_ID) for number in ids)
        and is_short_text(answer.questionnaire)
        and isinstance(answer.answers, list)
        and all(value is None or is_whole(value, 1, _MORE_THAN_ANY) for value in answer.answers)
        and isinstance(answer.background, dict)
        and all(is_short_text(value) for item in answer.background.items() for value in item)
    )


def is_whole(value: object, low: int, high: int) -> bool:
    return type(value) is int and low <= value < high


def is_short_text(value: object) -> bool:
    """Text that PostgreSQL can hold: no NUL, no half of a surrogate pair."""
    return isinstance(value, str) and len(value) <= 40 and value.isprintable()
