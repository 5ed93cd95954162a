"""Note what became of messages: their state, what is counted, and the reminder that follows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from medverk.invitations import counts
from medverk.invitations.contacts import open_sealed
from medverk.invitations.gateways import Gateway
from medverk.invitations.models import Asked, Invitation, Message, MessageKind
from medverk.invitations.periods import periods
from medverk.invitations.queries import CALL
from medverk.invitations.remembering import recall
from medverk.rules.invitations.messages import ON_THE_PHONE, MessageState, Outcome, state_after


@dataclass(frozen=True, slots=True)
class Result:
    """outcome: None when there was nobody to send to."""

    message: Message
    outcome: Outcome | None


@transaction.atomic
def note(results: Sequence[Result], gateway: Gateway, now: datetime) -> None:
    """Write down all results. What was answered or taken over in the meantime is left alone.

    Invitations are locked before their messages, in the order in which an answer deletes them.
    """
    standing = lock_standing(results)
    for state in MessageState:
        same = [
            result
            for result in standing
            if state_after(result.outcome, idempotent=gateway.idempotent) is state
        ]
        if same and state is MessageState.QUEUED:
            put_back([result.message for result in same], now)
        elif same:
            close(same, state, now)


def lock_standing(results: Sequence[Result]) -> list[Result]:
    """Those results whose message is still ours: not deleted, and not begun again by another."""
    invitations = {result.message.invitation_id for result in results}
    there = Invitation.objects.select_for_update().filter(pk__in=invitations).order_by("pk")
    of_invitation = {invitation.pk: invitation for invitation in there}
    messages = Message.objects.select_for_update().filter(
        pk__in=[result.message.pk for result in results], state=MessageState.SENDING
    )
    tries = dict(messages.order_by("pk").values_list("pk", "tries"))
    standing = []
    for result in results:
        message = result.message
        if message.invitation_id in of_invitation and tries.get(message.pk) == message.tries:
            message.invitation.counted = of_invitation[message.invitation_id].counted
            standing.append(result)
    return standing


def put_back(messages: Sequence[Message], now: datetime) -> None:
    """Try again later, and later each time."""
    for message in messages:
        Message.objects.filter(pk=message.pk).update(
            state=MessageState.QUEUED,
            claimed_at=None,
            wait_until=now + periods().wait_after(message.tries),
        )


def close(results: Sequence[Result], state: MessageState, now: datetime) -> None:
    """The messages are final: the contact goes, unless a reminder takes it along."""
    today = timezone.localdate(now)
    Message.objects.filter(pk__in=[result.message.pk for result in results]).update(
        state=state, claimed_at=None, wait_until=None, sealed=None
    )
    firsts = [one for one in results if one.message.kind == MessageKind.INVITATION]
    by_office = Counter(one.message.invitation.office_id for one in firsts)
    for office, count in sorted(by_office.items()):
        counts.count_sending(office, today, state, count)
    if state in ON_THE_PHONE:
        count_reached(firsts, today)
        Message.objects.bulk_create(reminders([one.message for one in firsts], today))
    else:
        may_be_asked_again([one.message for one in firsts if one.outcome is not None])


def count_reached(results: Sequence[Result], today: date) -> None:
    """Whoever was reached counts. The rows of those who were left out look the same."""
    fresh = [result for result in results if not result.message.invitation.counted]
    ids = [result.message.invitation_id for result in fresh]
    Invitation.objects.filter(pk__in=ids).update(counted=True)
    reached = [result.message.invitation for result in fresh if result.outcome is not None]
    counts.count_invited(
        Counter(
            (one.office_id, one.counsellor_id, one.version.questionnaire_id) for one in reached
        ),
        today,
    )
    counts.count_ways(
        Counter(
            counts.Way(one.office_id, one.version.questionnaire_id, one.channel, one.language)
            for one in reached
        ),
        today,
    )


def reminders(messages: Sequence[Message], today: date) -> list[Message]:
    """One reminder each, where the invitation lives that long. A call is asked about once [K1].

    Nobody is reminded by a message to nobody, so that it cannot be told apart.
    """
    allowed = periods()
    return [
        Message(
            invitation=message.invitation,
            kind=MessageKind.REMINDER,
            channel=message.channel,
            sealed=message.sealed,
            due_on=due_on,
        )
        for message in messages
        if message.invitation.version.questionnaire.key != CALL
        and (due_on := allowed.remind_on(today, message.invitation.expires_on))
    ]


def may_be_asked_again(messages: Sequence[Message]) -> None:
    """Nobody was reached, so nobody was asked. The token is still in the message we have read."""
    hashes = []
    for message in messages:
        opened = open_sealed(bytes(message.sealed or b""))
        remembered = message.invitation.remembered
        if opened and remembered is not None:
            hashes.append(recall(bytes(remembered), opened[1]))
    Asked.objects.filter(contact_hash__in=hashes).delete()
