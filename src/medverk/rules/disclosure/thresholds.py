"""The rule itself: what a set of responses must be before any of it is shown [disclosure G1]."""

from __future__ import annotations

from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.reasons import Reason
from medverk.rules.disclosure.tallies import Crowd, choices, size


def why_too_few(policy: Policy, crowd: Crowd) -> Reason | None:
    """Why the crowd is no group, or None when it is one, and may be computed [G2, F5]."""
    if size(crowd) < policy.responses:
        return Reason.TOO_FEW_RESPONSES
    if len(crowd) < policy.counsellors:
        return Reason.TOO_FEW_COUNSELLORS
    return None


def why_not_open(policy: Policy, crowd: Crowd) -> Reason | None:
    """Why no open figure may rest on the crowd alone, or None when one may [G1]."""
    reason = why_too_few(policy, crowd)
    if reason is None and max(map(sum, crowd.values())) > policy.max_share * size(crowd):
        return Reason.ONE_COUNSELLOR_DOMINATES
    return reason


def are_alike(crowd: Crowd, threshold: int) -> bool:
    """Whether a distribution would tell everybody's answer, being of one category and of few.

    From twice the threshold it may be shown: [disclosure, "What is known"].
    """
    chosen = [count for count in choices(crowd, 1) if count]
    return len(chosen) == 1 and chosen[0] < 2 * threshold


def may_show_answers(policy: Policy, crowd: Crowd) -> bool:
    """Whether an open distribution may rest on the crowd alone."""
    return why_not_open(policy, crowd) is None and not are_alike(crowd, policy.responses)


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
        and why_too_few(policy, others) is None
        and not are_alike(others, policy.responses)
    )
