"""What happens to improvements by the calendar, and when something was published."""

from django.utils import timezone
from procrastinate.contrib.django import app

from medverk.improvement import actions, judging, reminding, telling


@app.periodic(cron="25 3 * * *")
@app.task(queue="sending", queueing_lock="improvement_move_due", pass_context=False)
def move_due(timestamp: int) -> None:
    """Every night: start what begins today, ask for an evaluation after the deadline."""
    actions.move_due(now=timezone.now())


@app.periodic(cron="35 * * * *")
@app.task(queue="sending", queueing_lock="improvement_judge", pass_context=False)
def judge(timestamp: int) -> None:
    """Every hour: verdicts by figures that have come since; nothing when none have."""
    judging.judge_all(now=timezone.now())


@app.periodic(cron="45 6 * * 1-5")
@app.task(queue="sending", queueing_lock="improvement_remind", pass_context=False)
def remind(timestamp: int) -> None:
    """On working mornings: deadlines, to those who are responsible."""
    reminding.remind_responsible(now=timezone.now())


@app.periodic(cron="55 6 * * 1-5")
@app.task(queue="sending", queueing_lock="improvement_tell_guides", pass_context=False)
def tell_guides(timestamp: int) -> None:
    """On working mornings: that somebody asks for a talk, to the one who is asked."""
    telling.tell_guides(now=timezone.now())
