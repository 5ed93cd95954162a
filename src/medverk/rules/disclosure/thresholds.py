"""The rule itself: what a set of responses must be before any of it is shown [disclosure G1]."""

from __future__ import annotations

from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.tallies import Crowd, choices, size


def is_enough(policy: Policy, crowd: Crowd) -> bool:
    """Whether a result of the crowd may be computed at all [G2, F5]."""
    return size(crowd) >= policy.responses and len(crowd) >= policy.counsellors


def may_be_open(policy: Policy, crowd: Crowd) -> bool:
    """Whether an open figure may rest on the crowd alone [G1]."""
    largest = max(map(sum, crowd.values()), default=0)
    return policy.may_be_open(size(crowd), len(crowd), largest)


def are_alike(crowd: Crowd, threshold: int) -> bool:
    """Whether a distribution would tell everybody's answer, being of one category and of few.

    From twice the threshold it may be shown: [disclosure, "What is known"].
    """
    chosen = [count for count in choices(crowd, 1) if count]
    return len(chosen) == 1 and chosen[0] < 2 * threshold


def may_show_answers(policy: Policy, crowd: Crowd) -> bool:
    """Whether an open distribution may rest on the crowd alone."""
    return may_be_open(policy, crowd) and not are_alike(crowd, policy.responses)


def has_enough_own(policy: Policy, own: Crowd) -> bool:
    """Whether the counsellor's own responses reach the own threshold [F6]."""
    return size(own) >= policy.own_responses


def may_show_own_answers(policy: Policy, own: Crowd, others: Crowd) -> bool:
    """Whether a counsellor may see the distribution of `own` answers.

    `others` is what colleagues contributed to the same blocks, which the counsellor can compute by
    subtracting; it must be a group, and must not tell everybody's answer [G2].
    """
    return (
        has_enough_own(policy, own)
        and not are_alike(own, policy.own_responses)
        and is_enough(policy, others)
        and not are_alike(others, policy.responses)
    )
