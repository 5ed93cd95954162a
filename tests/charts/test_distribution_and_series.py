"""Charts: the right places, spoken words, nothing unescaped, no inline style."""

from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverk.charts.distribution import colour_steps, distribution
from medverk.charts.series import HEIGHT, TOP, WIDTH, Point, scales_of, series
from medverk.charts.svg import element, text


def bar(counts: tuple[int, ...], agree_from: int, title: str = "Bar") -> ElementTree.Element:
    drawn = distribution(counts, agree_from, name="b", title=title, description="Spoken")
    return ElementTree.fromstring(drawn)


def point(day: int, value: float, low: float, high: float) -> Point:
    return Point(date(2026, 4, day), value, low, high)


def line_of(*points: Point) -> ElementTree.Element:
    drawn = series(
        points, 80.0, ("week 14", "week 17"), name="s", title="Line", description="Spoken"
    )
    return ElementTree.fromstring(drawn)


@pytest.mark.parametrize(
    ("categories", "steps"),
    [(1, (5,)), (2, (1, 5)), (3, (1, 3, 5)), (5, (1, 2, 3, 4, 5)), (6, (1, 2, 3, 3, 4, 5))],
)
def test_it_gives_the_ends_of_a_scale_the_end_colours(
    categories: int, steps: tuple[int, ...]
) -> None:
    assert colour_steps(categories) == steps


def test_it_draws_each_answer_as_wide_as_its_share() -> None:
    drawn = bar((1, 0, 1, 2, 4), 4)
    filled = [r.attrib for r in drawn.findall("rect") if "step" in r.get("class", "")]
    assert [(r["x"], r["width"], r["class"]) for r in filled] == [
        ("0.00%", "12.50%", "step-1 gap"),
        ("12.50%", "12.50%", "step-3 gap"),
        ("25.00%", "25.00%", "step-4 gap"),
        ("50.00%", "50.00%", "step-5 gap"),
    ]


def test_it_hatches_those_who_do_not_agree_and_underlines_those_who_do() -> None:
    drawn = bar((1, 0, 1, 2, 4), 4)
    hatched = [r.get("x") for r in drawn.findall("rect") if r.get("fill") == "url(#b-hatch)"]
    underlined = [(li.get("x1"), li.get("x2")) for li in drawn.findall("line")]
    assert (hatched, underlined) == (["0.00%", "12.50%"], [("25.00%", "100%")])


def test_it_underlines_nobody_when_nobody_agrees() -> None:
    assert bar((3, 2, 0), 3).findall("line") == []


def test_it_speaks_its_title_and_description() -> None:
    drawn = bar((1, 1), 2)
    assert (drawn.get("role"), drawn.get("aria-labelledby")) == ("img", "b-title b-text")
    assert (drawn.findtext("title"), drawn.findtext("desc")) == ("Bar", "Spoken")


def test_it_escapes_what_people_wrote() -> None:
    drawn = distribution((1, 1), 2, name='"b', title="<b>&", description="</desc><script>")
    assert ElementTree.fromstring(drawn).findtext("title") == "<b>&"
    assert "<script>" not in drawn
    assert element("g", text("<"), class_='"') == '<g class="&quot;"><text>&lt;</text></g>'


@pytest.mark.parametrize(
    ("low", "high", "lines"),
    [
        (75, 86, (60, 80, 100)),
        (0, 100, (0, 50, 100)),
        (83, 100, (60, 80, 100)),
        (0, 9, (0, 20, 40)),
        (47, 65, (40, 60, 80)),
    ],
)
def test_its_scale_is_of_whole_tens_and_never_blows_up_noise(
    low: float, high: float, lines: tuple[int, int, int]
) -> None:
    scales = scales_of([point(1, (low + high) / 2, low, high)])
    assert scales.lines() == lines


@given(st.floats(0, 100), st.floats(0, 100))
def test_its_scale_holds_every_interval(one: float, other: float) -> None:
    low, high = sorted((one, other))
    scales = scales_of([point(1, low, low, high)])
    bottom, middle, top = scales.lines()
    assert 0 <= bottom <= low <= high <= top <= 100
    assert (middle - bottom, top - middle) == ((top - bottom) / 2, (top - bottom) / 2)
    assert top - bottom >= 30


def test_it_marks_the_latest_publication_by_shape() -> None:
    drawn = line_of(point(1, 80, 70, 88), point(8, 85, 75, 92), point(30, 70, 60, 80))
    circles = [(c.get("class"), c.get("r")) for c in drawn.findall("circle")]
    assert circles == [("point", "3"), ("point", "3"), ("point last", "4.5")]


def test_it_draws_a_band_between_the_ends_of_the_intervals() -> None:
    drawn = line_of(point(1, 80, 60, 100), point(30, 80, 60, 100))
    (band,) = [p.get("points") for p in drawn.findall("polygon")]
    assert band == f"46.0,{TOP}.0 328.0,{TOP}.0 328.0,124.0 46.0,124.0"
    assert (drawn.get("viewBox"), HEIGHT) == (f"0 0 {WIDTH} 150", 150)


def test_one_publication_has_a_whisker_and_no_line() -> None:
    drawn = line_of(point(1, 80, 60, 100))
    assert (drawn.findall("polygon"), drawn.findall("polyline")) == ([], [])
    assert [li.get("class") for li in drawn.findall("line")].count("whisker") == 1
    assert [t.text for t in drawn.findall("text")][-1] == "week 14"


def test_charts_need_no_inline_style() -> None:
    drawn = [bar((1, 2), 2), line_of(point(1, 80, 60, 100), point(3, 70, 50, 90))]
    assert [e for chart in drawn for e in chart.iter() if "style" in e.attrib] == []
