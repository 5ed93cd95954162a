"""What people write in a complaint, sealed in the database [S1].

The key is derived from MEDVERK_CONTACT_KEY, which the web process and the worker have: caseworkers
must be able to read. Whoever has only the database, or a copy of it, reads nothing.
"""

import json
from dataclasses import dataclass

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from medverk.complaints.codes import ReplyBy
from medverk.invitations.contacts import keyed_hash


class SealBrokenError(Exception):
    """It cannot be opened: MEDVERK_CONTACT_KEY is another, or somebody has changed the bytes."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Where an answer goes: a name, and a number, an e-mail address or a postal address."""

    by: ReplyBy
    name: str
    address: str

    def __repr__(self) -> str:
        """Never who or where: it could end in a log."""
        return f"Reply({self.by.value})"


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail that waits for the worker."""

    to: str
    subject: str
    body: str

    def __repr__(self) -> str:
        return "Letter()"


def seal_text(text: str) -> bytes:
    return bytes(_box().encrypt(text.encode()))


def open_text(sealed: bytes | memoryview) -> str:
    """Raises SealBrokenError."""
    try:
        return _box().decrypt(bytes(sealed)).decode()
    except (CryptoError, ValueError, TypeError) as error:
        raise SealBrokenError from error


def seal_reply(reply: Reply) -> bytes:
    return seal_text(json.dumps([reply.by.value, reply.name, reply.address]))


def open_reply(sealed: bytes | memoryview) -> Reply:
    """Raises SealBrokenError."""
    by, name, address = json.loads(open_text(sealed))
    return Reply(ReplyBy(by), name, address)


def seal_letter(letter: Letter) -> bytes:
    return seal_text(json.dumps([letter.to, letter.subject, letter.body]))


def open_letter(sealed: bytes | memoryview) -> Letter:
    """Raises SealBrokenError."""
    return Letter(*json.loads(open_text(sealed)))


def _box() -> SecretBox:
    return SecretBox(keyed_hash(b"complaints\0"))
