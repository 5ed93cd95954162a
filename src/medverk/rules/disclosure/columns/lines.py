"""Lines as columns: what is audited, and what the files say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain

import numpy as np

from medverk.rules.disclosure.columns.own import OwnFigures
from medverk.rules.disclosure.columns.runs import run_sums, spread
from medverk.rules.disclosure.columns.tables import Numbers, Tables
from medverk.rules.disclosure.figures import OPEN, Block, Line, own_audience

EVERYBODY = -1
"""The audience of open lines."""

NUMBER = -1
"""The question of lines that say only how many responses there are."""


@dataclass(frozen=True, eq=False)
class Lines:
    """Many lines. Each one's blocks are `block[edges[line]:edges[line + 1]]`.

    `audience` is a counsellor's place in a list of names, or EVERYBODY; `question` a place in the
    policy's list of questions, or NUMBER; `block` a place in the list of blocks. `counts` has as
    many columns as the question with most categories.
    """

    audience: Numbers
    question: Numbers
    n: Numbers
    answered: Numbers
    counts: Numbers
    edges: Numbers
    block: Numbers

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self.n)


def join_lines(several: Sequence[Lines]) -> Lines:
    """Several sets of lines as one, with as many columns of counts."""
    ends = [0, *np.cumsum([len(lines.block) for lines in several]).tolist()]
    edges = [lines.edges[:-1] + at for lines, at in zip(several, ends[:-1], strict=True)]
    return Lines(
        np.concatenate([lines.audience for lines in several]),
        np.concatenate([lines.question for lines in several]),
        np.concatenate([lines.n for lines in several]),
        np.concatenate([lines.answered for lines in several]),
        np.concatenate([lines.counts.T for lines in several], axis=1).T,
        np.concatenate([*edges, np.array([ends[-1]])]),
        np.concatenate([lines.block for lines in several]),
    )


def as_columns(
    lines: Iterable[Line],
    questions: Mapping[str, int],
    blocks: Mapping[str, int],
    counsellors: Mapping[str, int],
) -> Lines:
    """Lines over known blocks as columns. A counsellor who is not listed gets a place after all."""
    listed = list(lines)
    places = {question: at for at, question in enumerate(questions)}
    who = dict(counsellors)
    width = max(questions.values())
    kept = [line.counts[:width] for line in listed]
    lengths = np.array([len(counts) for counts in kept], dtype=np.int64)
    table = np.zeros((len(listed), width), dtype=np.int64)
    table[np.arange(width) < lengths[:, None]] = [*chain.from_iterable(kept)]
    audience = [
        EVERYBODY
        if line.audience == OPEN
        else who.setdefault(line.audience.removeprefix(own_audience("")), len(who))
        for line in listed
    ]
    sizes = [len(line.blocks) for line in listed]
    return Lines(
        np.array(audience, dtype=np.int64),
        np.array([places.get(line.question or "", NUMBER) for line in listed], dtype=np.int32),
        narrow(np.array([line.n for line in listed], dtype=np.int64)),
        narrow(np.array([line.answered for line in listed], dtype=np.int64)),
        narrow(table),
        np.r_[0, np.cumsum(sizes, dtype=np.int64)],
        np.array([blocks[name] for line in listed for name in line.blocks], dtype=np.int32),
    )


def narrow(counts: Numbers) -> Numbers:
    """Counts as they are kept, of 32 bits; whoever claims more than these can hold may do so."""
    fits = np.abs(counts).max(initial=0) <= np.iinfo(np.int32).max
    return counts.astype(np.int32) if fits else counts


@dataclass(frozen=True, eq=False)
class OwnLines:
    """Lines in which each counsellor's own can be looked up. The names are those of the columns."""

    lines: Lines
    blocks: Sequence[Block]
    counsellors: Sequence[str]
    questions: Sequence[str]

    def of(self, counsellors: AbstractSet[str]) -> list[Line]:
        """All own lines of these counsellors."""
        places = [at for at, name in enumerate(self.counsellors) if name in counsellors]
        chosen = np.flatnonzero(np.isin(self.lines.audience, places))
        return [self.write(line) for line in chosen.tolist()]

    def write(self, line: int) -> Line:
        """An own line by names."""
        lines = self.lines
        inside = lines.block[lines.edges[line] : lines.edges[line + 1]].tolist()
        blocks = [self.blocks[at] for at in inside]
        asked = int(lines.question[line])
        return Line(
            own_audience(self.counsellors[lines.audience[line]]),
            blocks[0].unit,
            None if asked == NUMBER else self.questions[asked],
            tuple(block.id for block in blocks),
            min(block.from_week for block in blocks),
            max(block.to_week for block in blocks),
            int(lines.n[line]),
            int(lines.answered[line]),
            tuple(lines.counts[line].tolist()),
        )


def own_columns(
    own: OwnFigures, tables: Tables, questions: Mapping[str, int], places: Numbers
) -> list[Lines]:
    """All own figures as columns, for each question. `places` are the blocks' in the audit."""
    block, numbers = places[own.members.block].astype(np.int32), own.numbers()[:, None]
    width, each = max(questions.values()), np.flatnonzero(own.fresh)
    parts = [(NUMBER, each, each + 1, np.zeros((len(each), 0), dtype=np.int32))]
    for at, question in enumerate(questions):
        runs = own.answers[question]
        parts.append((at, runs.first, runs.end, own.counts(question)))
    made = []
    for at, first, end, counts in parts:
        edges, cells = spread(own.base, first, end)
        made.append(
            Lines(
                tables.who[own.pair[first]],
                np.full(len(first), at, dtype=np.int32),
                run_sums(numbers, first, end)[:, 0],
                counts.sum(axis=1, dtype=np.int32),
                widen(counts, width),
                edges,
                block[cells],
            )
        )
    return made


def widen(counts: Numbers, width: int) -> Numbers:
    """Counts with so many columns; what is not there is nothing."""
    wide = np.zeros((width, len(counts)), dtype=np.int32)
    wide[: counts.shape[1]] = counts.T
    return wide.T
