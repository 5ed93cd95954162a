"""What happens to feedback between units by the calendar."""

from django.utils import timezone
from procrastinate.contrib.django import app

from medverk.exchange.reminding import remind_units
from medverk.exchange.telling import tell_senders


@app.periodic(cron="40 6 * * 1-5")
@app.task(queue="sending", queueing_lock="exchange_remind_units")
def remind(timestamp: int) -> None:
    """Every working morning: tell leaders what is new, due or late."""
    remind_units(now=timezone.now())


@app.periodic(cron="50 6 * * 1-5")
@app.task(queue="sending", queueing_lock="exchange_tell_senders")
def tell(timestamp: int) -> None:
    """Every working morning: tell those who wrote that something came back."""
    tell_senders(now=timezone.now())
