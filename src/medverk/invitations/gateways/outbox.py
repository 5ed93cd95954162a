"""The demo's gateway: keeps what would have been sent, for the page "Outbox"."""

from dataclasses import dataclass
from datetime import datetime

from medverk.environment import Environment
from medverk.invitations.gateways import Outcome, Text
from medverk.invitations.models import OutboxMessage


@dataclass(frozen=True, slots=True)
class Outbox:
    idempotent: bool = True  # the id is the key
    batch: int = 200

    def send(self, text: Text, now: datetime) -> Outcome:
        message = OutboxMessage(
            id=text.id, at=now, to=text.to, subject=text.subject, body=text.body, link=text.link
        )
        OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)
        return Outcome.SENT


def connect(environment: Environment) -> Outbox:
    return Outbox()
