"""Jobs of this room. They carry nothing [disclosure G3]."""

from django.utils import timezone
from procrastinate.contrib.django import app

from medverk.intake import kiosk


@app.periodic(cron="27 1 * * *")
@app.task(queue="sending", queueing_lock="forget_passes")
def forget_passes(timestamp: int) -> None:
    """Passes of earlier days say how many forms a counsellor handed out: they go."""
    kiosk.forget_passes(now=timezone.now())
