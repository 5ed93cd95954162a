"""Units beside each other, before and after, in a forest, and importance by performance."""

import re

import pytest
from django.utils import translation

from medverk.charts.before_after import Slope, before_after
from medverk.charts.forest import Trial, forest
from medverk.charts.funnel import MOST_RANKED, FunnelUnit, funnel_chart
from medverk.charts.quadrant import Placed, quadrant
from medverk.rules.statistics.funnel import Count
from medverk.rules.statistics.importance import Tie
from medverk.rules.statistics.intervals import Estimate
from tests.charts.drawn import classes, drawn

SIZES = (20, 44, 60, 90, 130, 170, 200, 15, 35, 80, 70, 50)


@pytest.fixture(autouse=True)
def in_english() -> object:
    with translation.override("en"):
        yield


def units(*outside: tuple[str, int, int], here: str = "") -> list[FunnelUnit]:
    usual = [(f"Office {number:02}", round(0.8 * n), n) for number, n in enumerate(SIZES)]
    return [
        FunnelUnit(name, Count(chosen, n), name == here) for name, chosen, n in [*usual, *outside]
    ]


def test_a_funnel_without_outliers_says_that_nobody_differs() -> None:
    picture = funnel_chart(units(), name="f", title="Funnel")
    assert picture.sentence == (
        "No unit differs from the others by more than chance and usual differences give."
    )
    assert classes(picture, "circle") == ["point"] * 12
    assert classes(picture, "polyline") == ["limit"] * 4


def test_who_lies_outside_is_a_named_triangle() -> None:
    picture = funnel_chart(units(("Low", 60, 200), ("High", 90, 90)), name="f", title="Funnel")
    assert picture.sentence == (
        "Higher than the others, by more than chance: High. Lower than the others, by more than "
        "chance: Low. Between the rest no sure difference is seen."
    )
    shapes = classes(picture, "polygon")
    assert [kind.split()[:2] for kind in shapes] == [["point", "signal"]] * 2
    assert [each.text for each in drawn(picture).iter("text") if each.get("class")] == [
        "Low",
        "High",
    ]


def test_who_lies_just_outside_is_neither_named_nor_called_more_than_chance() -> None:
    picture = funnel_chart(units(("Odd", 110, 160)), name="f", title="Funnel")
    assert picture.sentence == (
        "No unit differs from the others by more than chance and usual differences give. One lies "
        "just outside the curves. That easily happens by chance."
    )
    assert classes(picture, "polygon") == ["point signal hollow concern"]
    assert not [each for each in drawn(picture).iter("text") if each.get("class") == "name"]


def test_the_more_pictures_there_are_the_more_it_takes_to_be_named() -> None:
    odd = units(("Odd", 104, 160))
    assert "Odd" in funnel_chart(odd, name="f", title="Funnel").sentence
    assert "Odd" not in funnel_chart(odd, name="f", title="Funnel", looks=50).sentence


def test_a_small_unit_far_away_is_within_and_a_large_one_is_not() -> None:
    small = funnel_chart(units(("Odd", 9, 15), here="Odd"), name="f", title="Funnel")
    large = funnel_chart(units(("Odd", 107, 200), here="Odd"), name="f", title="Funnel")
    assert small.sentence == "Odd lies where units of its size usually do."
    assert large.sentence == "Odd lies lower than units of its size usually do."


def test_its_table_has_rank_intervals_and_never_a_bare_rank() -> None:
    table = funnel_chart(units(), name="f", title="Funnel").table
    places = [row[4] for row in table.rows]
    assert [column.label for column in table.columns][4] == "Place, probably"
    assert all(re.fullmatch(r"between \d+ and \d+ of 12", place) for place in places)
    assert [row[0] for row in table.rows] == sorted(row[0] for row in table.rows)


def test_very_many_units_are_not_ranked_at_all() -> None:
    many = [FunnelUnit(str(n), Count(40, 50)) for n in range(MOST_RANKED + 1)]
    labels = [column.label for column in funnel_chart(many, name="f", title="F").table.columns]
    assert "Place, probably" not in labels


def test_one_unit_alone_is_drawn_without_a_place() -> None:
    picture = funnel_chart([FunnelUnit("Only", Count(8, 20))], name="f", title="F")
    assert [len(row) for row in picture.table.rows] == [5]


def test_before_and_after_shows_the_unit_among_its_sisters() -> None:
    sisters = [Slope(f"S{n}", 0.7 + n / 100, 0.71 + n / 100) for n in range(8)]
    picture = before_after(
        Slope("Voss", 0.62, 0.81), sisters, name="b", title="Voss", sentence="Up."
    )
    assert (picture.sentence, drawn(picture).findtext("desc")) == ("Up.", "Up.")
    lines = classes(picture, "line")
    assert (lines.count("sister"), lines.count("here")) == (8, 1)
    assert classes(picture, "rect") == ["range", "range", "point last"]
    assert picture.table.rows[0] == (
        "Voss",
        "62\N{NO-BREAK SPACE}%",
        "81\N{NO-BREAK SPACE}%",
        "+19 points",
    )
    assert len(picture.table.rows) == 9


def test_before_and_after_stands_without_sisters() -> None:
    picture = before_after(Slope("A", 0.5, 0.5), [], name="b", title="A", sentence="No.")
    assert classes(picture, "rect") == ["point last"]


def test_a_forest_has_a_square_each_and_a_diamond_for_all() -> None:
    trials = [
        Trial("Voss", Estimate(0.12, 0.05, 0.19), origin=True),
        Trial("Stord", Estimate(0.05, -0.04, 0.14)),
    ]
    picture = forest(
        trials,
        Estimate(0.05, -0.01, 0.11),
        name="f",
        title="How it went",
        sentence="Unclear.",
        next_unit=Estimate(0.05, -0.08, 0.18),
    )
    assert classes(picture, "rect") == ["point last", "point"]
    assert classes(picture, "polygon") == ["point"]
    assert classes(picture, "line").count("whisker") == 3
    assert [row[0] for row in picture.table.rows] == [
        "Voss",
        "Stord",
        "All that took it over",
        "One more unit",
    ]
    assert picture.table.rows[1][1:] == ("+5 points", "−4 points and +14 points")


def test_a_forest_of_too_few_has_no_diamond() -> None:
    trials = [Trial("Stord", Estimate(0.05, -0.04, 0.14))]
    picture = forest(trials, None, name="f", title="How it went", sentence="Too few.")
    assert classes(picture, "polygon") == []


def placed(
    label: str, low: float, high: float, correlation: Estimate | None, n: int = 30
) -> Placed:
    return Placed(label, Tie(n, correlation), Estimate((low + high) / 2, low, high))


SURE, UNSURE = Estimate(0.8, 0.6, 0.9), Estimate(0.2, -0.2, 0.5)


@pytest.mark.parametrize(
    ("themes", "sentence"),
    [
        (
            [placed("Goal", 0.6, 0.7, None, 12), placed("Help", 0.6, 0.7, None, 12)],
            "It is too early to say what goes together with the rest.",
        ),
        (
            [placed("Goal", 0.6, 0.7, UNSURE), placed("Help", 0.8, 0.9, UNSURE)],
            "Too uncertain to say: no theme surely goes together with the rest.",
        ),
        (
            [placed("Goal", 0.6, 0.7, SURE), placed("Help", 0.8, 0.9, UNSURE)],
            "“Goal” goes together with the rest and stands weaker than “Help”: that is where to "
            "begin.",
        ),
        (
            [placed("Goal", 0.6, 0.8, SURE), placed("Help", 0.75, 0.9, SURE)],
            "“Goal”, “Help”: these go together with the rest, and none is surely weaker.",
        ),
    ],
)
def test_importance_says_where_to_begin_only_when_that_is_sure(
    themes: list[Placed], sentence: str
) -> None:
    picture = quadrant(themes, name="q", title="What goes together")
    assert picture.sentence == sentence


def test_an_unsure_tie_is_hollow() -> None:
    themes = [placed("Goal", 0.6, 0.7, SURE), placed("Help", 0.8, 0.9, UNSURE)]
    picture = quadrant(themes, name="q", title="What goes together")
    assert classes(picture, "circle") == ["point", "point hollow"]
    assert picture.notes == ("1 Goal; 2 Help.",)
