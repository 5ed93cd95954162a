"""What became of a message: in doubt it goes again only where that cannot double it."""

import pytest

from medverk.rules.invitations.messages import (
    ON_ITS_WAY,
    ON_THE_PHONE,
    Health,
    MessageState,
    Outcome,
    judge_gateway,
    read_status,
    state_after,
    state_when_lost,
)

QUEUED, SENDING, SENT, UNCERTAIN, FAILED = MessageState


@pytest.mark.parametrize(
    ("outcome", "once", "again"),
    [
        (None, SENT, SENT),  # nobody to send to looks like somebody
        (Outcome.SENT, SENT, SENT),
        (Outcome.REFUSED, FAILED, FAILED),
        (Outcome.NOT_SENT, QUEUED, QUEUED),
        (Outcome.UNKNOWN, UNCERTAIN, QUEUED),
    ],
)
def test_each_outcome_has_its_state(
    outcome: Outcome | None, once: MessageState, again: MessageState
) -> None:
    assert state_after(outcome, idempotent=False) is once
    assert state_after(outcome, idempotent=True) is again


def test_every_state_is_on_its_way_or_on_the_phone_or_has_failed() -> None:
    assert [*ON_ITS_WAY, *ON_THE_PHONE, FAILED] == [*MessageState]


@pytest.mark.parametrize(("tries", "state"), [(0, FAILED), (1, UNCERTAIN), (9, UNCERTAIN)])
def test_what_was_never_tried_has_failed(tries: int, state: MessageState) -> None:
    assert state_when_lost(tries) is state


@pytest.mark.parametrize(
    ("outcome", "statuses"),
    [
        (Outcome.SENT, [200, 201, 202, 204, 299]),
        (Outcome.NOT_SENT, [300, 301, 308, 399, 401, 403, 404, 405, 407, 429]),
        (Outcome.UNKNOWN, [408, 409, 425, 499, 500, 502, 503, 504, 599]),
        (Outcome.REFUSED, [100, 199, 400, 402, 406, 410, 413, 422, 451, 498]),
    ],
)
def test_a_status_says_what_is_known_of_the_message(outcome: Outcome, statuses: list[int]) -> None:
    assert {status: read_status(status) for status in statuses} == dict.fromkeys(statuses, outcome)


@pytest.mark.parametrize(
    ("outcomes", "health"),
    [
        ([], None),
        ([None, None], None),  # nobody to send to says nothing
        ([Outcome.NOT_SENT], Health.FAILS),
        ([Outcome.UNKNOWN, None], Health.FAILS),
        ([Outcome.SENT], Health.WORKS),
        ([Outcome.REFUSED], Health.WORKS),  # it answered about the message
        ([Outcome.NOT_SENT, Outcome.UNKNOWN, Outcome.REFUSED], Health.WORKS),
    ],
)
def test_one_answer_is_enough_to_trust_a_gateway(
    outcomes: list[Outcome | None], health: Health | None
) -> None:
    assert judge_gateway(outcomes) is health
