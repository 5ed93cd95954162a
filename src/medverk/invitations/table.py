"""The upload of encounters as a table: the same row rules as the API."""

from collections.abc import Sequence

from medverk.invitations.rows import Row
from medverk.people.models import Unit
from medverk.people.tables import Expected, Problem, TableError, read_table

COLUMNS = ("counsellor", "kind", "language", "phone", "email", "questionnaire")
LONGEST_CELL = 254
MOST_ROWS = 2000


def rows_of(data: bytes, unit: Unit) -> Sequence[tuple[int, Row]]:
    """Line number and row of each encounter of a unit. Raises TableError for a broken file."""
    found = read_table(data, COLUMNS)
    if len(found) > MOST_ROWS:
        raise TableError(Problem(0, "", Expected.FEWER_ROWS))
    too_long = [
        Problem(row.line, column, Expected.SHORTER)
        for row in found
        for column, cell in row.cells.items()
        if len(cell) > LONGEST_CELL
    ]
    if too_long:
        raise TableError(*too_long)
    return [
        (row.line, Row(office=unit.number, office_type=str(unit.type), **row.cells))
        for row in found
    ]
