"""An id token is believed only when everything in it is right."""

import base64
import hmac
import json

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from medverk.people.oidc import Client, LoginRefusedError, subject_of

NOW = 1_795_000_000
KEY = RSAKey.generate_key(2048, {"kid": "one"})
OTHER = RSAKey.generate_key(2048, {"kid": "one"})
SECOND = RSAKey.generate_key(2048, {"kid": "two"})
CLIENT = Client("https://login.example.org", "medverk", "between us", "https://x/login/callback/")
CLAIMS = {
    "iss": CLIENT.issuer,
    "aud": CLIENT.id,
    "sub": "a1",
    "nonce": "n",
    "iat": NOW - 5,
    "exp": NOW + 300,
}


def published(*keys):
    return KeySet(list(keys)).as_dict(private=False)


def token(claims, key=KEY, header=None):
    return jwt.encode({"alg": "RS256", "kid": "one"} | (header or {}), claims, key)


def read(text, keys=None):
    return subject_of(text, keys or published(KEY), CLIENT, "n", now=NOW)


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"aud": [CLIENT.id]},
        {"aud": [CLIENT.id, "other"], "azp": CLIENT.id},
        {"exp": NOW - 30},  # clocks may differ by a minute
        {"name": "more than we asked for"},
    ],
)
def test_it_believes_a_token_for_us(claims):
    assert read(token(CLAIMS | claims)) == "a1"


def test_it_finds_the_right_key_among_several():
    assert read(token(CLAIMS), published(SECOND, KEY)) == "a1"


def test_it_reads_keys_without_names():
    nameless = {part: value for part, value in KEY.as_dict(private=False).items() if part != "kid"}
    text = jwt.encode({"alg": "RS256"}, CLAIMS, RSAKey.import_key(KEY.as_pem(private=True)))
    assert read(text, {"keys": [nameless]}) == "a1"


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://other.example.org"},
        {"iss": None},
        {"aud": "other"},
        {"aud": ["other"]},
        {"aud": "other", "azp": CLIENT.id},
        {"aud": [CLIENT.id, "other"], "azp": "other"},
        {"aud": None},
        {"nonce": "m"},
        {"nonce": None},
        {"exp": NOW - 61},
        {"exp": None},
        {"exp": "soon"},
        {"iat": NOW + 3600},
        {"iat": None},
        {"nbf": NOW + 3600},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": ["a1"]},
    ],
    ids=str,
)
def test_it_refuses_a_token_with_a_wrong_claim(claims):
    wrong = {name: value for name, value in (CLAIMS | claims).items() if value is not None}
    with pytest.raises(LoginRefusedError):
        read(token(wrong))


def unsigned():
    return f"{encoded({'alg': 'none'})}.{encoded(CLAIMS)}."


def signed_with_the_public_key():
    """HS256 with what everybody can read as its secret: the libraries refuse to make it."""
    signed = f"{encoded({'alg': 'HS256', 'kid': 'one'})}.{encoded(CLAIMS)}"
    seal = hmac.digest(KEY.as_pem(private=False), signed.encode(), "sha256")
    return f"{signed}.{base64.urlsafe_b64encode(seal).decode().rstrip('=')}"


def encoded(part):
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "text",
    [
        token(CLAIMS, key=OTHER),
        token(CLAIMS, key=SECOND, header={"kid": "two"}),
        token(CLAIMS)[:-4] + "AAAA",
        unsigned(),
        signed_with_the_public_key(),
        "",
        "x",
        "a.b.c",
        "å.å.å",
        "." * 9,
    ],
    ids=range(10),
)
def test_it_refuses_a_token_that_the_provider_did_not_sign(text):
    with pytest.raises(LoginRefusedError):
        read(text)


@pytest.mark.parametrize("keys", [{}, {"keys": []}, {"keys": [{}]}, {"keys": "x"}, {"keys": [7]}])
def test_it_refuses_when_the_provider_publishes_no_keys(keys):
    with pytest.raises(LoginRefusedError):
        subject_of(token(CLAIMS), keys, CLIENT, "n", now=NOW)
