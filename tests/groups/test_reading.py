"""What is read together, and what is compared [F15]."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.utils.translation import override

from medverk.groups.reading import Reader, read_groups
from medverk.groups.words import behind, label_of, options_of
from medverk.releases.open_queries import BrokenDown
from medverk.rules.disclosure.breakdowns.cells import By
from medverk.rules.group_tables import Group, are_comparable, choose_apart
from medverk.rules.weeks import Week
from medverk.surveys.catalogue import shipped_content

CONTENT = shipped_content("conversation")
WEEKS = (Week(2026, 1), Week(2026, 26))
AGES = ("under 30", "30-49", "50 and over")
GOOD, BAD = (1, 2, 5, 30, 40), (30, 20, 15, 10, 5)
ALL = frozenset({"1:2026-W01", "1:2026-W05", "2:2026-W01", "2:2026-W03", "3:2026-W01"})


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with override("en"):
        yield


def by(*values: str) -> By:
    return (("age", values),)


def group(background: By, blocks: frozenset[str] = ALL, counts: tuple[int, ...] = GOOD) -> Group:
    return Group(background, blocks, sum(counts), {"heard": counts})


def found(*groups: Group, withheld: tuple[By, ...] = ()) -> BrokenDown:
    background = {"age": AGES, "sex": ("woman", "man", "other")}
    return BrokenDown("2026-H1", 1, *WEEKS, background, (("age",), ("sex",)), groups, withheld)


def reader() -> Reader:
    options = options_of(CONTENT, "en")
    offices = {block: int(block[0]) for block in ALL}
    return Reader(CONTENT, "en", lambda each: label_of(each, options), offices)


def test_it_reads_groups_in_the_order_of_their_categories() -> None:
    told = found(group(by("50 and over")), group(by("under 30")), group(by("30-49")))
    table = read_groups(told, reader()).tables[0]
    assert [size.label for size in table.sizes] == ["Under 30", "30 to 49", "50 or over"]
    assert [line.label for line in table.questions[0].lines] == [
        "Under 30", "30 to 49", "50 or over",
    ]  # fmt: skip


def test_it_names_the_group_that_clearly_differs() -> None:
    told = found(group(by("under 30"), counts=BAD), group(by("30-49")), group(by("50 and over")))
    reading = read_groups(told, reader())
    (said,) = reading.differences
    assert (said.group, said.question.key, said.difference.is_lower) == ("Under 30", "heard", True)
    lines = reading.tables[0].questions[0].lines
    assert [line.differs is not None for line in lines] == [True, False, False]


def test_it_reads_groups_together_that_have_nobody_in_common_the_widest_first() -> None:
    few = frozenset({"3:2026-W01"})
    merged = group(by("under 30", "30-49"), few)
    whole = [group(by(age), ALL - few) for age in AGES]
    apart, besides = choose_apart([merged, *whole])
    assert (apart, besides) == (whole, [merged])
    table = read_groups(found(merged, *whole), reader()).tables[0]
    assert [size.label for size in table.besides] == ["Under 30 and 30 to 49 together"]
    assert table.merged == ()


def test_it_says_which_groups_are_merged() -> None:
    told = found(group(by("under 30", "30-49")), group(by("50 and over")))
    assert read_groups(told, reader()).tables[0].merged == ("Under 30 and 30 to 49 together",)


@pytest.mark.parametrize(
    ("left_out", "comparable"),
    [(frozenset(), True), (frozenset({"3:2026-W01"}), True), (ALL - {"1:2026-W01"}, False)],
)
def test_it_compares_groups_of_nearly_the_same_responses_only(
    left_out: frozenset[str], comparable: bool
) -> None:
    groups = [group(by("under 30"), counts=BAD), group(by("50 and over"), ALL - left_out)]
    assert are_comparable(groups) is comparable
    assert bool(read_groups(found(*groups), reader()).differences) is comparable


def test_it_says_what_is_withheld_and_not_what_is_shown_merged() -> None:
    told = found(
        group(by("under 30", "30-49")),
        withheld=(by("under 30"), by("30-49"), by("50 and over"), (("sex", ("other",)),)),
    )
    age, sex = read_groups(told, reader()).tables
    assert age.withheld == ("50 or over",)
    assert sex.withheld == ("Other",)
    assert not sex.sizes


@pytest.mark.parametrize(("everybody", "behind"), [(312, 0.5), (156, 1.0), (155, None), (0, None)])
def test_it_says_how_large_a_part_of_all_answers_its_groups_rest_on(
    everybody: int, behind: float | None
) -> None:
    """Groups that hold more than all there is do not fit together, and nothing is said."""
    told = found(group(by("under 30")), group(by("50 and over")))
    tables = read_groups(told, replace(reader(), everybody=everybody)).tables
    assert [table.behind for table in tables] == [behind, None]


@pytest.mark.parametrize(
    ("names", "share", "said"),
    [
        (("age",), 0.786, "79\xa0% of the half-year’s 9,800 answers are in these groups. The "
         "others did not say, or cannot be shown by group without telling about too few."),
        (("asked_in",), 0.999, "99\xa0% of the half-year’s 9,800 answers are in these groups. The "
         "others cannot be shown by group without telling about too few."),
        (("age",), 1.0, "All the answers of the half-year are in these groups."),
    ],
)  # fmt: skip
def test_it_never_rounds_up_to_all(names: tuple[str, ...], share: float, said: str) -> None:
    assert behind(names, share, 9800) == said


def test_it_counts_offices() -> None:
    few = frozenset({"1:2026-W01", "1:2026-W05"})
    reading = read_groups(found(group(by("under 30"), few), group(by("50 and over"))), reader())
    assert reading.offices == 3
    assert [size.offices for size in reading.tables[0].sizes] == [1, 3]


def test_it_reads_a_group_of_which_only_the_number_is_shown() -> None:
    bare = replace(group(by("under 30")), questions={})
    table = read_groups(found(bare, group(by("50 and over"))), reader()).tables[0]
    assert [size.n for size in table.sizes] == [78, 78]
    assert [line.label for line in table.questions[0].lines] == ["50 or over"]
