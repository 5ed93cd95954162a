"""The sender of the demo: what is due goes to the outbox, and on Mondays what is over goes away."""

from datetime import datetime

from medverk.invitations.forgetting import forget
from medverk.invitations.sending import send_due


def send(moment: datetime) -> None:
    """What the sender's jobs do on one day."""
    if moment.weekday() == 0:
        forget(now=moment.replace(hour=3, minute=17))
    send_due(now=moment)
