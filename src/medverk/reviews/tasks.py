"""What happens to reviews by the calendar."""

from django.utils import timezone
from procrastinate.contrib.django import app

from medverk.reviews.reminding import remind_reviewers


@app.periodic(cron="50 6 * * 1-5")
@app.task(queue="sending", queueing_lock="reviews_remind")
def remind(timestamp: int) -> None:
    """Every working morning: rounds that are soon due, or late."""
    remind_reviewers(now=timezone.now())
