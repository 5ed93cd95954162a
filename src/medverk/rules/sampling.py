"""Draw a sample of cases that anyone can draw again [Q1].

Stratified with proportional allocation (largest remainder), and within a stratum by the order of
SHA-256 of seed and reference: the same seed and the same list give the same sample on every
machine, in whatever order the list stands.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TypeVar

from medverk.rules.statistics.sharing import share_out

FEWEST_COUNSELLORS = 2

Key = TypeVar("Key", bound=Hashable)


class Stratify(StrEnum):
    """By what the list is divided before drawing."""

    COUNSELLOR = "counsellor"
    KIND = "kind"


@dataclass(frozen=True, slots=True, order=True)
class Listed:
    """One case of the list: a pseudonymous reference, whose case it is (ident), and its kind."""

    reference: str
    counsellor: str
    kind: str

    def stratum(self, by: Stratify) -> str:
        return self.counsellor if by is Stratify.COUNSELLOR else self.kind


class SampleFault(StrEnum):
    """Why a list gives no sample that may be reviewed."""

    TOO_SHORT = "too_short"  # fewer cases than wanted
    ONE_COUNSELLOR = "one_counsellor"  # the result would be about one person
    TOO_FEW_REVIEWERS = "too_few_reviewers"


def digest_list(cases: Iterable[Listed]) -> str:
    """SHA-256 of the cases, sorted, one `reference;counsellor;kind` a line, as 64 hex digits."""
    lines = (f"{case.reference};{case.counsellor};{case.kind}\n" for case in sorted(cases))
    return sha256("".join(lines).encode()).hexdigest()


def rank(seed: str, text: str) -> str:
    """Where a text stands in the order that the seed gives: SHA-256 of `seed:text`."""
    return sha256(f"{seed}:{text}".encode()).hexdigest()


def allocate(sizes: Mapping[Key, int], wanted: int) -> dict[Key, int]:
    """How many to draw from each stratum, in proportion to its size; the sum is `wanted`.

    No stratum gives more than it has. Raises ValueError when all together have too few.
    """
    if wanted > sum(sizes.values()):
        raise ValueError(f"{wanted} cannot be drawn from {sum(sizes.values())}")
    return share_out(wanted, sizes)


def draw(cases: Sequence[Listed], wanted: int, seed: str, by: Stratify) -> tuple[Listed, ...]:
    """The sample, in the order that the seed gives; references are unique.

    Raises ValueError when the list is shorter than what is wanted.
    """
    strata: dict[str, list[Listed]] = defaultdict(list)
    for case in sorted(cases, key=lambda case: (rank(seed, case.reference), case)):
        strata[case.stratum(by)].append(case)
    by_name = {name: strata[name] for name in sorted(strata)}  # ties must not follow the seed
    shares = allocate({name: len(found) for name, found in by_name.items()}, wanted)
    drawn = [case for name, found in by_name.items() for case in found[: shares[name]]]
    return tuple(sorted(drawn, key=lambda case: rank(seed, case.reference)))


def judge_list(cases: Sequence[Listed], wanted: int) -> SampleFault | None:
    """Whether a sample can be drawn: enough cases, and not all of one counsellor [F5]."""
    if len(cases) < wanted:
        return SampleFault.TOO_SHORT
    return judge_sample(cases)


def judge_sample(drawn: Sequence[Listed]) -> SampleFault | None:
    """A result of one counsellor's cases would be a result of that counsellor: never [F4, F5]."""
    counsellors = {case.counsellor for case in drawn}
    return None if len(counsellors) >= FEWEST_COUNSELLORS else SampleFault.ONE_COUNSELLOR


@dataclass(frozen=True, slots=True)
class Assigned:
    """One case with those who review it, the first and the second in the order of the seed."""

    reference: str
    reviewers: tuple[str, ...]


def assign(
    cases: Sequence[Listed],
    pool: Iterable[str],
    each: int,
    seed: str,
    load: Mapping[str, int] | None = None,
) -> tuple[Assigned, ...] | SampleFault:
    """Who reviews which case: as even as it goes, and never one's own [Q4].

    pool: idents of reviewers; each: how many review a case; load: what they have already. Of equal
    loads the seed decides.
    """
    reviewers, given = sorted(set(pool)), Counter(load or {})
    found = []
    for case in cases:
        free = [who for who in reviewers if who != case.counsellor]
        if len(free) < each:
            return SampleFault.TOO_FEW_REVIEWERS
        free.sort(key=lambda who: (given[who], rank(seed, f"{case.reference}:{who}")))
        chosen = sorted(free[:each], key=lambda who: rank(seed, f"{who}:{case.reference}"))
        given.update(chosen)
        found.append(Assigned(case.reference, tuple(chosen)))
    return tuple(found)
