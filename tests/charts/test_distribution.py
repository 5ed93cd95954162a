"""Charts: the right places, spoken words, nothing unescaped, no inline style."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverk.charts.distribution import colour_steps, distribution
from medverk.charts.measure import find_percent_lines
from medverk.charts.svg import element, text


def bar(counts: tuple[int, ...], agree_from: int, title: str = "Bar") -> ElementTree.Element:
    drawn = distribution(counts, agree_from, name="b", title=title, description="Spoken")
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


@given(st.floats(0, 100), st.floats(0, 100))
def test_an_axis_of_percent_holds_every_value(one: float, other: float) -> None:
    low, high = sorted((one, other))
    bottom, middle, top = (round(100 * line) for line in find_percent_lines(low, high))
    assert 0 <= bottom <= low + 1e-5
    assert high - 1e-5 <= top <= 100
    assert middle - bottom == top - middle
    assert (top - bottom >= 30, bottom % 10, middle % 10) == (True, 0, 0)


def test_charts_need_no_inline_style() -> None:
    assert [each for each in bar((1, 2), 2).iter() if "style" in each.attrib] == []
