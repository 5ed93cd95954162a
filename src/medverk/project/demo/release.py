"""The Mondays of the demo, as the release engine plays them: settle, then publish the week."""

from medverk.project.demo.calendar import Year, monday_after
from medverk.releases.actions import first_open_weeks, publish, publish_due
from medverk.releases.auditing import audit_all
from medverk.rules.weeks import Week
from medverk.surveys.models import Questionnaire
from medverk.vault.actions import prepare_key, settle


def make_first_key(year: Year) -> None:
    """Before this no answer can be sealed."""
    prepare_key(now=monday_after(year.first.plus(-1)))


def audit_year(year: Year) -> None:
    """What the nightly job does after it has published, here once at the end."""
    audit_all(now=monday_after(year.last))


def release_week(year: Year, week: Week) -> None:
    """What the nightly job does on the Monday after a week."""
    now = monday_after(week)
    if week > year.first:
        publish_due(now=now)
        return
    # The questionnaires have been in use for longer than anybody has been asked: begin here.
    questionnaires = list(Questionnaire.objects.all())
    settle(now=now, not_before=first_open_weeks(questionnaires))
    for questionnaire in questionnaires:
        publish(questionnaire=questionnaire.key, until=week, now=now)
