"""Ways out of the house: a file for each kind of gateway, with `connect(environment)`.

To add one, copy a file, and give it a name in `choosing.KINDS`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from medverk.rules.invitations.messages import Outcome as Outcome


@dataclass(frozen=True, slots=True)
class Text:
    """What a person will read. `id` is the same at every try of the same message.

    stop: where a post ends a letter that comes again and again [RFC 8058]; empty for other texts.
    """

    id: UUID
    to: str
    subject: str  # empty for an SMS
    body: str
    link: str
    stop: str = ""

    def __repr__(self) -> str:
        """Never who or what: it could end in a log."""
        return f"Text({self.id})"


class Gateway(Protocol):
    """Sends one text. It never raises for what the network or the other side does."""

    @property
    def idempotent(self) -> bool:
        """True when the same id sent twice arrives once, so that unknown means: try again."""

    @property
    def batch(self) -> int:
        """How many messages to claim at a time: one, where each try may end in doubt."""

    def send(self, text: Text, now: datetime) -> Outcome:
        """Try once, within the time limit."""
