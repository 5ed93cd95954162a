"""Where things lie in a picture over time: days to the right, values upwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from medverk.charts.measure import Measure, value_text
from medverk.charts.svg import element, text

WIDTH, HEIGHT = 340, 168
LEFT, RIGHT, TOP, BOTTOM = 46, 12, 12, 26

Lines = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Scales:
    """From days and values to the picture's coordinates; `lines` are the grid's, from below."""

    first: date
    days: int
    lines: Lines

    def x(self, day: date) -> float:
        if not self.days:
            return (LEFT + WIDTH - RIGHT) / 2
        return LEFT + (WIDTH - LEFT - RIGHT) * (day - self.first).days / self.days

    def y(self, value: float) -> float:
        """Values beyond the outer lines lie on them."""
        low, _, high = self.lines
        share = (min(max(value, low), high) - low) / (high - low)
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share


def draw_grid(scales: Scales, measure: Measure) -> list[SafeString]:
    drawn = []
    for value in scales.lines:
        y = scales.y(value)
        drawn.append(across(y, "grid", stroke_width=0.8))
        drawn.append(text(value_text(value, measure), x=LEFT - 8, y=y + 4, text_anchor="end"))
    return drawn


def across(y: float, class_: str, **attributes: str | int | float) -> SafeString:
    """A line over the whole width."""
    return element("line", class_=class_, x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, **attributes)


def draw_ends(labels: Sequence[str]) -> list[SafeString]:
    """What is written beneath the first and the last point."""
    y = HEIGHT - 6
    if len(labels) == 1:
        return [text(labels[0], x=(LEFT + WIDTH - RIGHT) // 2, y=y, text_anchor="middle")]
    return [
        text(labels[0], x=LEFT, y=y),
        text(labels[-1], x=WIDTH - RIGHT, y=y, text_anchor="end"),
    ]
