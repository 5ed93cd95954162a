"""Numbers and addresses: read, sealed, hashed."""

import base64

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey

from medverk.environment import Environment
from medverk.invitations.contacts import (
    Contact,
    ContactError,
    contact_hash,
    open_sealed,
    parse_contact,
    seal,
    seal_nothing,
)
from medverk.invitations.models import Channel


@pytest.mark.parametrize(
    ("written", "channel", "address"),
    [
        ("41 23 45 67", Channel.SMS, "+4741234567"),
        ("412 34 567", Channel.SMS, "+4741234567"),
        ("+47 912 34 567", Channel.SMS, "+4791234567"),
        ("0047 91234567", Channel.SMS, "+4791234567"),
        ("+46 70 123 45 67", Channel.SMS, "+46701234567"),
        (" Ola.Nordmann@Example.ORG ", Channel.EMAIL, "ola.nordmann@example.org"),
    ],
)
def test_it_reads_what_people_write(written, channel, address):
    assert parse_contact(written) == Contact(channel, address)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "no_phone"),
        ("1234567", "no_phone"),
        ("Ola Nordmann", "no_phone"),
        ("22 22 22 22", "no_mobile"),
        ("ola@", "no_email"),
        ("ola@example.org\nBcc: all@example.org", "no_email"),
        ("ola\x00@example.org", "no_email"),
        ("ola@" + "a" * 300 + ".org", "no_email"),
        ("9" * 10_000, "no_phone"),
    ],
)
def test_it_refuses_what_leads_to_nobody_and_says_why(written, code):
    with pytest.raises(ContactError) as caught:
        parse_contact(written)
    assert caught.value.code == code


@given(st.text())
def test_it_never_fails_otherwise(written):
    try:
        contact = parse_contact(written)
    except ContactError:
        return
    assert contact.address.isascii()


def test_it_opens_for_the_sender_what_was_sealed():
    contact = Contact(Channel.SMS, "+4741234567")
    assert open_sealed(seal(contact, "ABCD-EFGH-JKMN")) == (contact, "ABCD-EFGH-JKMN")
    assert open_sealed(seal_nothing()) is None


def test_it_opens_for_nobody_else(settings):
    sealed = seal(Contact(Channel.SMS, "+4741234567"), "ABCD-EFGH-JKMN")
    assert b"41234567" not in sealed
    stranger = base64.b64encode(bytes(PrivateKey.generate())).decode()
    known = settings.ENVIRONMENT
    other = Environment({**known.values, "MEDVERK_SENDER_PRIVATE_KEY": stranger}, known.role)
    with override_settings(ENVIRONMENT=other), pytest.raises(CryptoError):
        open_sealed(sealed)


def test_it_hashes_with_the_key_so_that_nobody_can_try_all_numbers(settings):
    contact = Contact(Channel.SMS, "+4741234567")
    known = settings.ENVIRONMENT
    key = base64.b64encode(b"k" * 32).decode()
    with override_settings(
        ENVIRONMENT=Environment({**known.values, "MEDVERK_CONTACT_KEY": key}, known.role)
    ):
        other = contact_hash(contact)
    assert contact_hash(contact) == contact_hash(Contact(Channel.SMS, "+4741234567"))
    assert contact_hash(contact) != other


def test_it_never_shows_an_address_in_a_log():
    assert "4123" not in repr(Contact(Channel.SMS, "+4741234567"))
