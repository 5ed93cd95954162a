"""Figures for everybody: of an office run by run, and sums of them above [disclosure G2]."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from medverk.rules.disclosure.figures import OPEN, Block, Line, make_line
from medverk.rules.disclosure.hierarchy import Hierarchy, Level
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.runs import cut_runs
from medverk.rules.disclosure.tallies import Contents, choices, put_together, size
from medverk.rules.disclosure.thresholds import may_show_answers


def show_number(block: Block, contents: Contents) -> Line:
    """How many responses a closed block holds: shown whatever was answered in it."""
    return make_line(OPEN, block.unit, None, [block], size(contents.responses))


def show_answers(
    policy: Policy,
    question: str,
    categories: int,
    blocks: Sequence[Block],
    contents: Mapping[str, Contents],
) -> tuple[list[Line], tuple[str, ...]]:
    """The lines of one question over consecutive blocks of a unit, and the ids of those that wait.

    A question that too few answered in a block, or all alike, is shown together with the next.
    """
    runs, waiting = cut_runs(
        blocks,
        crowd_of=lambda block: contents[block.id].about(question),
        passes=partial(may_show_answers, policy),
    )
    lines = []
    for run in runs:
        crowd = put_together(contents[block.id].about(question) for block in run)
        n = sum(block.responses for block in run)
        lines.append(make_line(OPEN, run[0].unit, question, run, n, choices(crowd, categories)))
    return lines, tuple(block.id for block in waiting)


def roll_up(hierarchy: Hierarchy, lines: Iterable[Line]) -> list[Line]:
    """The counties' and the country's lines: sums of the open lines of one publication below them.

    Only what is shown is summed, so no unit's line holds anything that its parts do not show.
    Pools are the exception: they have no line of their own, and are what is left of a county or
    country when the offices are subtracted.
    """
    listed = list(lines)
    summed: list[Line] = []
    for level in (Level.COUNTY, Level.COUNTRY):
        below: dict[tuple[str, str | None], list[Line]] = {}
        above = {name: hierarchy.above(name, level) for name in {line.unit for line in listed}}
        for line in listed:
            unit = above[line.unit]
            if unit is not None:
                below.setdefault((unit, line.question), []).append(line)
        summed.extend(add_lines(unit, members) for (unit, _), members in below.items())
    return summed


def add_lines(unit: str, lines: Sequence[Line]) -> Line:
    """One open line of a unit over all blocks of these lines, which are of the same question."""
    return Line(
        audience=OPEN,
        unit=unit,
        question=lines[0].question,
        blocks=tuple(sorted([block for line in lines for block in line.blocks])),
        from_week=min({line.from_week for line in lines}),
        to_week=max({line.to_week for line in lines}),
        n=sum([line.n for line in lines]),
        answered=sum([line.answered for line in lines]),
        counts=tuple(map(sum, zip(*[line.counts for line in lines], strict=True))),
    )
