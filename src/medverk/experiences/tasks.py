"""What happens by the calendar. Each can be repeated without harm."""

from django.utils import timezone
from procrastinate.contrib.django import app

from medverk.experiences.outcomes import weigh_new
from medverk.experiences.sending import send_letters


@app.periodic(cron="40 * * * *")
@app.task(queue="sending", queueing_lock="experiences_weigh", pass_context=False)
def weigh_outcomes(timestamp: int) -> None:
    """Every hour: how it goes for those whose improvements others look at."""
    weigh_new()


@app.periodic(cron="30 6-15 1-7 * *")
@app.task(queue="sending", queueing_lock="experiences_letters", pass_context=False)
def send_monthly_letters(timestamp: int) -> None:
    """In the first days of the month, so that hours without a worker or mail server do no
    harm: nobody gets two letters about one month."""
    send_letters(now=timezone.now())
