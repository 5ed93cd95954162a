"""Login at the agency's own provider: OpenID Connect, authorization code with PKCE.

Nothing is kept between requests but what the browser's session holds (`Attempt`). Each login reads
the provider's description anew: logins are few, and a provider that changes its keys is no event.
"""

import secrets
import time
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

import httpx
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

TIMEOUT = httpx.Timeout(5.0)  # seconds, for each request to the provider
LEEWAY = 60  # seconds that the provider's clock may differ from ours

# Signatures by the provider's private key only: with HS256 or "none" anyone could sign.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")


class ProviderDownError(Exception):
    """The provider did not answer, or not with what it promises; try again later."""


class LoginRefusedError(Exception):
    """The provider, or we, did not accept this login; starting again may help."""


@dataclass(frozen=True)
class Client:
    """Who we are at which provider."""

    issuer: str
    id: str
    secret: str
    callback: str


@dataclass(frozen=True)
class Attempt:
    """One begun login. It lies in the session, so only the browser that began can end it."""

    state: str
    nonce: str
    verifier: str

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def new_attempt() -> Attempt:
    return Attempt(*(secrets.token_urlsafe(48) for _ in range(3)))


def authorization_url(client: Client, attempt: Attempt) -> str:
    """Where to send the browser. Only `openid` is asked for: `sub` is all we need.

    Raises ProviderDownError.
    """
    query = {
        "response_type": "code",
        "client_id": client.id,
        "redirect_uri": client.callback,
        "scope": "openid",
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": create_s256_code_challenge(attempt.verifier),
        "code_challenge_method": "S256",
    }
    endpoint = describe(client)["authorization_endpoint"]
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"


def finish(client: Client, attempt: Attempt, *, state: str, code: str, claim: str = "sub") -> str:
    """Exchange the code for a token, check the token, and return its `sub`, or another claim.

    Raises LoginRefusedError, ProviderDownError.
    """
    if not secrets.compare_digest(state.encode(), attempt.state.encode()) or not code:
        raise LoginRefusedError("state")
    provider = describe(client)
    token = exchange(client, provider, attempt, code)
    keys = fetch(provider["jwks_uri"])
    return subject_of(token, keys, client, attempt.nonce, now=int(time.time()), claim=claim)


def describe(client: Client) -> dict[str, str]:
    """The provider's own description (discovery); it must be about the issuer we trust."""
    provider = fetch(f"{client.issuer.rstrip('/')}/.well-known/openid-configuration")
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if provider.get("issuer") != client.issuer or not all(
        isinstance(provider.get(name), str) for name in needed
    ):
        raise ProviderDownError("description")
    return provider


def fetch(url: str) -> dict[str, str]:
    try:
        answer = httpx.get(url, timeout=TIMEOUT).raise_for_status().json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise ProviderDownError("no answer") from error
    if not isinstance(answer, dict):
        raise ProviderDownError("no object")
    return answer


def exchange(client: Client, provider: dict[str, str], attempt: Attempt, code: str) -> str:
    """The id token for a code. A refusal is the login's; silence is the provider's."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": client.callback,
        "code_verifier": attempt.verifier,
    }
    login: httpx.Auth | None = httpx.BasicAuth(client.id, client.secret)
    if "client_secret_post" in provider.get("token_endpoint_auth_methods_supported", ()):
        form |= {"client_id": client.id, "client_secret": client.secret}
        login = None
    try:
        answer = httpx.post(provider["token_endpoint"], data=form, auth=login, timeout=TIMEOUT)
        if answer.status_code in (400, 401, 403):
            raise LoginRefusedError("code")
        token = answer.raise_for_status().json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise ProviderDownError("no token") from error
    if not isinstance(token, dict) or not isinstance(token.get("id_token"), str):
        raise ProviderDownError("no id token")
    return str(token["id_token"])


def subject_of(
    token: str,
    keys: dict[str, str],
    client: Client,
    nonce: str,
    *,
    now: int,
    claim: str = "sub",
) -> str:
    """The `sub`, or another claim, of an id token that is signed by the provider, for us, now, and
    for this login.

    now: seconds since 1970. Raises LoginRefusedError.
    """
    registry = JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
    wanted = {
        "iss": {"essential": True, "value": client.issuer},
        "aud": {"essential": True, "value": client.id},
    }
    try:
        signed = jwt.decode(token, KeySet.import_key_set(keys), registry=registry)  # type: ignore[arg-type]
        claims = CodeIDToken(
            signed.claims, signed.header, wanted, {"nonce": nonce, "client_id": client.id}
        )
        claims.validate(now=now, leeway=LEEWAY)
    except (JoseError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise LoginRefusedError("token") from error
    if not isinstance(claims.get(claim), str) or not claims[claim]:
        raise LoginRefusedError("claim")
    return str(claims[claim])
