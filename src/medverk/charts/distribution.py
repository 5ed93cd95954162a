"""How the answers are spread: one bar, the share of each answer as its part."""

from collections.abc import Sequence
from itertools import accumulate

from django.utils.safestring import SafeString

from medverk.charts.svg import chart, element

HEIGHT = 26
COLOURS = 5


def colour_steps(categories: int) -> tuple[int, ...]:
    """Which of the five colours each category has: the ends are always the ends.

    >>> colour_steps(3)
    (1, 3, 5)
    """
    if categories == 1:
        return (COLOURS,)
    return tuple(round(1 + i * (COLOURS - 1) / (categories - 1)) for i in range(categories))


def distribution(
    counts: Sequence[int], agree_from: int, *, name: str, title: str, description: str
) -> SafeString:
    """The bar. Categories that do not count as agreeing are hatched and those that do have a
    line beneath, so that it reads without colours too.

    counts: how many chose category 1, 2, …; agree_from: the first category that counts.
    """
    answered = sum(counts)
    shares = [100 * count / answered for count in counts]
    starts = [0.0, *accumulate(shares)]
    parts = [
        part(starts[i], shares[i], step, name if i + 1 < agree_from else None)
        for i, step in enumerate(colour_steps(len(counts)))
        if shares[i]
    ]
    agreeing = starts[agree_from - 1]
    line = element(
        "line",
        class_="whole",
        x1=f"{agreeing:.2f}%",
        x2="100%",
        y1=HEIGHT + 4,
        y2=HEIGHT + 4,
        stroke_width=2,
    )
    return chart(
        [hatch(name), *parts, *([line] if agreeing < 100 else [])],
        name=name,
        title=title,
        description=description,
        class_="chart dist",
        width="100%",
        height=HEIGHT + 6,
    )


def part(start: float, share: float, step: int, hatched: str | None) -> SafeString:
    """One answer's part of the bar, from `start` percent, `share` percent wide."""
    place: dict[str, str | int] = {
        "x": f"{start:.2f}%",
        "width": f"{share:.2f}%",
        "y": 0,
        "height": HEIGHT,
    }
    filled = element("rect", class_=f"step-{step} gap", stroke_width=1.5, **place)
    if hatched is None:
        return filled
    return filled + element("rect", fill=f"url(#{hatched}-hatch)", **place)


def hatch(name: str) -> SafeString:
    line = element("line", class_="gap", x1=0, y1=0, x2=0, y2=7, stroke_width=1.6)
    pattern = element(
        "pattern",
        line,
        id=f"{name}-hatch",
        width=7,
        height=7,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    return element("defs", pattern)


def swatch(step: int) -> SafeString:
    """The little square of a colour in the key beneath a bar."""
    square = element("rect", class_=f"step-{step}", width=10, height=10, rx=2)
    return element("svg", square, class_="chart", viewBox="0 0 10 10", aria_hidden="true")
