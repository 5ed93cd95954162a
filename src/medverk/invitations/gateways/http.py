"""SMS through any gateway that takes a POST with JSON: {"id", "from", "to", "text"}.

The id is also sent as the header Idempotency-Key. A gateway that does not know that header is
declared with MEDVERK_SMS_IDEMPOTENT=0: then a message in doubt is shown, and never sent again.
"""

from dataclasses import dataclass, field
from datetime import datetime

from medverk.environment import Environment
from medverk.invitations.gateways import Outcome, Text, calling
from medverk.invitations.gateways.altinn import read_token


@dataclass(frozen=True, slots=True)
class Http:
    url: str
    token: str = field(repr=False)
    sender: str
    seconds: float
    idempotent: bool
    batch: int = 1

    def send(self, text: Text, now: datetime) -> Outcome:
        return calling.post(
            self.url,
            headers={"Authorization": f"Bearer {self.token}", "Idempotency-Key": str(text.id)},
            body={"id": str(text.id), "from": self.sender, "to": text.to, "text": text.body},
            seconds=self.seconds,
        )


def connect(environment: Environment) -> Http:
    """Raises EnvironmentError when an address, a token or a sender is missing."""
    return Http(
        url=environment.require("MEDVERK_SMS_URL"),
        token=read_token(environment),
        sender=environment.require("MEDVERK_SMS_SENDER"),
        seconds=float(environment.get("MEDVERK_SEND_TIMEOUT_SECONDS", "10")),
        idempotent=environment.get("MEDVERK_SMS_IDEMPOTENT", "1") == "1",
    )
