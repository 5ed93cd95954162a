"""The numbers behind the promise, which an agency may make stricter [disclosure G1]."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Policy:
    """What a figure must rest on. Refuses numbers weaker than the hard floor (ValueError)."""

    responses: int = 15
    """The fewest responses behind an open figure."""

    counsellors: int = 2
    """The fewest counsellors behind an open figure."""

    max_share: Fraction = Fraction(9, 10)
    """The largest share of an open figure that one counsellor may have contributed."""

    own_responses: int = 15
    """The fewest of a counsellor's responses behind an own figure."""

    def __post_init__(self) -> None:
        """Hold every number against the hard floor, and say what to do."""
        for name, floor in FLOORS.items():
            if getattr(self, name) < floor:
                raise ValueError(
                    f"{name} = {getattr(self, name)} is too weak: set it to {floor} or more"
                )
        if not 0 < self.max_share <= WEAKEST_MAX_SHARE:
            raise ValueError(
                f"max_share = {float(self.max_share)} is out of range: "
                f"set it above 0 and at most {float(WEAKEST_MAX_SHARE)}"
            )

    def may_be_open(self, responses: int, counsellors: int, largest: int) -> bool:
        """Whether an open figure may rest on so many [disclosure G1].

        `largest` is what one counsellor has contributed at most.
        """
        return (
            responses >= self.responses
            and counsellors >= self.counsellors
            and largest * self.max_share.denominator <= responses * self.max_share.numerator
        )

    @classmethod
    def from_mapping(cls, threshold: Mapping[str, object]) -> Policy:
        """Read the [threshold] table of a policy file, or a stored policy.

        What is left out has its default. Unknown names, and values that are not numbers,
        raise ValueError.
        """
        unknown = sorted(set(threshold) - {*FLOORS, "max_share"})
        if unknown:
            raise ValueError(f"unknown in the policy: {', '.join(unknown)}")
        whole = {name: read_whole(name, threshold[name]) for name in FLOORS if name in threshold}
        return cls(max_share=read_share(threshold.get("max_share", 0.9)), **whole)

    def to_mapping(self) -> dict[str, int | float]:
        """The policy as plain numbers, for a release to store; `from_mapping` reads them back."""
        return {
            "responses": self.responses,
            "counsellors": self.counsellors,
            "max_share": float(self.max_share),
            "own_responses": self.own_responses,
        }


FLOORS = {"responses": 5, "counsellors": 2, "own_responses": 5}
"""The hard floor: no setting goes below these."""

WEAKEST_MAX_SHARE = Fraction(9, 10)
"""The (1, 90) dominance rule on counsellors; a policy may ask for less, never allow more."""


def read_whole(name: str, value: object) -> int:
    """A whole number out of a policy file, where `true` and 15.0 are slips of the pen."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{name} must be a whole number, not {value!r}")
    return value


def read_share(value: object) -> Fraction:
    """A share as it is written, 0.9 being exactly nine tenths and not its nearest float."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"max_share must be a number, not {value!r}")
    try:
        return Fraction(str(value))
    except ValueError as problem:
        raise ValueError(f"max_share must be a number, not {value!r}") from problem
