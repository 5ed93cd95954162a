"""The uploaded list: whatever the bytes are, cases come out, or faults named by line [Q1]."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverk.people.table_texts import describe
from medverk.people.tables import Expected, TableError
from medverk.reviews.case_table import COLUMNS, read_cases
from medverk.rules.pilots import points_at_person
from medverk.rules.sampling import Listed

IDENTS = ("D1", "D2")
GOOD = "case;counsellor;kind\nA-1;D1;aap\nA-2;D2;dp\n"


def faults(text):
    with pytest.raises(TableError) as caught:
        read_cases(text.encode(), IDENTS)
    assert all(describe(problem) for problem in caught.value.problems)
    return [(each.line, each.column, each.expected) for each in caught.value.problems]


@pytest.mark.parametrize("text", [GOOD, GOOD.replace(";", ","), GOOD.replace("\n", "\r\n")])
def test_it_reads_the_list_however_it_was_saved(text):
    assert read_cases(text.encode(), IDENTS) == [
        Listed("A-1", "D1", "aap"), Listed("A-2", "D2", "dp"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (";D1;aap", ("case", Expected.TEXT)),
        ("x" * 41 + ";D1;aap", ("case", Expected.SHORTER)),
        ("a b;D1;aap", ("case", Expected.REFERENCE)),
        ("=HYPERLINK(1);D1;aap", ("case", Expected.REFERENCE)),
        ("01019012345;D1;aap", ("case", Expected.REFERENCE)),
        ("010190.12345;D1;aap", ("case", Expected.REFERENCE)),
        ("0101-90/12345;D1;aap", ("case", Expected.REFERENCE)),
        ("41234567;D1;aap", ("case", Expected.REFERENCE)),
        ("A-1;D1;aap", ("case", Expected.ONCE)),
        ("A-3;D9;aap", ("counsellor", Expected.COLLEAGUE)),
        ("A-3;;aap", ("counsellor", Expected.COLLEAGUE)),
        ("A-3;D1;", ("kind", Expected.TEXT)),
        ('A-3;D1;"a;b"', ("kind", Expected.NO_SEMICOLON)),
        ("A-3;D1;a\u200bb", ("kind", Expected.PLAIN_TEXT)),
        ("A-3;D1", ("", Expected.AS_MANY_CELLS)),
    ],
)
def test_a_bad_row_is_named_by_line_and_column(line, fault):
    assert faults(GOOD + line) == [(4, *fault)]


def test_all_bad_rows_are_named_at_once():
    assert faults("case;counsellor;kind\n01019012345;D1;x\nB;D9;x\nB;D1;x\n") == [
        (2, "case", Expected.REFERENCE),
        (3, "counsellor", Expected.COLLEAGUE),
        (4, "case", Expected.ONCE),
    ]


CELLS = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(["A-1", "D1", "aap"])


@given(st.binary(max_size=200))
def test_any_bytes_give_cases_or_faults(data):
    try:
        read_cases(data, IDENTS)
    except TableError as error:
        assert [describe(problem) for problem in error.problems]


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6), st.permutations(COLUMNS))
def test_any_table_gives_good_cases_or_named_faults(rows, columns):
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows(rows)
    try:
        cases = read_cases(file.getvalue().encode(), IDENTS)
    except TableError as error:
        assert [describe(problem) for problem in error.problems]
    else:
        assert len({case.reference for case in cases}) == len(cases) > 0
        assert {case.counsellor for case in cases} <= set(IDENTS)
        for case in cases:
            assert ";" not in case.reference + case.kind
            assert not points_at_person(case.reference)
