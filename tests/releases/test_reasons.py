"""Words for what is withheld: in three languages, and never a count below the threshold [G6]."""

import re

import pytest
from django.utils.translation import override

from medverk.releases.reasons import WORDS, explain, short
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.reasons import Reason

POLICY = Policy(responses=31, counsellors=3, own_responses=47)


def test_it_has_words_for_every_reason() -> None:
    assert set(WORDS) == set(Reason)


@pytest.mark.parametrize("reason", Reason)
def test_it_says_every_reason_in_three_languages(reason: Reason) -> None:
    said = []
    for language in ("nb", "nn", "en"):
        with override(language):
            explanation = explain(reason, policy=POLICY)
            said.append((explanation.why, explanation.instead))
            assert explanation.why
            assert explanation.instead
            assert 2 <= len(short(reason).split()) <= 6
    assert len(set(said)) == 3


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("reason", Reason)
def test_it_names_no_number_but_the_policys_own(reason: Reason, language: str) -> None:
    with override(language):
        explanation = explain(reason, policy=POLICY)
        numbers = set(re.findall(r"\d+", explanation.why + explanation.instead + short(reason)))
    assert numbers <= {"31", "3", "47"}


def test_it_does_not_promise_later_what_a_period_has_ended() -> None:
    reason = Reason.TOO_FEW_OR_ALIKE
    with override("en"):
        assert "next" in explain(reason, policy=POLICY).instead
        assert "next" not in explain(reason, policy=POLICY, for_good=True).instead
