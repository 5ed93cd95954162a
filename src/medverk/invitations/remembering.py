"""What is kept of a contact while an invitation is open, so that it says nothing alone.

An invitation that is answered is deleted, while the mark "asked lately" stays. If both held the
same hash, what is missing would tell who has answered [disclosure G3]. So an invitation keeps the
hash in a box that only the token of the link opens; of the token itself only a hash is stored.

A reply by SMS comes without a link. For the question after a call the token is therefore kept in a
box that the number opens, together with MEDVERK_CONTACT_KEY. Nothing changes there when somebody
answers. What remains: who has the database and that key can open the box of a number, and then test
whether that number's call invitation is still open (docs/promise.md).
"""

import hashlib
from collections.abc import Iterable
from datetime import date

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from medverk.invitations.contacts import Contact, keyed_hash
from medverk.invitations.models import ReplyAddress

_KEY_BYTES = SecretBox.KEY_SIZE


def remember(digest: bytes, token: str) -> bytes:
    """The hash of a contact in a box for the token. REMEMBERED_BYTES long."""
    return bytes(_box_of(token).encrypt(digest))


def recall(remembered: bytes, token: str) -> bytes:
    """The hash again. Raises nacl.exceptions.CryptoError for any other token."""
    return _box_of(token).decrypt(remembered)


def expect_replies(tokens: Iterable[tuple[Contact, str]], until: date) -> None:
    """From now on these numbers can answer by SMS; an earlier question to them is forgotten."""
    rows = [
        ReplyAddress(
            number_hash=number_hash(contact),
            sealed_token=_reply_box(contact).encrypt(token.encode("ascii")),
            until=until,
        )
        for contact, token in tokens
    ]
    ReplyAddress.objects.bulk_create(
        sorted(
            rows, key=lambda row: bytes(row.number_hash)
        ),  # two at a time never wait for each other
        update_conflicts=True,
        unique_fields=["number_hash"],
        update_fields=["sealed_token", "until"],
    )


def token_for_reply(contact: Contact) -> str | None:
    """The token that a reply from this number stands for; perhaps used or expired by now [K1]."""
    found = ReplyAddress.objects.filter(number_hash=number_hash(contact))
    sealed = found.values_list("sealed_token", flat=True).first()
    try:
        return _reply_box(contact).decrypt(bytes(sealed)).decode("ascii") if sealed else None
    except CryptoError:
        return None


def number_hash(contact: Contact) -> bytes:
    """Where the box of a number stands; not the hash that says who was asked lately."""
    return keyed_hash(b"reply row\0" + contact.address.encode())


def _reply_box(contact: Contact) -> SecretBox:
    return SecretBox(keyed_hash(b"reply box\0" + contact.address.encode()))


def _box_of(token: str) -> SecretBox:
    plain = token.encode("ascii")
    return SecretBox(hashlib.blake2b(plain, digest_size=_KEY_BYTES, person=b"remembered").digest())
