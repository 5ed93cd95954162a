"""Counting with DuckDB, in this process."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from medverk.batch.coding import coded_sql, numbered
from medverk.batch.counting import Grain, Names, NoKeyError, background_sizes, count
from medverk.batch.policy_file import PolicyFile
from medverk.batch.responses_file import (
    KEYS,
    Source,
    check_columns,
    check_responses,
    explain,
    is_week,
    name,
    parquet_source,
    quote,
)
from medverk.rules.disclosure.hierarchy import Hierarchy
from medverk.rules.weeks import Week

MEMORY = "1536MB"

THREADS = 4
"""With three or more, DuckDB counts into small tables, which the processor holds on to, and merges
them part by part; with fewer, into one or two that outgrow it. More have more to merge."""

Link = duckdb.DuckDBPyConnection


def count_responses(source: Source, policy: PolicyFile, hierarchy: Hierarchy) -> Grain:
    """Check and count the responses in files. InputFault when they are not in order."""
    with open_link() as (link, spill):
        types = check_columns(link, source, policy)
        try:
            read = as_parquet(link, source, Path(spill))
            link.execute(f"SET threads = {THREADS}")
            names = prepare(link, read, policy, hierarchy, types)
            # Unlike `execute`, `sql` knows how many rows there are before it makes room for them.
            return count(policy, names, lambda text: link.sql(text).fetchnumpy())
        except duckdb.Error as error:
            raise explain(source, error) from error
        except NoKeyError:
            check_responses(link, source, policy, hierarchy)
            raise RuntimeError(f"{source.place} changed while it was read") from None


@contextmanager
def open_link() -> Iterator[tuple[Link, str]]:
    """DuckDB with bounded memory, and a folder for what does not fit in it."""
    with tempfile.TemporaryDirectory() as spill, duckdb.connect(":memory:") as link:
        link.execute(f"SET memory_limit = '{MEMORY}'; SET temp_directory = {quote(spill)}")
        link.execute("SET enable_progress_bar = false; SET preserve_insertion_order = false")
        yield link, spill


def as_parquet(link: Link, source: Source, spill: Path) -> Source:
    """A CSV file is read once, and copied, since its columns are asked for several times."""
    if source.files:
        return source
    copy = spill / "responses.parquet"
    link.execute(f"COPY (SELECT * FROM {source.read}) TO {quote(str(copy))} (FORMAT parquet)")  # noqa: S608
    return parquet_source(source.place, [copy])


def prepare(
    link: Link, source: Source, policy: PolicyFile, hierarchy: Hierarchy, types: dict[str, str]
) -> Names:
    """Make the coded responses, as a view `responses`."""
    keys = [f"CAST({name(key)} AS STRING) AS r_{key}" for key in KEYS]
    # Missing is "", after all values. `concat` makes NULL so, once in each of Parquet's own lists.
    keys += [f"concat(CAST({name(key)} AS STRING)) AS r_{key}" for key in policy.background]
    answers = [f"{name(question)} AS r_{question}" for question in policy.questions]
    link.execute(f"CREATE VIEW raw AS SELECT {', '.join([*keys, *answers])} FROM {source.read}")  # noqa: S608
    weeks = [week for week in distinct(link, "week") if is_week(week)]
    names = Names(hierarchy.offices(), distinct(link, "counsellor"), weeks_of(weeks))
    units = zip(KEYS, (names.offices, names.counsellors, weeks), strict=True)
    background = ((column, [*values, ""]) for column, values in policy.background.items())
    for column, listed in (*units, *background):
        write_kind(link, column, listed)
    places = [f"{place_sql(key)} AS p_{key}" for key in (*KEYS, *policy.background)]
    raw = [f"r_{question}" for question in policy.questions]
    link.execute(f"CREATE VIEW placed AS SELECT {', '.join([*places, *raw])} FROM raw")  # noqa: S608
    sizes = names.sizes | background_sizes(policy)
    link.execute(f"CREATE VIEW responses AS {coded_sql(policy, sizes, types)}")
    return names


def place_sql(column: str) -> str:
    """A name's place; NULL where it is not listed. Parquet's own lists are cast, not each row."""
    return f"CAST(enum_code(TRY_CAST(r_{column} AS kind_{column})) AS BIGINT)"


def write_kind(link: Link, column: str, values: Iterable[str]) -> None:
    """Make a type of names, which DuckDB stores as their places."""
    write_names(link, column, values)
    link.execute(
        f"CREATE TYPE kind_{column} AS ENUM (SELECT name FROM names_{column} ORDER BY place)"  # noqa: S608
    )


def distinct(link: Link, key: str) -> list[str]:
    """The values of a key, in order, but for blanks."""
    found = link.execute(f"SELECT DISTINCT r_{key} FROM raw").fetchall()  # noqa: S608
    return sorted(value for (value,) in found if value and value.strip(" "))


def weeks_of(texts: Iterable[str]) -> list[Week]:
    """Weeks read from their texts."""
    return [Week.parse(text) for text in texts]


def write_names(link: Link, column: str, values: Iterable[str]) -> None:
    """Make a table of names with their places."""
    link.execute(f"CREATE TABLE names_{column} (name VARCHAR, place INTEGER)")
    rows = numbered(values)
    listed = {"name": [each for each, _ in rows], "place": [place for _, place in rows]}
    link.execute(
        f"INSERT INTO names_{column} SELECT unnest($name), unnest($place)",
        listed,
    )
