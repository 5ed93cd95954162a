"""The demo's gateway: keeps what would have been sent, for the page "Outbox"."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from medverk.environment import Environment
from medverk.invitations.gateways import Outcome, Text
from medverk.invitations.models import OutboxMessage

# One round trip for each message: the demo sends some thirty thousand.
_KEEP = f"""
INSERT INTO {OutboxMessage._meta.db_table} (id, at, "to", subject, body, link)
VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""  # noqa: S608  (our own table)


@dataclass(frozen=True, slots=True)
class Outbox:
    idempotent: bool = True  # the id is the key
    batch: int = 200

    def send(self, text: Text, now: datetime) -> Outcome:
        with connection.cursor() as cursor:
            cursor.execute(_KEEP, [text.id, now, text.to, text.subject, text.body, text.link])
        return Outcome.SENT


def connect(environment: Environment) -> Outbox:
    return Outbox()
