"""Jobs of the sender. They carry nothing: each looks for what is due [disclosure G3]."""

from django.utils import timezone
from procrastinate.contrib.django import app

from medverk.invitations import forgetting, reminding, sending, shuffling

REMINDED = "15 10-16 * * 1-5"  # UTC: from a quarter past twelve in Norway, summer and winter


@app.periodic(cron="* * * * *")
@app.task(queue="sending", queueing_lock="send_due")
def send_due(timestamp: int | None = None) -> None:
    """Send what is due now; each message by the clock of its own moment."""
    while sending.send_some(now=timezone.now()):
        pass


@app.periodic(cron="17 3 * * *")
@app.task(queue="sending", queueing_lock="forget")
def forget(timestamp: int) -> None:
    """Delete what is over."""
    forgetting.forget(now=timezone.now())


@app.periodic(cron="7 * * * *")
@app.task(queue="sending", queueing_lock="shuffle")
def shuffle(timestamp: int) -> None:
    """Every hour: until then a contact can be told to belong to an invitation [disclosure G3]."""
    shuffling.shuffle()


@app.periodic(cron=REMINDED)
@app.task(queue="sending", queueing_lock="remind_counsellors")
def remind_counsellors(timestamp: int) -> None:
    """After the day's last conversation, at the hour that each has chosen [F2]."""
    reminding.remind_counsellors(now=timezone.now())
