"""SMS through Altinn Notifications, in the shape Digdir publishes (ecosystem.md).

MEDVERK_SMS_URL is the part before /orders/instant/sms. The token is renewed outside (Maskinporten):
MEDVERK_SMS_TOKEN_FILE is read at every call.
"""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from medverk.environment import Environment, EnvironmentError
from medverk.invitations.gateways import Outcome, Text, calling

# A telephone that is switched off at eight in the evening still gets its message the next day.
_LIVES_SECONDS = 48 * 3600
_LONGEST_SENDER = 11


@dataclass(frozen=True, slots=True)
class Altinn:
    url: str
    token: str = field(repr=False)
    sender: str
    seconds: float
    idempotent: bool = True  # a repeated idempotencyId gets the first order back
    batch: int = 1

    def send(self, text: Text, now: datetime) -> Outcome:
        return calling.post(
            f"{self.url}/orders/instant/sms",
            headers={"Authorization": f"Bearer {self.token}"},
            body={
                "idempotencyId": str(text.id),
                "sendersReference": str(text.id),
                "recipientSms": {
                    "phoneNumber": text.to,
                    "timeToLiveInSeconds": _LIVES_SECONDS,
                    "smsSettings": {"sender": self.sender, "body": text.body},
                },
            },
            seconds=self.seconds,
        )


def connect(environment: Environment) -> Altinn:
    """Raises EnvironmentError when an address, a token or a sender is missing."""
    return Altinn(
        url=environment.require("MEDVERK_SMS_URL").rstrip("/"),
        token=read_token(environment),
        sender=environment.require("MEDVERK_SMS_SENDER")[:_LONGEST_SENDER],
        seconds=float(environment.get("MEDVERK_SEND_TIMEOUT_SECONDS", "10")),
    )


def read_token(environment: Environment) -> str:
    """From the file that something renews, or from the environment. Raises EnvironmentError."""
    file = environment.get("MEDVERK_SMS_TOKEN_FILE")
    if not file:
        return environment.require("MEDVERK_SMS_TOKEN")
    try:
        return Path(file).read_text().strip()
    except OSError as error:
        raise EnvironmentError("MEDVERK_SMS_TOKEN_FILE cannot be read.") from error
