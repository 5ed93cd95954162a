"""Everything that differs between places, read from environment variables.

Each variable stands in `VARIABLES` with the sentence that `medverk check` and docs/operate.md use.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit


class DatabaseRole(StrEnum):
    """The three roles of the database [disclosure G4]; each process runs as one of them."""

    OWNER = "owner"
    WEB = "web"
    RELEASER = "releaser"


class EnvironmentError(Exception):
    """A variable is missing or unsafe; the message says what to do."""


@dataclass(frozen=True)
class Variable:
    name: str
    why: str
    secret: bool = False


VARIABLES: tuple[Variable, ...] = (
    Variable("MEDVERK_ADDRESS", "the address people open, e.g. https://medverk.example.org"),
    Variable(
        "MEDVERK_DEMO", "1 shows personas instead of login, and the outbox; never in production"
    ),
    Variable("MEDVERK_HOME", "folder of the embedded database and its keys (default .medverk)"),
    Variable(
        "MEDVERK_OWNER_DATABASE_URL", "database address of the owner: migrations", secret=True
    ),
    Variable(
        "MEDVERK_WEB_DATABASE_URL", "database address of the web role: serve, worker", secret=True
    ),
    Variable("MEDVERK_RELEASER_DATABASE_URL", "database address of the releaser", secret=True),
    Variable("MEDVERK_SECRET_KEY", "signs sessions: 50 or more random characters", secret=True),
    Variable(
        "MEDVERK_CONTACT_KEY", "keys the hash of telephone numbers: 32 bytes, base64", secret=True
    ),
    Variable("MEDVERK_SENDER_PUBLIC_KEY", "seals telephone numbers: 32 bytes, base64"),
    Variable("MEDVERK_SENDER_PRIVATE_KEY", "opens them; only for the worker", secret=True),
    Variable("MEDVERK_RELEASER_KEYS", "folder of the release engine's keys; only for the releaser"),
    Variable(
        "MEDVERK_SPARK_FOLDER",
        "folder that all machines of a Spark cluster see (default the temporary folder)",
    ),
    Variable("MEDVERK_KEY_DAYS", "days before a retired key is destroyed (default 7)"),
    Variable("MEDVERK_OIDC_ISSUER", "address of the login provider"),
    Variable("MEDVERK_OIDC_CLIENT_ID", "our name at the login provider"),
    Variable("MEDVERK_OIDC_CLIENT_SECRET", "our secret at the login provider", secret=True),
    Variable(
        "MEDVERK_CITIZEN_OIDC_ISSUER",
        "address of the login provider of those who complain, e.g. ID-porten (optional)",
    ),
    Variable("MEDVERK_CITIZEN_OIDC_CLIENT_ID", "our name at that provider"),
    Variable("MEDVERK_CITIZEN_OIDC_CLIENT_SECRET", "our secret at that provider", secret=True),
    Variable(
        "MEDVERK_CITIZEN_OIDC_CLAIM",
        "what of the id token says who it is: sub (default), at ID-porten pid",
    ),
    Variable("MEDVERK_SMS_GATEWAY", "altinn, http or outbox (demo)"),
    Variable("MEDVERK_SMS_URL", "address of the SMS gateway"),
    Variable("MEDVERK_SMS_TOKEN", "access token of the SMS gateway", secret=True),
    Variable("MEDVERK_SMS_SENDER", "sender shown on the SMS, 11 characters at most"),
    Variable("MEDVERK_SMS_TOKEN_FILE", "file that holds the token, when something renews it"),
    Variable(
        "MEDVERK_SMS_IDEMPOTENT",
        "0 when the http gateway does not know an Idempotency-Key (default 1)",
    ),
    Variable("MEDVERK_SEND_TIMEOUT_SECONDS", "how long a gateway may take (default 10)"),
    Variable("MEDVERK_SEND_CLAIM_SECONDS", "when a killed worker's message is free (default 120)"),
    Variable("MEDVERK_SEND_BACKOFF_SECONDS", "wait after a failed try; doubles (default 30)"),
    Variable("MEDVERK_SEND_FROM_HOUR", "first hour of sending, local time (default 9)"),
    Variable("MEDVERK_SEND_UNTIL_HOUR", "sending ends before this hour (default 20)"),
    Variable("MEDVERK_REMIND_AFTER_DAYS", "days until the one reminder (default 3)"),
    Variable("MEDVERK_EXPIRE_AFTER_DAYS", "days until an invitation is deleted (default 14)"),
    Variable("MEDVERK_ASK_AGAIN_AFTER_DAYS", "days in which nobody is asked twice (default 30)"),
    Variable("MEDVERK_KIOSK_FORMS_A_DAY", "people who can answer on one tablet (default 25)"),
    Variable(
        "MEDVERK_COMPLAINT_DAYS",
        "days until what was written in a closed complaint is deleted (default 180)",
    ),
    Variable("MEDVERK_SMS_INBOUND_SECRET", "signs replies to an SMS (HMAC-SHA256)", secret=True),
    Variable(
        "MEDVERK_SMTP_URL",
        "mail server, e.g. smtps://user:password@mail.example.org:465",
        secret=True,
    ),
    Variable("MEDVERK_EMAIL_FROM", "sender address of e-mail"),
    Variable("MEDVERK_POLICY", 'stricter thresholds as JSON, e.g. {"responses": 20}'),
    Variable("MEDVERK_PUBLICATION_DATES", "when figures come: weekly (default) or monthly"),
    Variable(
        "MEDVERK_PUBLISHER_NUMBER",
        "nine digits: the organisation that answers for open data, in the register of enterprises",
    ),
    Variable("MEDVERK_OPEN_DATA_EMAIL", "where people may ask about open data"),
    Variable("MEDVERK_WEB_PROCESSES", "web server processes (default 2)"),
)


@dataclass(frozen=True)
class Environment:
    """The variables of this process, read once. `values` holds only names of `VARIABLES`."""

    values: Mapping[str, str]
    role: DatabaseRole

    def get(self, name: str, default: str = "") -> str:
        return self.values.get(name, default)

    def require(self, name: str) -> str:
        """The variable, or EnvironmentError with the sentence that says what it is for."""
        value = self.get(name)
        if not value:
            why = next(variable.why for variable in VARIABLES if variable.name == name)
            raise EnvironmentError(f"Set {name}: {why}.")
        return value

    @property
    def demo(self) -> bool:
        return self.get("MEDVERK_DEMO") == "1"

    @property
    def home(self) -> Path:
        return Path(self.get("MEDVERK_HOME", ".medverk")).resolve()

    @property
    def address(self) -> str:
        return self.get("MEDVERK_ADDRESS", "http://127.0.0.1:8000").rstrip("/")

    @property
    def secure(self) -> bool:
        """True when people come by https, so that cookies may be sent by https only."""
        return urlsplit(self.address).scheme == "https"

    @property
    def database_url(self) -> str:
        return self.get(f"MEDVERK_{self.role.upper()}_DATABASE_URL")

    @property
    def policy(self) -> dict[str, float]:
        """Thresholds that this agency has made stricter; empty means the defaults."""
        try:
            policy = json.loads(self.get("MEDVERK_POLICY", "{}"))
        except json.JSONDecodeError as error:
            raise EnvironmentError(f"MEDVERK_POLICY is not JSON: {error}.") from error
        if not isinstance(policy, dict):
            raise EnvironmentError('MEDVERK_POLICY must be an object such as {"responses": 20}.')
        return policy


def read_environment(source: Mapping[str, str] | None = None) -> Environment:
    """Read and check what cannot wait for `medverk check`.

    Raises EnvironmentError when the demo is switched on where real people log in.
    """
    source = os.environ if source is None else source
    names = {variable.name for variable in VARIABLES}
    environment = Environment(
        values={name: value for name, value in source.items() if name in names},
        role=DatabaseRole(source.get("MEDVERK_ROLE", DatabaseRole.WEB)),
    )
    refuse_demo_in_production(environment)
    return environment


def refuse_demo_in_production(environment: Environment) -> None:
    """Personas let anyone be anyone: never beside https or a login provider."""
    if environment.demo and (environment.secure or environment.get("MEDVERK_OIDC_ISSUER")):
        raise EnvironmentError(
            "MEDVERK_DEMO=1 lets anyone log in as anyone. Remove it, or remove "
            "MEDVERK_OIDC_ISSUER and use an http address on this machine."
        )
