"""Delete what is over: expired invitations, old hashes, old keys. Can be repeated without harm."""

from collections import Counter
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from medverk.invitations import counts
from medverk.invitations.models import (
    Asked,
    CounsellorReminder,
    IdempotencyKey,
    Invitation,
    Message,
    MessageKind,
    OutboxMessage,
    ReplyAddress,
)
from medverk.invitations.periods import periods
from medverk.invitations.shuffling import shuffle
from medverk.rules.invitations.messages import ON_ITS_WAY, state_when_lost

KEEP_IDEMPOTENCY_KEYS = timedelta(days=7)


def forget(*, now: datetime) -> None:
    """Everything whose day has passed."""
    today = timezone.localdate(now)
    forget_invitations(today)
    Asked.objects.filter(until__lte=today).delete()
    ReplyAddress.objects.filter(until__lte=today).delete()
    IdempotencyKey.objects.filter(day__lt=today - KEEP_IDEMPOTENCY_KEYS).delete()
    CounsellorReminder.objects.filter(day__lt=today).delete()
    old = now - timedelta(days=periods().expire_after_days)
    OutboxMessage.objects.filter(at__lt=old).delete()
    forget_broken_jobs()
    shuffle()


def forget_broken_jobs() -> None:
    """Jobs of workers that were killed. What they had begun is taken up by the next ones."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs "
            "WHERE queue_name = 'sending' AND status = 'doing' AND worker_id IS NULL"
        )


@transaction.atomic
def forget_invitations(today: date) -> None:
    """Expired invitations with their messages; what was never sent is counted, so that it shows."""
    over = Invitation.objects.filter(expires_on__lt=today)
    ids = list(over.select_for_update().order_by("pk").values_list("pk", flat=True))
    messages = Message.objects.filter(invitation__in=ids)
    never_sent = messages.filter(kind=MessageKind.INVITATION, state__in=ON_ITS_WAY)
    lost = Counter(
        (office, state_when_lost(tries))
        for office, tries in never_sent.values_list("invitation__office_id", "tries")
    )
    for (office, state), count in sorted(lost.items()):
        counts.count_sending(office, today, state, count)
    Invitation.objects.filter(pk__in=ids).delete()
