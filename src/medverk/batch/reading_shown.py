"""What somebody has published, read back to be audited: a million lines as columns.

DuckDB reads them all and checks all at once. Where anything is amiss they are read one by one
(`reading`), which tells what and where.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from medverk.batch.duckdb_engine import Link, open_link, write_names
from medverk.batch.policy_file import PolicyFile
from medverk.batch.reading import check_header, read_blocks, read_figure, read_figures
from medverk.batch.responses_file import csv_source
from medverk.rules.disclosure.breakdowns.cells import Cell
from medverk.rules.disclosure.columns.lines import Lines, as_columns, join_lines
from medverk.rules.disclosure.columns.runs import sums
from medverk.rules.disclosure.figures import OPEN, Block, Line, own_audience
from medverk.rules.weeks import Week

OWN = f"\"by\" IS NULL AND audience <> '{OPEN}'"


@dataclass(frozen=True, eq=False)
class Shown:
    """What was published. `lines` are totals and own figures, over blocks that are known.

    `counsellors` are the names of the lines' audiences. `looking` has one own line at least of each
    counsellor in each office.
    """

    blocks: list[Block]
    cells: list[Cell]
    open_lines: list[Line]
    looking: list[Line]
    counsellors: list[str]
    lines: Lines


class UnknownBlockError(Exception):
    """Lines over blocks that blocks.csv does not describe; here are they."""

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__(f"{len(lines)} lines over unknown blocks")
        self.lines = lines


def read_shown(file: Path, policy: PolicyFile, known: Sequence[str]) -> Shown:
    """Read the files of a publication. `known` are counsellors with responses, in their order.

    Raises InputFault where the files are not in order, and UnknownBlockError.
    """
    blocks = read_blocks(file)
    places = {block.id: at for at, block in enumerate(blocks)}
    check_header(file)
    with open_link() as (link, _):
        try:
            load(link, file, policy)
            if link.execute(broken_sql(policy)).fetchone() != (0,):
                return read_slowly(file, policy, blocks, known)
        except duckdb.Error:
            return read_slowly(file, policy, blocks, known)
        held = read_few(link, file, policy)
        names = name_counsellors(link, known)
        write_names(link, "block", places)
        own = read_own(link, policy, names)
        looking = read_looking(link)
    if len(own.block) and own.block.min() < 0:
        return read_slowly(file, policy, blocks, known)
    open_lines = [cell.line for cell in held if not cell.by]
    check_known(places, [cell.line for cell in held])
    lines = join_lines([as_columns(open_lines, policy.questions, places, {}), own])
    cells = [cell for cell in held if cell.by]
    return Shown(blocks, cells, open_lines, looking, names, lines)


def load(link: Link, file: Path, policy: PolicyFile) -> None:
    """All lines of the file as text, with their numbers."""
    link.execute("SET preserve_insertion_order = true")
    read = csv_source(file).read
    link.execute(f"CREATE TABLE shown AS SELECT row_number() OVER () + 1 AS at_line, * FROM {read}")  # noqa: S608


def broken_sql(policy: PolicyFile) -> str:
    """How many lines say something that a figure cannot."""
    whole = "coalesce({0}, '') SIMILAR TO '[0-9]{{1,9}}'"
    rules = [whole.format("n"), "regexp_full_match(from_week, '[0-9]{4}-W[0-9]{2}')"]
    rules += ["regexp_full_match(to_week, '[0-9]{4}-W[0-9]{2}')", "blocks IS NOT NULL"]
    names = ", ".join(f"'{question}'" for question in policy.questions)
    rules.append(f"(question IS NULL OR question IN ({names}))")
    rules.append(f"(question IS NULL OR {whole.format('answered')})")
    for question, categories in policy.questions.items():
        rules += [
            f"(question IS DISTINCT FROM '{question}' OR {whole.format(f'c{place + 1}')})"
            for place in range(categories)
        ]
    return f"SELECT count(*) FILTER (({' AND '.join(rules)}) IS NOT TRUE) FROM shown"  # noqa: S608


def read_few(link: Link, file: Path, policy: PolicyFile) -> list[Cell]:
    """All lines but the own ones, one by one."""
    found = link.execute(f"SELECT * FROM shown WHERE NOT ({OWN}) ORDER BY at_line")  # noqa: S608
    names = [column[0] for column in found.description or ()]
    cells = []
    for at_line, *values in found.fetchall():
        texts = ("" if value is None else value for value in values)
        row = dict(zip(names[1:], texts, strict=True))
        cells.append(read_figure(file, at_line, row, policy.questions, policy.background))
    return cells


def name_counsellors(link: Link, known: Sequence[str]) -> list[str]:
    """The counsellors who are known, then others; also as a table of audiences with places."""
    found = link.execute(f"SELECT DISTINCT audience FROM shown WHERE {OWN} ORDER BY 1")  # noqa: S608
    audiences = [audience for (audience,) in found.fetchall()]
    prefix = own_audience("")
    others = {audience.removeprefix(prefix) for audience in audiences} - set(known)
    names = [*known, *sorted(others)]
    place = {name: at for at, name in enumerate(names)}
    link.execute("CREATE TABLE audiences (name VARCHAR, place INTEGER)")
    link.execute(
        "INSERT INTO audiences SELECT unnest($name), unnest($place)",
        {
            "name": audiences,
            "place": [place[audience.removeprefix(prefix)] for audience in audiences],
        },
    )
    return names


def read_own(link: Link, policy: PolicyFile, names: Sequence[str]) -> Lines:
    """All own lines. A block that is not known is -1."""
    write_names(link, "question", policy.questions)
    width = max(policy.questions.values())
    counts = ", ".join(
        f"coalesce(TRY_CAST(c{place} AS BIGINT), 0) AS c{place}" for place in range(1, width + 1)
    )
    found = link.execute(
        "SELECT audiences.place AS who, coalesce(names_question.place, -1) AS asked, "  # noqa: S608
        "CAST(n AS BIGINT) AS n, CASE WHEN question IS NULL THEN 0 ELSE CAST(answered AS BIGINT) "
        f"END AS answered, {counts}, len(string_split(blocks, ' ')) AS size FROM shown "
        "JOIN audiences ON audiences.name = shown.audience "
        "LEFT JOIN names_question ON names_question.name = shown.question "
        f"WHERE {OWN} ORDER BY at_line"
    ).fetchnumpy()
    entries = link.execute(
        "SELECT coalesce(names_block.place, -1) AS place FROM ("  # noqa: S608
        "SELECT at_line, unnest(string_split(blocks, ' ')) AS name, "
        "generate_subscripts(string_split(blocks, ' '), 1) AS step FROM shown "
        f"WHERE {OWN}) AS named LEFT JOIN names_block USING (name) ORDER BY at_line, step"
    ).fetchnumpy()
    columns = {name: np.asarray(column, dtype=np.int64) for name, column in found.items()}
    said = np.stack([columns[f"c{place}"] for place in range(1, width + 1)]).T
    sizes = np.array([*policy.questions.values(), 0])
    said = np.where(np.arange(width) < sizes[columns["asked"]][:, None], said, 0)
    return Lines(
        columns["who"],
        columns["asked"],
        columns["n"],
        columns["answered"],
        said,
        sums(columns["size"]),
        np.asarray(entries["place"], dtype=np.int64),
    )


def read_looking(link: Link) -> list[Line]:
    """Who has own figures where."""
    found = link.execute(f"SELECT DISTINCT audience, unit FROM shown WHERE {OWN} ORDER BY ALL")  # noqa: S608
    never = Week(1, 1)
    return [
        Line(audience, unit or "", None, (), never, never, 0, 0, ())
        for audience, unit in found.fetchall()
    ]


def read_slowly(file: Path, policy: PolicyFile, blocks: list[Block], known: Sequence[str]) -> Shown:
    """The same, line by line; InputFault names the first line that is not in order."""
    held = read_figures(file, policy.questions, policy.background)
    places = {block.id: at for at, block in enumerate(blocks)}
    check_known(places, [cell.line for cell in held])
    lines = [cell.line for cell in held if not cell.by]
    open_lines = [line for line in lines if line.audience == OPEN]
    own = [line for line in lines if line.audience != OPEN]
    others = {line.audience.removeprefix(own_audience("")) for line in own} - set(known)
    names = [*known, *sorted(others)]
    who = {name: at for at, name in enumerate(names)}
    columns = as_columns(lines, policy.questions, places, who)
    cells = [cell for cell in held if cell.by]
    return Shown(blocks, cells, open_lines, own, names, columns)


def check_known(places: Mapping[str, int], lines: Sequence[Line]) -> None:
    """Refuse lines over unknown blocks."""
    unknown = [line for line in lines if not all(block in places for block in line.blocks)]
    if unknown:
        raise UnknownBlockError(unknown)
