"""Uploaded tables: whatever the bytes are, rows come out, or faults named by line and column."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medverk.people import tables
from medverk.people.person_table import COLUMNS as PERSON_COLUMNS
from medverk.people.person_table import read_persons
from medverk.people.table_texts import SENTENCES, describe
from medverk.people.tables import Expected, Problem, Row, TableError, read_table
from medverk.people.unit_table import COLUMNS as UNIT_COLUMNS
from medverk.people.unit_table import read_units

COLUMNS = ("number", "name")
GOOD = "number,name\n1201,Bærum\n"


def faults(data, columns=COLUMNS):
    with pytest.raises(TableError) as caught:
        read_table(data if isinstance(data, bytes) else data.encode(), columns)
    return [(each.line, each.column, each.expected) for each in caught.value.problems]


@pytest.mark.parametrize(
    "data",
    [
        GOOD.encode(),
        GOOD.encode("utf-8-sig"),
        GOOD.replace(",", ";").encode(),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace("\n", "\r").encode(),
        GOOD.rstrip().encode(),
        GOOD.replace("1201", ' "1201" '.strip()).encode(),
        "name , Number\n Bærum,1201 \n\n  ,\n".encode(),
    ],
)
def test_it_reads_the_same_table_however_it_was_saved(data):
    assert read_table(data, COLUMNS) == [Row(2, {"number": "1201", "name": "Bærum"})]


def test_it_counts_lines_as_an_editor_does():
    rows = read_table(b'number,name\n1,"a\nb"\n\n2,c\n', COLUMNS)
    assert [row.line for row in rows] == [2, 5]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (GOOD.encode("utf-16"), [(1, "", Expected.UTF8)]),
        (GOOD.encode("utf-16-le"), [(2, "", Expected.UTF8)]),
        (GOOD.encode("latin-1"), [(2, "", Expected.UTF8)]),
        (b"number,name\n12\x0001,x\n", [(2, "", Expected.NO_NUL)]),
        (b"", [(1, "", Expected.HEADER)]),
        (b"\n\n", [(1, "", Expected.HEADER)]),
        (b"number,name\n", [(2, "", Expected.ROWS)]),
        (b"number,title\n1,x", [(1, "name", Expected.COLUMN), (1, "title", Expected.KNOWN_COLUMN)]),
        (b"number,name,name\n1,x,y", [(1, "name", Expected.COLUMN_ONCE)]),
        (b"number,name\n1\n2,x\n", [(2, "", Expected.AS_MANY_CELLS)]),
        (b"number,name\n1,x\n2,x,y\n", [(3, "", Expected.AS_MANY_CELLS)]),
        (b'number,name\n1,"x\n2,y\n', [(2, "", Expected.QUOTES)]),
        (b'number,name\n1,"x"y\n', [(2, "", Expected.QUOTES)]),
        (b"number,name\n1," + b"x" * 200_000, [(2, "", Expected.QUOTES)]),
        (b"x" * (tables.LARGEST_FILE + 1), [(0, "", Expected.SMALLER_FILE)]),
        (b"number,name\n" + b"1,x\n" * 50_001, [(50_002, "", Expected.FEWER_ROWS)]),
    ],
    ids=lambda value: value[:30] if isinstance(value, bytes) else "",
)  # fmt: skip
def test_it_names_the_fault(data, expected):
    assert faults(data) == expected


def test_it_names_a_hundred_faults_at_most():
    assert len(faults("number,name\n" + "1\n" * 500)) == tables.MOST_PROBLEMS


def test_it_has_a_sentence_for_each_fault():
    assert set(SENTENCES) == set(Expected)
    for expected in Expected:
        assert "%" not in describe(Problem(3, "name", expected, "x"))


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (
            Problem(3, "valid_from", Expected.ISO_DATE, "1.2.2026"),
            "Line 3, column valid_from, “1.2.2026”: write the date as 2026-11-18.",
        ),
        (Problem(0, "", Expected.SMALLER_FILE), "The file is larger than 5 MB; divide it."),
        (
            Problem(2, "role", Expected.ROLE),
            "Line 2, column role: write one of counsellor, interviewer, caseworker, office_leader, "
            "county_staff, directorate, contact_centre, privacy_officer, administrator.",
        ),
    ],
)
def test_it_says_the_fault_in_words(problem, sentence, settings):
    settings.LANGUAGE_CODE = "en"
    assert describe(problem) == sentence


def as_csv(header, rows, delimiter):
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter).writerows([header, *rows])
    return target.getvalue().encode("utf-8", errors="surrogatepass")


WORDS = st.sampled_from(
    ["", "1201", "LOKAL", "DIR", "FYLKE", "AKTIV", "2026-01-01", "2026-02-30", "x" * 300]
) | st.text(max_size=20)  # fmt: skip


def some_table(columns):
    header = st.just(columns) | st.permutations(columns) | st.lists(WORDS, max_size=9)
    rows = st.lists(st.lists(WORDS, min_size=len(columns), max_size=len(columns)) | st.lists(WORDS))
    built = st.builds(as_csv, header, rows, st.sampled_from(",;"))
    return built | st.binary(max_size=300)


@settings(deadline=None)  # the machine may be busy
@given(some_table(UNIT_COLUMNS))
def test_it_raises_nothing_else_for_units(data):
    try:
        units = read_units(data, set())
    except TableError as error:
        assert error.problems
    else:
        assert units


@settings(deadline=None)  # the machine may be busy
@given(some_table(PERSON_COLUMNS))
def test_it_raises_nothing_else_for_persons(data):
    try:
        roles = read_persons(data, set(), {})
    except TableError as error:
        assert error.problems
    else:
        assert roles


PLAIN = st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1, max_size=9)


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.tuples(PLAIN, PLAIN), min_size=1, max_size=9), st.sampled_from(",;"))
def test_it_reads_what_was_written(rows, delimiter):
    read = read_table(as_csv(COLUMNS, rows, delimiter), COLUMNS)
    assert [(row.cells["number"], row.cells["name"]) for row in read] == rows
