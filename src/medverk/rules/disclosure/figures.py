"""What a publication says: blocks, the figures shown of them, and what is withheld."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from medverk.rules.disclosure.reasons import Reason
from medverk.rules.weeks import Week

OPEN = "open"
"""The audience of figures that are treated as known to everybody."""


def own_audience(counsellor: str) -> str:
    """The audience that is one counsellor alone."""
    return f"own:{counsellor}"


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """All responses that an office received from one week to another, both included."""

    office: str
    from_week: Week
    to_week: Week


@dataclass(frozen=True, slots=True)
class Block:
    """Responses closed together, for ever.

    `unit` is the office, or the county or country of a pool. `responses` is how
    many there are, which is itself an open figure.
    """

    id: str
    unit: str
    parts: tuple[Part, ...]
    responses: int

    @property
    def from_week(self) -> Week:
        """The first week of any part."""
        return min(part.from_week for part in self.parts)

    @property
    def to_week(self) -> Week:
        """The last week of any part: the publication date at which the block closed."""
        return max(part.to_week for part in self.parts)


@dataclass(frozen=True, slots=True)
class Line:
    """One figure. Behind it are the responses of its blocks; those of the counsellor, if it is own.

    Where `question` is None the line says only that there are `n` responses, `answered` is 0 and
    `counts` empty. Otherwise `counts` has how many chose each category, first category first, and
    `answered` is their sum; the difference from `n` is those who skipped the question.
    `blocks` is sorted. An own line leaves out blocks in which the counsellor has no response.
    """

    audience: str
    unit: str
    question: str | None
    blocks: tuple[str, ...]
    from_week: Week
    to_week: Week
    n: int
    answered: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Withheld:
    """What an audience is not shown of some weeks, and why. `question` None: anything at all."""

    audience: str
    unit: str
    question: str | None
    from_week: Week
    to_week: Week
    reason: Reason


def make_line(
    audience: str,
    unit: str,
    question: str | None,
    blocks: Iterable[Block],
    n: int,
    counts: tuple[int, ...] = (),
) -> Line:
    """A line over these blocks."""
    listed = list(blocks)
    return Line(
        audience=audience,
        unit=unit,
        question=question,
        blocks=tuple(sorted(block.id for block in listed)),
        from_week=min(block.from_week for block in listed),
        to_week=max(block.to_week for block in listed),
        n=n,
        answered=sum(counts),
        counts=counts,
    )


def reading_order(line: Line | Withheld) -> tuple[str, str, str, Week]:
    """Sort key: by audience, unit, question and time."""
    return (line.audience, line.unit, line.question or "", line.from_week)
