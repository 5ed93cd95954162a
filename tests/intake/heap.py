"""Read a table as whoever steals the disk would: every row version in the file, dead ones too.

The wheel of the embedded server has no `pageinspect`, so the pages are read here. The layout is
that of PostgreSQL's `storage/bufpage.h` and `access/htup_details.h`, the same since version 8.3.
"""

import json
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.db import connection
from psycopg.conninfo import conninfo_to_dict

PAGE = 8192
PAGE_HEADER = 24
NORMAL = 1
XMAX_INVALID = 0x0800


@dataclass(frozen=True)
class RowVersion:
    """One version of a row, as it lies in the file. `deleted_by` is 0 for a living one."""

    place: tuple[int, int]
    made_by: int
    deleted_by: int
    content: bytes


def superuser() -> psycopg.Connection:
    """A connection that may read files, to the database of this test."""
    password = json.loads(Path(os.environ["MEDVERK_HOME"], "passwords.json").read_text())
    address = conninfo_to_dict(os.environ["MEDVERK_OWNER_DATABASE_URL"])
    return psycopg.connect(
        host=address["host"],
        user="postgres",
        password=password["postgres"],
        dbname=connection.settings_dict["NAME"],
        autocommit=True,
    )


def row_versions(table: str) -> list[RowVersion]:
    """Everything in the table's file, after what is in memory has been written to it."""
    with superuser() as link:
        link.execute("CHECKPOINT")
        path = link.execute("SELECT pg_relation_filepath(%s)", [table]).fetchone()[0]
        content = link.execute("SELECT pg_read_binary_file(%s)", [path]).fetchone()[0]
    pages = range(len(content) // PAGE)
    return [row for n in pages for row in of_page(n, content[n * PAGE : (n + 1) * PAGE])]


def of_page(number: int, page: bytes) -> Iterator[RowVersion]:
    (lower,) = struct.unpack_from("<H", page, 12)
    for place, at in enumerate(range(PAGE_HEADER, lower, 4), start=1):
        (pointer,) = struct.unpack_from("<I", page, at)
        offset, flags, length = pointer & 0x7FFF, pointer >> 15 & 3, pointer >> 17
        if flags == NORMAL:
            yield of_row((number, place), page[offset : offset + length])


def of_row(place: tuple[int, int], row: bytes) -> RowVersion:
    made_by, deleted_by = struct.unpack_from("<II", row)
    (state,) = struct.unpack_from("<H", row, 20)
    return RowVersion(place, made_by, 0 if state & XMAX_INVALID else deleted_by, row[row[22] :])
