"""What happens to complaints by the clock. Each job looks for what is due; again does no harm."""

from django.utils import timezone
from procrastinate.contrib.django import app

from medverk.complaints import forgetting, letters, reminding, reporting
from medverk.rules.complaints.deadlines import year_to_report


@app.periodic(cron="* * * * *")
@app.task(queue="sending", queueing_lock="complaints_send_letters")
def send_letters(timestamp: int) -> None:
    """Answers by e-mail."""
    letters.send_letters(now=timezone.now())


@app.periodic(cron="30 6 * * 1-5")
@app.task(queue="sending", queueing_lock="complaints_remind")
def remind(timestamp: int) -> None:
    """In the morning of a working day (UTC)."""
    reminding.remind_handlers(now=timezone.now())


@app.periodic(cron="25 3 * * *")
@app.task(queue="sending", queueing_lock="complaints_forget")
def forget(timestamp: int) -> None:
    """Every night: close what is finished, delete what is over."""
    now = timezone.now()
    forgetting.close_old(now=now)
    forgetting.erase_words(now=now)
    reminding.forget_reminders(now=now)


@app.periodic(cron="45 3 * * *")
@app.task(queue="sending", queueing_lock="complaints_make_year")
def make_year(timestamp: int) -> None:
    """From February on: last year's reports, once."""
    now = timezone.now()
    reporting.make_year(year=year_to_report(timezone.localdate(now)), by=None, now=now)
