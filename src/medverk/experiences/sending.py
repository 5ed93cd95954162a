"""Send the monthly letters: each once, also when the worker is killed at any moment.

A letter is written down, and committed, before it is handed over. One that was begun and left is
handed over again only where the way out of the house knows its id; otherwise it is in doubt, and
never sent again blindly, as with invitations.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.timezone import localdate, localtime

from medverk.experiences.letters import Reader, write_letter
from medverk.experiences.models import Experience, Letter, Subscription
from medverk.experiences.queries import shared_between
from medverk.invitations.gateways import Gateway, Outcome
from medverk.invitations.gateways.choosing import gateway_for
from medverk.invitations.models import Channel
from medverk.people.access import ACCESS, Action
from medverk.people.models import Membership
from medverk.people.queries import valid_on
from medverk.rules.experiences import (
    LETTER_TRANSITIONS,
    LetterEvent,
    LetterState,
    Month,
    find_month_to_tell,
    month_of,
)

LEFT_AFTER = timedelta(minutes=15)  # a letter on its way for longer than this was left by a worker
KEPT_FOR = timedelta(days=100)
READERS = sorted({grant.role for grant in ACCESS if grant.action is Action.SEE_EXPERIENCES})
EVENTS = {
    Outcome.SENT: LetterEvent.ARRIVED,
    Outcome.REFUSED: LetterEvent.TURNED_AWAY,
    Outcome.UNKNOWN: LetterEvent.LOST_SIGHT,
}


def send_letters(*, now: datetime) -> int:
    """The letters about last month that are not sent yet; how many were."""
    month = month_of(localdate(now)).before()
    news = list(news_of(month, now))
    gateway = gateway_for(Channel.EMAIL)
    forget_old(now)
    if not news:
        return 0
    return sum(send_one(reader, month, news, gateway, now) for reader in readers(now))


def news_of(month: Month, now: datetime) -> Sequence[Experience]:
    zone = localtime(now).tzinfo
    first, last = (
        datetime(each.year, each.number, 1, tzinfo=zone) for each in (month, month.next())
    )
    return list(shared_between(first, last))


def readers(now: datetime) -> list[Reader]:
    """Who has asked in time, has an address, and may open the library today. Two queries."""
    today = localdate(now)
    may = valid_on(Membership.objects.filter(role__in=READERS), today).values("person")
    wanted = Subscription.objects.filter(person__in=may, person__active=True).exclude(
        Q(address="") & Q(person__email="")
    )
    return [
        Reader(each.person, each.address or each.person.email, frozenset(each.themes))
        for each in wanted.select_related("person").order_by("person")
        if find_month_to_tell(each.since, today)
    ]


def send_one(
    reader: Reader, month: Month, news: Sequence[Experience], gateway: Gateway, now: datetime
) -> bool:
    """Nothing is written down for whom nothing is new."""
    chosen = reader.choose(news)
    letter = begin(reader, month, gateway, now) if chosen else None
    if letter is None:
        return False
    outcome = gateway.send(write_letter(letter, reader, month, chosen), now)
    settle(letter, outcome)
    return outcome is Outcome.SENT


def begin(reader: Reader, month: Month, gateway: Gateway, now: datetime) -> Letter | None:
    """The letter, when it is ours to hand over now; None when it was, or another worker has it."""
    letter, fresh = Letter.objects.get_or_create(
        person=reader.person, month=str(month), defaults={"begun_at": now}
    )
    if fresh:
        return letter
    left = Letter.objects.filter(
        pk=letter.pk, state=LetterState.BEGUN, begun_at__lte=now - LEFT_AFTER
    )
    if not gateway.idempotent:
        left.update(state=LETTER_TRANSITIONS[LetterState.BEGUN, LetterEvent.LOST_SIGHT])
        return None
    return letter if left.update(begun_at=now) else None


def settle(letter: Letter, outcome: Outcome) -> None:
    """What surely was not sent is as if it were never begun: the next run tries again."""
    if outcome is Outcome.NOT_SENT:
        letter.delete()
        return
    letter.state = LETTER_TRANSITIONS[LetterState.BEGUN, EVENTS[outcome]]
    letter.save(update_fields=["state"])


def forget_old(now: datetime) -> None:
    Letter.objects.filter(begun_at__lt=now - KEPT_FOR).delete()
