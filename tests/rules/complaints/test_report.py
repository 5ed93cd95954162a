"""The yearly numbers: no group below five, none by subtraction; a naive table is caught [S2]."""

from collections import Counter
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medverk.rules.complaints.report import (
    THRESHOLD,
    CountedCase,
    Group,
    Report,
    Size,
    Table,
    find_group,
    least_difference,
    make_report,
    make_reports,
    put_together,
)


def case(**groups) -> CountedCase:
    said = {
        "theme": "waiting", "unit": "1", "outcome": "a", "timely": "in_time", "kind": "office",
        "channel": "letter",
    } | groups  # fmt: skip
    return CountedCase({Table(name): value for name, value in said.items()}, days=7)


def cases(*counts, table="theme"):
    return [case(**{table: f"{place}"}) for place, n in enumerate(counts) for _ in range(n)]


@pytest.mark.parametrize(
    ("sizes", "lines"),
    [
        ({"a": 9, "b": 7}, [("a", 9), ("b", 7)]),
        ({"a": 9, "b": 3, "c": 2}, [("a", 9), ("bc", 5)]),
        ({"a": 9, "b": 3, "c": 1}, [("abc", 13)]),
        ({"a": 9, "b": 7, "c": 1}, [("a", 9), ("bc", 8)]),
        ({"a": 9, "b": 0}, [("a", 9)]),
        ({"a": 4}, None),
        ({}, []),
    ],
)
def test_small_groups_are_put_together_until_they_are_large_enough(sizes, lines):
    found = put_together({key: Size(n) for key, n in sizes.items()})
    said = None if found is None else [("".join(group.keys), group.n) for group in found]
    assert said == lines


def test_a_group_whose_rest_others_do_not_show_is_put_together_with_more():
    sizes = {"a": Size(20), "b": Size(12, hidden=3), "c": Size(9, hidden=5)}
    assert put_together(sizes) == (Group(("a",), 20), Group(("b", "c"), 21))
    assert put_together(sizes | {"c": Size(9)}) is None  # what is hidden stays too little
    assert put_together({"a": Size(20), "b": Size(12, hidden=5)}) == (
        Group(("a",), 20), Group(("b",), 12),
    )  # fmt: skip


def test_too_few_tell_nothing_at_all():
    assert make_report(cases(4)) == Report(None)
    assert make_report(cases(5)).n == 5


def test_an_office_less_a_theme_that_lies_within_it_is_found():
    """Office 1 has 7, of which 5 are all there are of a theme: two remain, of known themes."""
    some = [case(unit="1", theme="rare")] * 5 + [case(unit="1")] * 2 + [case(unit="2")] * 9
    rows = (Table.THEME, (Group(("waiting",), 11), Group(("rare",), 5)))
    columns = (Table.UNIT, (Group(("2",), 9), Group(("1",), 7)))
    assert least_difference(some, rows, columns) == 2
    assert Table.UNIT not in make_report(some).tables


def brute_force(some, first, second):
    """Each union of groups of the one less each union of the other that lies within it."""

    def unions(table):
        width = range(len(table[1]))
        for chosen in chain.from_iterable(combinations(width, n) for n in range(len(width) + 1)):
            yield frozenset(i for i, c in enumerate(some) if find_group(table, c) in chosen)

    found = [
        len(a - b)
        for one, other in ((first, second), (second, first))
        for a in unions(one)
        for b in unions(other)
        if b < a
    ]  # fmt: skip
    return min(found, default=len(some))


SMALL = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("12345")), min_size=5, max_size=40
)


@given(SMALL)
@settings(max_examples=150)
def test_it_finds_the_smallest_set_that_follows_from_two_tables(pairs):
    some = [case(theme=theme, unit=unit) for theme, unit in pairs]
    tables = [
        (table, put_together({k: Size(n) for k, n in counts.items()}))
        for table, counts in (
            (Table.THEME, Counter(theme for theme, _ in pairs)),
            (Table.UNIT, Counter(unit for _, unit in pairs)),
        )
    ]
    assert least_difference(some, *tables) == brute_force(some, *tables)


COUNTIES = st.lists(SMALL, min_size=1, max_size=4)


@given(COUNTIES, st.lists(st.sampled_from("abcd"), max_size=9))
@settings(max_examples=100)
def test_no_shown_number_and_no_difference_is_about_fewer_than_five(counties, others):
    found = {
        str(number): [case(theme=theme, unit=f"{number}{unit}") for theme, unit in pairs]
        for number, pairs in enumerate(counties)
    }
    rest = [case(theme=theme, unit="elsewhere") for theme in others]
    reports, country = make_reports(found, rest)
    for report in (*reports.values(), country):
        for groups in report.tables.values():
            assert all(group.n >= THRESHOLD for group in groups)
            assert sum(group.n for group in groups) == report.n
    told = sum(report.n or 0 for report in reports.values())
    if country.n:
        assert country.n == told or country.n - told >= THRESHOLD
        for group in country.tables.get(Table.THEME, ()):
            if len(group.keys) == 1:
                shown = sum(
                    line.n
                    for report in reports.values()
                    for line in report.tables.get(Table.THEME, ())
                    if line.keys == group.keys
                )
                assert group.n == shown or group.n - shown >= THRESHOLD


def test_the_rest_is_left_out_of_the_country_when_it_is_too_little():
    counties = {"1": cases(9), "2": cases(8)}
    assert make_reports(counties, cases(4))[1].n == 17
    assert make_reports(counties, cases(5))[1].n == 22
    assert make_reports({**counties, "3": cases(2)}, cases(3))[1].n == 22


def test_the_country_is_divided_into_counties():
    counties = {"1": cases(9, 3, table="unit"), "2": cases(8, table="unit")}
    assert make_reports(counties, [])[1].tables[Table.UNIT] == (
        Group(("1",), 12), Group(("2",), 8),
    )  # fmt: skip


def test_the_middle_number_of_days_and_what_was_learnt_need_five_too():
    some = [CountedCase(case().groups, days=n, learns=n > 6) for n in (1, 2, 3, 9, 30, 31)]
    report = make_report(some)
    assert (report.median_days, report.tells_measures) == (3, False)
    four = [CountedCase(case().groups, days=n) for n in (1, 2, 3, 4)]
    late = [CountedCase(case().groups, days=None, learns=True)] * 5
    report = make_report([*four, *late])
    assert (report.median_days, report.tells_measures) == (None, True)
