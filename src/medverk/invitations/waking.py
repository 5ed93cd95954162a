"""Tell the sender that there is something to send, as soon as the transaction has ended."""

import logging

from django.db import DatabaseError, transaction
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

logger = logging.getLogger(__name__)


def wake_sender() -> None:
    """Nothing is lost when this fails: the sender looks every minute by itself."""
    transaction.on_commit(defer_sending, robust=True)


def defer_sending() -> None:
    """One waiting job is enough, whoever asked for it."""
    from medverk.invitations.tasks import send_due

    try:
        with transaction.atomic():
            send_due.defer()
    except AlreadyEnqueued:
        return
    except (ConnectorException, DatabaseError):
        logger.warning("could not wake the sender; it looks by itself within a minute")
