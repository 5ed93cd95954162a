"""Which e-mails a person gets: all that their roles bring, but those of a kind they turned off.

Only reminders and news are of a kind. Whoever handles complaints is always told of them, since
whoever complains is to have an answer in time [S4].
"""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from medverk.people.access import ACCESS, Action, Standing
from medverk.people.models import EmailKind, EmailTurnedOff

COMES_WITH: Mapping[EmailKind, Action] = {
    EmailKind.IMPROVEMENT: Action.SEE_IMPROVEMENTS,
    EmailKind.GUIDANCE: Action.TALK_OF_GUIDANCE,
    EmailKind.REVIEW: Action.REVIEW_CASES,
    EmailKind.FEEDBACK: Action.ANSWER_EXCHANGE,
    EmailKind.NEWS: Action.SEND_EXCHANGE,
}
"""What somebody may do who can get e-mails of the kind."""

LABELS: Mapping[EmailKind, Promise] = {
    EmailKind.IMPROVEMENT: _("Improvements that you are responsible for"),
    EmailKind.GUIDANCE: _("Talks that somebody asks you for"),
    EmailKind.REVIEW: _("Reviews of the quality of our work"),
    EmailKind.FEEDBACK: _("Feedback to your unit"),
    EmailKind.NEWS: _("News of your feedback to others"),
}
WHEN: Mapping[EmailKind, Promise] = {
    EmailKind.IMPROVEMENT: _("When one starts, is due in a week, or is to be evaluated."),
    EmailKind.GUIDANCE: _("When a colleague asks you for individual guidance."),
    EmailKind.REVIEW: _(
        "When a review has to be finished soon or is late, and you lead the office or have cases "
        "left."
    ),
    EmailKind.FEEDBACK: _(
        "When something to your unit is new, or waits for an answer or for what came of it."
    ),
    EmailKind.NEWS: _("When the other unit has answered, or has told what came of it."),
}


def kinds_for(standings: Iterable[Standing]) -> tuple[EmailKind, ...]:
    """The kinds that somebody with these standings can get."""
    actions = actions_of(standings)
    return tuple(kind for kind in EmailKind if COMES_WITH[kind] in actions)


def actions_of(standings: Iterable[Standing]) -> frozenset[Action]:
    roles = {standing.role for standing in standings}
    return frozenset(grant.action for grant in ACCESS if grant.role in roles)


def turned_off_by(kind: EmailKind) -> QuerySet[EmailTurnedOff, int]:
    """The ids of those who want none of the kind, for a query about who is told."""
    return EmailTurnedOff.objects.filter(kind=kind).values_list("person_id", flat=True)


def with_way_out(body: str) -> str:
    """An e-mail of a kind, and where it is turned off, in the active language."""
    link = settings.ENVIRONMENT.address + reverse("my_emails")
    choose = gettext("You choose which e-mails like this you get:\n%(link)s") % {"link": link}
    return f"{body}\n\n{choose}"
