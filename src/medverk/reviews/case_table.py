"""The list of cases that a sample is drawn from: a CSV file, judged line by line [Q1].

    case;counsellor;kind
    A-001;D12;plan

`case` is a reference that only the office can read, `counsellor` the ident of whose case it is, and
`kind` what to divide by when it is not the counsellor: a benefit, a group.
"""

import re
from collections.abc import Collection

from medverk.people.tables import Cells, Expected, Problem, Row, TableError, read_table
from medverk.reviews.models import LONGEST_REFERENCE
from medverk.rules.pilots import points_at_person
from medverk.rules.sampling import Listed

COLUMNS = ("case", "counsellor", "kind")
LONGEST_KIND = 40
REFERENCE = re.compile(r"[\w./-]+")
NATIONAL_IDENTITY = re.compile(r"(?<!\d)\d{11}(?!\d)")
BETWEEN = re.compile(r"[\W_]")


def read_cases(data: bytes, idents: Collection[str]) -> list[Listed]:
    """The cases of the file, each reference once. idents: those whose cases they can be.

    Raises TableError, which names every fault by line and column; then nothing is to be stored.
    """
    problems: list[Problem] = []
    seen: set[str] = set()
    cases = [read_case(row, idents, seen, problems) for row in read_table(data, COLUMNS)]
    if problems:
        raise TableError(*problems)
    return cases


def read_case(row: Row, idents: Collection[str], seen: set[str], problems: list[Problem]) -> Listed:
    cells, before = Cells(row, problems), len(problems)
    reference = cells.text("case", longest=LONGEST_REFERENCE)
    if len(problems) == before:
        check_reference(cells, reference, seen)
    counsellor = row.cells["counsellor"]
    if counsellor not in idents:
        cells.refuse("counsellor", Expected.COLLEAGUE)
    before = len(problems)
    kind = cells.text("kind", longest=LONGEST_KIND)
    if len(problems) == before and ";" in kind:
        cells.refuse("kind", Expected.NO_SEMICOLON)
    return Listed(reference, counsellor, kind)


def leads_to_person(reference: str) -> bool:
    """A telephone number, or a national identity number however it is divided."""
    bare = BETWEEN.sub("", reference)
    return points_at_person(reference) or bool(NATIONAL_IDENTITY.search(bare))


def check_reference(cells: Cells, reference: str, seen: set[str]) -> None:
    """Pseudonymous, plain, and once: a number of a person is no reference."""
    if not REFERENCE.fullmatch(reference) or leads_to_person(reference):
        cells.refuse("case", Expected.REFERENCE)
    elif reference in seen:
        cells.refuse("case", Expected.ONCE)
    seen.add(reference)
