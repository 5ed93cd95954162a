"""What was written goes when its time is over; what was learnt stays, without a person [S1]."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from medverk.complaints.actions import RefusedError, close
from medverk.complaints.models import Complaint, ComplaintWords, DepartingText
from medverk.complaints.queries import over_since
from medverk.people.actions import log
from medverk.rules.complaints.life import ComplaintState

CLOSES_AFTER = timedelta(days=42)  # with nothing more to do, as long as it takes to say so


def days_kept() -> int:
    """How long words and contact are kept after a complaint is closed."""
    return int(settings.ENVIRONMENT.get("MEDVERK_COMPLAINT_DAYS", "180"))


def close_old(*, now: datetime) -> int:
    """Close what was answered or sent on long ago; how many."""
    ended = Complaint.objects.filter(
        state__in=[ComplaintState.ANSWERED, ComplaintState.ROUTED_OUT]
    ).exclude(answered_at__gt=now - CLOSES_AFTER)
    closed = 0
    for complaint in ended.exclude(routed_at__gt=now - CLOSES_AFTER):
        try:
            close(complaint=complaint, by=None, now=now)
            closed += 1
        except RefusedError:  # somebody has just taken it up again
            continue
    return closed


@transaction.atomic
def erase_words(*, now: datetime) -> int:
    """Delete text, contact and answer of what was closed long enough ago; of how many."""
    day = timezone.localdate(now) - timedelta(days=days_kept())
    over = list(over_since(day).select_for_update(of=("self",)).values_list("pk", flat=True))
    if not over:
        return 0
    DepartingText.objects.filter(complaint__in=over).delete()
    ComplaintWords.objects.filter(complaint__in=over).delete()
    log(by=None, action="complaint_words_erased", now=now, about=str(len(over)))
    return len(over)
