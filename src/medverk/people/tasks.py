"""Jobs of this room. They carry nothing."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.utils import timezone
from procrastinate.contrib.django import app


@app.periodic(cron="47 3 * * *")
@app.task(queue="sending", queueing_lock="forget_sessions")
def forget_sessions(timestamp: int) -> None:
    """Delete what is left of sessions that are over."""
    delete_sessions(now=timezone.now())


def delete_sessions(*, now: datetime) -> int:
    """How many were deleted."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]
