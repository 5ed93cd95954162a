"""Tell the one who wrote that something came back [L3]. Neither text nor unit goes by e-mail."""

from datetime import date, datetime
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from medverk.exchange.models import Feedback, FeedbackNews
from medverk.exchange.queries import with_news
from medverk.invitations.gateways import Text
from medverk.invitations.gateways.choosing import gateway_for
from medverk.invitations.models import Channel
from medverk.people.emails import with_way_out
from medverk.people.models import Person, Unit
from medverk.rules.exchange import News, find_news

_SATURDAY = 5


def tell_senders(*, now: datetime) -> int:
    """One e-mail to each who has news, for each unit they wrote for, on working days; how many.

    Written down first, so at most once: a letter lost in a crash is not worth a second one.
    """
    today = timezone.localdate(now)
    if today.weekday() >= _SATURDAY:
        return 0
    gateway = gateway_for(Channel.EMAIL)
    told = write_down(find_untold(now, today), now)
    for person, unit in told:
        gateway.send(letter(person, unit), now)
    return len(told)


def find_untold(now: datetime, today: date) -> list[tuple[Feedback, News]]:
    """What came back and was not told of. Two queries."""
    untold = []
    for feedback in with_news(now, today):
        known = {each.news for each in feedback.news.all()}
        came = find_news(day_of(feedback.answered_at), day_of(feedback.told_at), today)
        untold += [(feedback, news) for news in sorted(came) if news.value not in known]
    return untold


def day_of(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


@transaction.atomic
def write_down(untold: list[tuple[Feedback, News]], now: datetime) -> list[tuple[Person, Unit]]:
    """Who is told now, and for which unit; two workers at once do not both tell."""
    told: dict[tuple[int, int], tuple[Person, Unit]] = {}
    for feedback, news in untold:
        _, fresh = FeedbackNews.objects.get_or_create(
            feedback=feedback, news=news, defaults={"at": now}
        )
        if fresh:
            key = (feedback.sent_by_id, feedback.from_unit_id)
            told[key] = (feedback.sent_by, feedback.from_unit)
    return list(told.values())


def letter(person: Person, unit: Unit) -> Text:
    """In the person's own language: that there is something to read, and where."""
    link = settings.ENVIRONMENT.address + reverse("exchange_sent", args=[unit.pk])
    with override(person.language):
        return Text(
            id=uuid4(),
            to=person.email,
            subject=gettext("News of feedback that you sent"),
            body=with_way_out(
                gettext(
                    "Hello!\n\nSomething has come back to feedback that you sent on behalf of "
                    "{unit}: an answer, or what came of it. Read it here:\n{link}"
                ).format(unit=unit.name, link=link)
            ),
            link=link,
        )
