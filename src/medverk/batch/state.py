"""What a publication on files leaves for the next one, so that the past is not counted again.

    medverk publish … --out 2026-W47 --state state       the first makes the folder
    medverk publish … --out 2026-W48 --state state       the next goes on from it

It holds the ledger, and the counts of weeks that are still needed: they wait, or their edition is
not over. These are counts of few people: only who may read the responses may read them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from pathlib import Path
from typing import Any

from medverk.batch.coding import key_sql
from medverk.batch.counting import Grain, Names, background_sizes, make_grain
from medverk.batch.duckdb_engine import open_link, weeks_of, write_names
from medverk.batch.faults import InputFault
from medverk.batch.policy_file import PolicyFile
from medverk.batch.responses_file import KEYS, Rule, Source, find_fault, parquet_source, quote
from medverk.rules.disclosure.breakdowns.editions import edition_of
from medverk.rules.disclosure.figures import OPEN, Block, Line
from medverk.rules.disclosure.grain import count_name, count_names
from medverk.rules.disclosure.hierarchy import Hierarchy
from medverk.rules.disclosure.ledger import Ledger
from medverk.rules.disclosure.ledger_text import (
    ledger_from_mapping,
    ledger_to_mapping,
    read_block,
    write_block,
)
from medverk.rules.weeks import Week

FILE = "state.json"


@dataclass(frozen=True)
class State:
    """The ledger, and what breakdowns of editions that are not over will be made from."""

    ledger: Ledger
    files: frozenset[str] = frozenset()
    """The digests of the files that were read."""

    grain: tuple[str, ...] = ()
    blocks: list[Block] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


def read_state(folder: Path, policy: PolicyFile) -> State | None:
    """What the last publication left, or None where there was none.

    InputFault where the policy is another than then; only its dates may change.
    """
    file = folder / FILE
    if not file.exists():
        return None
    said = json.loads(file.read_text("utf-8"))
    if said["policy"] != write_policy(policy):
        raise InputFault(file, "the policy that it began with (dates and close may change)")
    return State(
        ledger_from_mapping(said["ledger"]),
        frozenset(said["files"]),
        tuple(said["grain"]),
        [read_block(block) for block in said["blocks"]],
        list(read_lines(said["lines"])),
    )


def write_policy(policy: PolicyFile) -> dict[str, Any]:
    """All that must not change from one publication to the next."""
    return {
        "threshold": policy.threshold.to_mapping(),
        "questions": dict(policy.questions),
        "background": {name: list(values) for name, values in policy.background.items()},
        "tables": [list(table) for table in policy.breakdowns.tables],
        "levels": [str(level) for level in policy.breakdowns.levels],
        "edition": policy.breakdowns.edition,
    }


def read_lines(said: Sequence[Sequence[Any]]) -> Iterator[Line]:
    """Lines with what breakdowns want to know of them: who, where, which question and blocks."""
    never = Week(1, 1)
    for audience, unit, question, blocks in said:
        yield Line(audience, unit, question, tuple(blocks), never, never, 0, 0, ())


def new_files(source: Source, state: State) -> Source:
    """The files that no publication has read; others are not counted again. InputFault for none."""
    files = [file for file in files_of(source) if digest_of(file) not in state.files]
    if not files:
        raise InputFault(source.place, f"files with responses received after {state.ledger.until}")
    return parquet_source(source.place, files) if source.files else source


def files_of(source: Source) -> tuple[Path, ...]:
    """The files that a publication is made from."""
    return source.files or (source.place,)


def digest_of(file: Path) -> str:
    """The SHA-256 of a file."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def refuse_past(source: Source, grain: Grain, until: Week | None) -> None:
    """Refuse responses of weeks that are published: the past has changed, or is given again."""
    if until is not None and grain.weeks and grain.weeks[0] <= until:
        late = f"CAST(week AS VARCHAR) <= {quote(str(until))}"
        expected = f"a week after {until}, up to which everything is published"
        with open_link() as (link, _):
            raise find_fault(link, source, Rule("week", late, expected))


def is_over(policy: PolicyFile, edition: str, until: Week) -> bool:
    """Whether no block can come to an edition any more, so that it can be broken down."""
    ended = edition_of(policy.breakdowns.edition, until.next()) != edition
    return until == policy.close or ended


def write_grain(file: Path, grain: Grain) -> None:
    """Keep counted rows, by names; a kind means the same as long as the policy does."""
    columns: dict[str, Any] = {key: getattr(grain, key) for key in (*KEYS, "kind")}
    columns["n"] = grain.responses
    for question, answers in grain.answers.items():
        for at, counts in enumerate(answers.unpack()):
            columns[count_name(question, at + 1)] = counts
    rest = ", ".join(name for name in columns if name not in KEYS)
    with open_link() as (link, _):
        weeks = [str(week) for week in grain.weeks]
        for key, names in zip(KEYS, (grain.offices, grain.counsellors, weeks), strict=True):
            write_names(link, key, names)
        link.register("rows", columns)
        named = ", ".join(f"names_{key}.name AS {key}" for key in KEYS)
        joins = " ".join(f"JOIN names_{key} ON names_{key}.place = rows.{key}" for key in KEYS)
        link.execute(
            f"COPY (SELECT {named}, {rest} FROM rows {joins}) "  # noqa: S608
            f"TO {quote(str(file))} (FORMAT parquet)"
        )


def load_grain(
    files: Sequence[Path], since: Week, policy: PolicyFile, hierarchy: Hierarchy
) -> Grain:
    """The kept rows of all weeks from one on."""
    listed = ", ".join(quote(str(file)) for file in files)
    counts = ", ".join(count_names(policy.questions))
    with open_link() as (link, _):
        link.execute(
            f"CREATE TABLE kept AS SELECT * FROM read_parquet([{listed}]) "  # noqa: S608
            f"WHERE week >= {quote(str(since))}"
        )
        found = {}
        for key in ("counsellor", "week"):
            rows = link.execute(f"SELECT DISTINCT {key} FROM kept").fetchall()  # noqa: S608
            found[key] = sorted(value for (value,) in rows)
        names = Names(hierarchy.offices(), found["counsellor"], weeks_of(found["week"]))
        for key, values in zip(KEYS, (names.offices, *found.values()), strict=True):
            write_names(link, key, values)
        kinds = prod(background_sizes(policy).values())
        key = key_sql(names.sizes | {"kind": kinds})
        placed = ", ".join(f"names_{key}.place::BIGINT AS p_{key}" for key in KEYS)
        joins = " ".join(f"JOIN names_{key} ON names_{key}.name = kept.{key}" for key in KEYS)
        counted = link.execute(
            f"SELECT {key} AS key, {counts} "  # noqa: S608
            f"FROM (SELECT {placed}, kind AS p_kind, {counts} FROM kept {joins})"
        ).fetchnumpy()
    return make_grain(policy, names, counted)


def first_needed(state: State) -> Week:
    """The first week whose counts are still of use."""
    ledger = state.ledger
    weeks = [part.from_week for block in state.blocks for part in block.parts]
    last = ledger.until or ledger.start
    weeks += [part.from_week for part in ledger.needed(ledger.offices, last)]
    return min(weeks, default=last.next())


def write_state(folder: Path, state: State, policy: PolicyFile) -> None:
    """Take the place of what the last publication left, at once; then drop what is of no use."""
    said: Mapping[str, Any] = {
        "policy": write_policy(policy),
        "files": sorted(state.files),
        "grain": list(state.grain),
        "ledger": ledger_to_mapping(state.ledger),
        "blocks": [write_block(block) for block in state.blocks],
        "lines": [[line.audience, line.unit, line.question, line.blocks] for line in state.lines],
    }
    making = folder / f"{FILE}.new"
    making.write_text(json.dumps(said), "utf-8")
    making.replace(folder / FILE)
    for file in folder.glob("grain-*.parquet"):
        if file.name not in state.grain:
            file.unlink()


def keep_lines(lines: Sequence[Line], blocks: Sequence[Block]) -> list[Line]:
    """The lines that breakdowns of these blocks want to know, and who has own figures."""
    wanted = {block.id for block in blocks}
    kept = {(line.audience, line.unit): line for line in lines if line.audience != OPEN}
    telling = [
        line
        for line in lines
        if line.audience == OPEN and line.question is not None and wanted.intersection(line.blocks)
    ]
    return [*kept.values(), *telling]
