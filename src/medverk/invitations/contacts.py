"""Telephone numbers and e-mail addresses: read, sealed for the sender, hashed with a key [F14]."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from nacl.public import PrivateKey, PublicKey, SealedBox
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from medverk.invitations.models import SEALED_BYTES, Channel

_REACHED_BY_SMS = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
_LONGEST = 254
_PLAIN_BYTES = SEALED_BYTES - 48  # libsodium adds a public key and an authenticator


class ContactError(ValueError):
    """What was written is no telephone number and no e-mail address. `code` says which problem."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Contact:
    """Where an invitation goes. `address` is +4741234567 or a lower-case e-mail address."""

    channel: Channel
    address: str

    def __repr__(self) -> str:
        """Never the address: a contact must not end in a log."""
        return f"Contact({self.channel.value})"


def parse_contact(written: str) -> Contact:
    """Read what a person typed into one field. Raises ContactError."""
    return parse_email(written) if "@" in written else parse_phone(written)


def parse_phone(written: str) -> Contact:
    """A mobile number; without a country code it is Norwegian. Raises ContactError."""
    if len(written) > _LONGEST:
        raise ContactError("no_phone")
    try:
        number = phonenumbers.parse(written, "NO")
    except NumberParseException:
        raise ContactError("no_phone") from None
    if not phonenumbers.is_valid_number(number) or number.extension:
        raise ContactError("no_phone")
    if phonenumbers.number_type(number) not in _REACHED_BY_SMS:
        raise ContactError("no_mobile")
    return Contact(Channel.SMS, phonenumbers.format_number(number, PhoneNumberFormat.E164))


def parse_email(written: str) -> Contact:
    """An e-mail address. Raises ContactError."""
    address = written.strip().lower()
    try:
        validate_email(address)
        address.encode("ascii")
    except (ValidationError, UnicodeEncodeError):
        raise ContactError("no_email") from None
    if len(address) > _LONGEST:
        raise ContactError("no_email")
    return Contact(Channel.EMAIL, address)


def contact_hash(contact: Contact) -> bytes:
    """32 bytes that say "the same contact" to who holds MEDVERK_CONTACT_KEY, and nothing else."""
    return keyed_hash(contact.address.encode())


def keyed_hash(data: bytes) -> bytes:
    return hmac.new(_key("MEDVERK_CONTACT_KEY"), data, hashlib.sha256).digest()


def seal(contact: Contact, token: str) -> bytes:
    """For the sender only: the process that seals cannot open again."""
    return _seal([contact.channel.value, contact.address, token])


def seal_nothing() -> bytes:
    """What is queued for somebody who is not asked: looks the same until the sender opens it."""
    return _seal(None)


def _seal(what: list[str] | None) -> bytes:
    """Filled up with spaces to one size: an address is longer than a number, nobody is shorter."""
    return _box().encrypt(json.dumps(what).encode().ljust(_PLAIN_BYTES))


def open_sealed(sealed: bytes) -> tuple[Contact, str] | None:
    """Contact and token, or None when there is nobody to send to. Only the worker has the key."""
    opened = json.loads(_private_box().decrypt(sealed))
    if opened is None:
        return None
    channel, address, token = opened
    return Contact(Channel(channel), address), token


def _key(name: str) -> bytes:
    return _decoded(settings.ENVIRONMENT.require(name))


@lru_cache(maxsize=4)
def _decoded(written: str) -> bytes:
    return base64.b64decode(written, validate=True)


def _box() -> SealedBox[PublicKey]:
    return SealedBox(PublicKey(_key("MEDVERK_SENDER_PUBLIC_KEY")))


def _private_box() -> SealedBox[PrivateKey]:
    return SealedBox(PrivateKey(_key("MEDVERK_SENDER_PRIVATE_KEY")))
