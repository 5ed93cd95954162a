"""The control chart as a picture: limits, shapes, cuts, words and the table."""

import pytest
from django.utils import translation

from medverk.charts.control_words import RebaseNote
from medverk.charts.measure import Measure, change_text, find_lines, value_text
from medverk.charts.picture import Column
from medverk.rules.statistics.charts import Plan
from tests.charts.drawn import DOWN, SWINGS, classes, drawn, picture_of, week

RISE = [0.70, 0.72, 0.74, 0.76, 0.78, 0.80, 0.82]


@pytest.mark.parametrize(
    ("values", "plan", "sentence"),
    [
        ([None], Plan(), "There are no figures yet."),
        (
            SWINGS[:1],
            Plan(),
            "This is the first publication. What is usual can be said from 13 on.",
        ),
        (
            SWINGS[:12],
            Plan(),
            "12 publications so far. What is usual can be said from 13 on; until then every "
            "swing may be chance.",
        ),
        (
            [*SWINGS, *SWINGS[:2]],
            Plan(rebase=[week(14)]),
            "2 publications since the series began anew. What is usual can be said from 13 on; "
            "until then every swing may be chance.",
        ),
        (SWINGS, Plan(), "As usual: it swings between 69 % and 90 %, and that is chance."),
        ([0.8] * 13, Plan(), "As usual: 80 %."),
        (
            [*SWINGS, 0.3, *SWINGS, 0.82],
            Plan(),
            "As usual: it swings between 68 % and 89 %, and that is chance. Earlier points that "
            "are marked were more than chance.",
        ),
        (
            [*SWINGS, 0.5],
            Plan(),
            "Lower than usual: 50 % in week 14, where 67 % to 88 % is usual. Wait for the next "
            "publication before you conclude.",
        ),
        (
            [*SWINGS, *SWINGS, 0.5, 0.5],
            Plan(),
            "Lower than usual: 50 % in week 28, where 68 % to 88 % is usual.",
        ),
        (
            [*SWINGS, 0.98],
            Plan(direction=DOWN),
            "Higher than usual: 98 % in week 14, where 71 % to 92 % is usual. Wait for the next "
            "publication before you conclude. Here lower is better.",
        ),
        (
            [*SWINGS, *RISE],
            Plan(),
            "Rising: each of the last 7 publications is higher than the one before.",
        ),
        (
            [*SWINGS, *RISE[::-1]],
            Plan(),
            "Falling: each of the last 7 publications is lower than the one before.",
        ),
    ],
)  # fmt: skip
def test_it_says_what_the_chart_says(values: list[float | None], plan: Plan, sentence: str) -> None:
    with translation.override("en"):
        picture = picture_of(values, plan)
    assert picture.sentence.replace("\N{NO-BREAK SPACE}", " ") == sentence
    assert drawn(picture).findtext("desc") == picture.sentence


def test_a_shift_is_said_with_its_length_and_the_mean() -> None:
    values = [*SWINGS, *SWINGS, *[0.83, 0.84] * 3, 0.83]
    with translation.override("en"):
        said = picture_of(values).sentence
    assert said.startswith("The last 7 publications are all higher than the mean,")
    assert said.endswith("Wait for the next publication before you conclude.")


def test_a_series_that_moved_earlier_is_not_called_chance() -> None:
    moved = [*SWINGS, *(value + 0.1 for value in SWINGS), 0.8]
    with translation.override("en"):
        said = picture_of(moved).sentence
    assert said.startswith("The latest is as usual, between ")
    assert said.endswith("the series has moved by more than chance. When was that, and why?")


def test_one_run_alone_does_not_say_that_the_series_moved() -> None:
    run = [*SWINGS, *[0.84] * 8, *SWINGS, *SWINGS]
    with translation.override("en"):
        said = picture_of(run).sentence
    assert said.startswith("As usual: it swings between ")
    assert said.endswith("Earlier points that are marked were more than chance.")


def test_a_long_run_says_more_than_two_of_three() -> None:
    values = [*SWINGS, *SWINGS, *[0.83] * 5, 0.9, 0.83, 0.9]
    with translation.override("en"):
        picture = picture_of(values, Plan(freeze=26))
    assert picture.table.rows[-1][-1] == "two of three near the limit"
    assert picture.sentence.startswith("The last 8 publications are all higher than the mean,")
    with translation.override("en"):
        short = picture_of([*SWINGS, *SWINGS, 0.82, 0.88, 0.88], Plan(freeze=26))
    assert short.sentence.startswith("Two of the last three publications are near the top")


def test_it_draws_band_limits_and_mean_from_thirteen_points_on() -> None:
    assert classes(picture_of(SWINGS), "rect") == ["band"]
    lines = [kind for kind in classes(picture_of(SWINGS), "line") if kind != "grid"]
    assert lines == ["limit", "limit", "whole"]
    assert classes(picture_of(SWINGS[:12]), "rect") == []
    assert "limit" not in classes(picture_of(SWINGS[:12]), "line")


def test_a_signal_is_a_triangle_that_points_where_it_goes() -> None:
    low, high = (picture_of([*SWINGS, *SWINGS, end]) for end in (0.6, 0.98))
    assert classes(low, "polygon") == ["point signal concern last"]
    assert classes(high, "polygon") == ["point signal last"]
    tips = [points_of(each)[0][1] - points_of(each)[1][1] for each in (low, high)]
    assert (tips[0] > 0, tips[1] < 0) == (True, True)
    assert classes(low, "circle") == ["point"] * 26


def points_of(picture: object) -> list[tuple[float, float]]:
    (polygon,) = drawn(picture).iter("polygon")  # type: ignore[arg-type]
    pairs = [pair.split(",") for pair in polygon.get("points", "").split()]
    return [(float(x), float(y)) for x, y in pairs]


def test_where_it_began_anew_the_old_segment_stays_with_its_lines() -> None:
    note = RebaseNote(week(14), "A new room", "Kari Hagen", week(20))
    values = [*SWINGS, *(value - 0.3 for value in SWINGS)]
    with translation.override("en"):
        picture = picture_of(values, Plan(rebase=[week(14)]), rebases=[note])
    assert classes(picture, "rect") == ["band", "band"]
    assert classes(picture, "line").count("cut") == 1
    assert classes(picture, "polyline") == ["run", "run"]
    assert len(picture.table.rows) == 26
    (said,) = picture.notes
    assert (said.startswith("Begins anew from "), said.endswith(": A new room")) == (
        True,
        True,
    )


def test_its_table_holds_every_number() -> None:
    answers = (Column("Answers", number=True), [str(number) for number in range(14)])
    with translation.override("en"):
        table = picture_of([*SWINGS, 0.5], beside=[answers]).table
    labels = ["Received", "Value", "Answers", "Mean", "Usual", "What it says"]
    assert [column.label for column in table.columns] == labels
    rows = [[cell.replace("\N{NO-BREAK SPACE}", " ") for cell in row] for row in table.rows]
    assert rows[-1] == ["week 14", "50 %", "13", "78 %", "67 % to 88 %", "below the limit"]
    assert rows[0][:5] == ["week 1", "78 %", "0", "78 %", "67 % to 88 %"]


def test_a_missing_value_is_a_row_without_a_point() -> None:
    picture = picture_of([0.8, None, 0.7])
    assert len(classes(picture, "circle")) == 2
    assert [row[1] for row in picture.table.rows][1] == "–"


def test_it_refuses_labels_that_are_not_as_many_as_the_points() -> None:
    with pytest.raises(ValueError, match="0 labels of 0 points"):
        picture_of([])


def test_it_needs_no_inline_style() -> None:
    picture = picture_of([*SWINGS, 0.5])
    assert [each for each in drawn(picture).iter() if "style" in each.attrib] == []


@pytest.mark.parametrize(
    ("low", "high", "measure", "lines"),
    [
        (0.75, 0.86, Measure.SHARE, (0.6, 0.8, 1.0)),
        (-0.1, 1.2, Measure.SHARE, (0.0, 0.5, 1.0)),
        (0.0, 0.09, Measure.SHARE, (0.0, 0.2, 0.4)),
        (3.2, 3.9, Measure.MEAN, (3, 3.5, 4)),
        (4, 4, Measure.MEAN, (4, 4.5, 5)),
        (3, 47, Measure.NUMBER, (0, 25, 50)),
        (0, 0, Measure.NUMBER, (0, 0.5, 1)),
    ],
)
def test_its_axis_has_round_numbers(
    low: float, high: float, measure: Measure, lines: tuple[float, float, float]
) -> None:
    assert find_lines(low, high, measure) == lines


@pytest.mark.parametrize(
    ("change", "measure", "said"),
    [
        (0.05, Measure.SHARE, "+5 points"),
        (-0.01, Measure.SHARE, "−1 point"),
        (0.001, Measure.SHARE, "0 points"),
        (-0.34, Measure.MEAN, "−0.3"),
        (0.01, Measure.MEAN, "0.0"),
        (12, Measure.NUMBER, "+12"),
    ],
)
def test_a_change_is_said_with_its_sign(change: float, measure: Measure, said: str) -> None:
    with translation.override("en"):
        assert change_text(change, measure) == said


def test_values_are_said_as_their_measure_is() -> None:
    with translation.override("en"):
        said = [value_text(value, measure) for value, measure in
                [(0.814, Measure.SHARE), (3.94, Measure.MEAN), (12.4, Measure.NUMBER)]]  # fmt: skip
    assert said == ["81\N{NO-BREAK SPACE}%", "3.9", "12"]
