"""Is everything set that each process needs, and is what is set safe?"""

import base64
import binascii
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from nacl.public import PrivateKey

from medverk.environment import VARIABLES, Environment, EnvironmentError
from medverk.project.checks.finding import Finding
from medverk.rules.disclosure.policy import Policy

NEEDED: dict[str, tuple[str, ...]] = {
    "serve": (
        "MEDVERK_ADDRESS",
        "MEDVERK_WEB_DATABASE_URL",
        "MEDVERK_SECRET_KEY",
        "MEDVERK_CONTACT_KEY",
        "MEDVERK_SENDER_PUBLIC_KEY",
        "MEDVERK_OIDC_ISSUER",
        "MEDVERK_OIDC_CLIENT_ID",
        "MEDVERK_OIDC_CLIENT_SECRET",
    ),
    "worker": (
        "MEDVERK_ADDRESS",
        "MEDVERK_WEB_DATABASE_URL",
        "MEDVERK_CONTACT_KEY",
        "MEDVERK_SENDER_PUBLIC_KEY",
        "MEDVERK_SENDER_PRIVATE_KEY",
        "MEDVERK_SMS_GATEWAY",
        "MEDVERK_SMS_URL",
        "MEDVERK_SMS_SENDER",
        "MEDVERK_SMTP_URL",
        "MEDVERK_EMAIL_FROM",
    ),
    "releaser": ("MEDVERK_RELEASER_DATABASE_URL", "MEDVERK_RELEASER_KEYS"),
    "migrate": ("MEDVERK_OWNER_DATABASE_URL",),
}
OF_REAL_LIFE = (
    "MEDVERK_OIDC_",
    "MEDVERK_SMS_",
    "MEDVERK_SMTP_",
    "MEDVERK_EMAIL_",
)  # no use in a demo

GATEWAYS = ("altinn", "http")
SHORTEST_SECRET = 50  # characters
KEY_BYTES = 32
LONGEST_SENDER = 11  # characters, in every network
HERE = ("127.0.0.1", "localhost", "::1")

Check = Callable[[Environment], Iterator[Finding]]


def check_variables(environment: Environment, processes: Iterable[str]) -> list[Finding]:
    """Findings about the variables of these processes (keys of NEEDED)."""
    found = list(missing(environment, processes))
    for check in CHECKS:
        found += check(environment)
    return found


def missing(environment: Environment, processes: Iterable[str]) -> Iterator[Finding]:
    sentences = {variable.name: variable.why for variable in VARIABLES}
    for process in processes:
        for name in NEEDED[process]:
            spared = environment.demo and name.startswith(OF_REAL_LIFE)
            if not environment.get(name) and not spared:
                sentence = f"Set {name}: {sentences[name]}. `medverk {process}` needs it."
                yield Finding(name, sentence)


def check_address(environment: Environment) -> Iterator[Finding]:
    """Answers and sessions travel here: https, except in a demo on this machine."""
    address = urlsplit(environment.address)
    if environment.demo and address.hostname in HERE:
        return
    if environment.demo:
        yield Finding(
            "MEDVERK_DEMO",
            "MEDVERK_DEMO=1 lets anyone be anyone, and others can reach this address. Remove it.",
        )
    if address.scheme != "https":
        yield Finding("MEDVERK_ADDRESS", "Use an https address: answers must not travel openly.")
    if address.path or address.query:
        yield Finding(
            "MEDVERK_ADDRESS", "The address must end after the name of the host (and port)."
        )


def check_login(environment: Environment) -> Iterator[Finding]:
    for name in ("MEDVERK_OIDC_ISSUER", "MEDVERK_CITIZEN_OIDC_ISSUER"):
        issuer = environment.get(name)
        if issuer and urlsplit(issuer).scheme != "https":
            yield Finding(name, "The login provider must have an https address.")


def check_secret(environment: Environment) -> Iterator[Finding]:
    secret = environment.get("MEDVERK_SECRET_KEY")
    if secret and (len(secret) < SHORTEST_SECRET or len(set(secret)) < 10):
        yield Finding(
            "MEDVERK_SECRET_KEY",
            f"MEDVERK_SECRET_KEY must have {SHORTEST_SECRET} or more random characters.",
        )
    inbound = environment.get("MEDVERK_SMS_INBOUND_SECRET")
    if inbound and len(inbound) < KEY_BYTES:
        yield Finding(
            "MEDVERK_SMS_INBOUND_SECRET",
            f"MEDVERK_SMS_INBOUND_SECRET must have {KEY_BYTES} or more random characters.",
        )


def check_keys(environment: Environment) -> Iterator[Finding]:
    """Three keys of 32 bytes in base64; the sender's two belong together."""
    names = ("MEDVERK_CONTACT_KEY", "MEDVERK_SENDER_PUBLIC_KEY", "MEDVERK_SENDER_PRIVATE_KEY")
    keys = {name: decoded(environment.get(name)) for name in names if environment.get(name)}
    for name, key in keys.items():
        if len(key) != KEY_BYTES:
            yield Finding(name, f"{name} must be {KEY_BYTES} random bytes, written in base64.")
        elif len(set(key)) < 8:
            yield Finding(name, f"{name} is not random. Make a new one.")
    public, private = keys.get(names[1], b""), keys.get(names[2], b"")
    if len(public) == len(private) == KEY_BYTES and bytes(PrivateKey(private).public_key) != public:
        yield Finding(
            "MEDVERK_SENDER_PUBLIC_KEY",
            "MEDVERK_SENDER_PUBLIC_KEY does not belong to MEDVERK_SENDER_PRIVATE_KEY: the worker "
            "could open no telephone number.",
        )


def decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def check_sms(environment: Environment) -> Iterator[Finding]:
    gateway = environment.get("MEDVERK_SMS_GATEWAY")
    if environment.demo or not gateway:
        return
    if gateway not in GATEWAYS:
        yield Finding(
            "MEDVERK_SMS_GATEWAY",
            f"MEDVERK_SMS_GATEWAY must be one of {', '.join(GATEWAYS)}; outbox sends nothing.",
        )
    if not any(environment.get(f"MEDVERK_SMS_TOKEN{end}") for end in ("", "_FILE")):
        yield Finding("MEDVERK_SMS_TOKEN", "Set MEDVERK_SMS_TOKEN or MEDVERK_SMS_TOKEN_FILE.")
    url = environment.get("MEDVERK_SMS_URL")
    if url and urlsplit(url).scheme != "https":
        yield Finding("MEDVERK_SMS_URL", "Telephone numbers go to this address: use https.")
    if len(environment.get("MEDVERK_SMS_SENDER")) > LONGEST_SENDER:
        yield Finding(
            "MEDVERK_SMS_SENDER", f"The sender may have {LONGEST_SENDER} characters at most."
        )


def check_mail(environment: Environment) -> Iterator[Finding]:
    server = environment.get("MEDVERK_SMTP_URL")
    if server and urlsplit(server).scheme not in ("smtp", "smtps"):
        yield Finding("MEDVERK_SMTP_URL", "Write the mail server as smtps://user:password@host.")
    sender = environment.get("MEDVERK_EMAIL_FROM")
    if sender and "@" not in sender:
        yield Finding("MEDVERK_EMAIL_FROM", "MEDVERK_EMAIL_FROM must be an e-mail address.")


def check_policy(environment: Environment) -> Iterator[Finding]:
    """Thresholds may be made stricter than the defaults, and never weaker than the floor."""
    try:
        Policy.from_mapping(environment.policy)
    except (EnvironmentError, ValueError, TypeError, KeyError) as error:
        yield Finding("MEDVERK_POLICY", f"MEDVERK_POLICY cannot be used: {error}")


def check_roles_apart(environment: Environment) -> Iterator[Finding]:
    """Three addresses, three users: one user for two would undo the separation [disclosure G4]."""
    names = [f"MEDVERK_{role}_DATABASE_URL" for role in ("OWNER", "WEB", "RELEASER")]
    urls = [environment.get(name) for name in names if environment.get(name)]
    if len(set(urls)) < len(urls):
        yield Finding(
            "MEDVERK_WEB_DATABASE_URL",
            "Owner, web and releaser must be three database users with addresses of their own.",
        )


def check_releaser_keys(environment: Environment) -> Iterator[Finding]:
    """Only the releaser's own user may enter the folder of its keys."""
    folder = environment.get("MEDVERK_RELEASER_KEYS")
    path = Path(folder)
    if folder and path.exists() and (not path.is_dir() or path.stat().st_mode & 0o077):
        yield Finding(
            "MEDVERK_RELEASER_KEYS",
            f"{folder} must be a folder that only the releaser's user can enter (chmod 700).",
        )


CHECKS: tuple[Check, ...] = (
    check_address,
    check_login,
    check_secret,
    check_keys,
    check_sms,
    check_mail,
    check_policy,
    check_roles_apart,
    check_releaser_keys,
)
