"""What happens to pilots by the calendar."""

from django.utils import timezone
from procrastinate.contrib.django import app

from medverk.pilots.actions import move_due_pilots


@app.periodic(cron="5 3 * * *")
@app.task(queue="sending", queueing_lock="pilots_move_due", pass_context=False)
def move_due(timestamp: int) -> None:
    """Every night: start pilots whose first day has come, end those whose last day has passed."""
    move_due_pilots(now=timezone.now())
