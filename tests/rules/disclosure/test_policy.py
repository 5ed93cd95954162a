"""The policy: stricter is allowed, weaker than the floor is not."""

from fractions import Fraction

import pytest

from medverk.rules.disclosure.policy import Policy


def test_it_has_the_numbers_of_the_promise() -> None:
    assert Policy().to_mapping() == {
        "responses": 15,
        "counsellors": 2,
        "max_share": 0.9,
        "own_responses": 15,
    }


@pytest.mark.parametrize(
    "threshold",
    [
        {},
        {"responses": 20, "counsellors": 3, "max_share": 0.5, "own_responses": 30},
        {"responses": 5, "counsellors": 2, "own_responses": 5},
    ],
)
def test_it_comes_back_from_what_was_stored(threshold: dict[str, int | float]) -> None:
    policy = Policy.from_mapping(threshold)
    assert Policy.from_mapping(policy.to_mapping()) == policy
    assert policy.to_mapping() == {**Policy().to_mapping(), **threshold}


def test_it_reads_a_share_as_it_is_written() -> None:
    assert Policy.from_mapping({"max_share": 0.7}).max_share == Fraction(7, 10)


@pytest.mark.parametrize(
    ("threshold", "message"),
    [
        ({"responses": 4}, "responses = 4 is too weak: set it to 5 or more"),
        ({"counsellors": 1}, "counsellors = 1 is too weak: set it to 2 or more"),
        ({"own_responses": 0}, "own_responses = 0 is too weak: set it to 5 or more"),
        ({"max_share": 0.91}, "max_share = 0.91 is out of range: set it above 0 and at most 0.9"),
        ({"max_share": 0}, "max_share = 0.0 is out of range: set it above 0 and at most 0.9"),
        ({"responses": 15.0}, "responses must be a whole number, not 15.0"),
        ({"responses": True}, "responses must be a whole number, not True"),
        ({"responses": "15"}, "responses must be a whole number, not '15'"),
        ({"max_share": "0.9"}, "max_share must be a number, not '0.9'"),
        ({"max_share": float("nan")}, "max_share must be a number, not nan"),
        ({"reponses": 15}, "unknown in the policy: reponses"),
    ],
)
def test_it_refuses_with_what_to_do(threshold: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError) as refused:
        Policy.from_mapping(threshold)
    assert str(refused.value) == message
