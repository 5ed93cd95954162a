"""Jobs of the sender. They carry nothing: each looks for what is due [disclosure G3]."""

from django.utils import timezone
from procrastinate.contrib.django import app

from medverk.invitations import forgetting, sending


@app.periodic(cron="* * * * *")
@app.task(queue="sending", queueing_lock="send_due", pass_context=False)
def send_due(timestamp: int | None = None) -> None:
    """Send what is due now; each message by the clock of its own moment."""
    while sending.send_some(now=timezone.now()):
        pass


@app.periodic(cron="17 3 * * *")
@app.task(queue="sending", queueing_lock="forget")
def forget(timestamp: int) -> None:
    """Delete what is over."""
    forgetting.forget(now=timezone.now())
