"""The rules of a control chart once more, from the text of statistics.md and in another way.

Everything here asks each point about every window that holds it; nothing is shared with the rules.
"""

from fractions import Fraction

Values = list[Fraction]


def limits(values: Values, freeze: int | None, screening: bool) -> tuple[Fraction, Fraction]:
    """Mean and mean moving range."""
    base = values[: freeze or len(values)]
    ranges = [abs(base[i] - base[i - 1]) for i in range(1, len(base))]
    usual = sum(ranges) / Fraction(len(ranges))
    if screening:
        ranges = [each for each in ranges if not each >= Fraction(3267, 1000) * usual]
    return sum(base) / Fraction(len(base)), sum(ranges) / Fraction(len(ranges))


def windows(place: int, size: int, length: int) -> list[range]:
    starts = range(max(0, place - size + 1), min(place, length - size) + 1)
    return [range(start, start + size) for start in starts]


def is_trend(values: Values, window: range) -> bool:
    steps = [values[i + 1] - values[i] for i in list(window)[:-1]]
    return all(step > 0 for step in steps) or all(step < 0 for step in steps)


def is_one_side(values: Values, window: range, mean: Fraction) -> bool:
    return all(values[i] > mean for i in window) or all(values[i] < mean for i in window)


def cause(values: Values, place: int, mean: Fraction, moving: Fraction, ruleset: str) -> str:
    upper, lower = mean + Fraction(266, 100) * moving, mean - Fraction(266, 100) * moving
    near_upper = mean + 2 * Fraction(266, 100) / 3 * moving
    near_lower = mean - 2 * Fraction(266, 100) / 3 * moving
    length = len(values)

    def outside(i: int) -> bool:
        return values[i] > upper or values[i] < lower

    def close(i: int) -> bool:
        beyond = values[i] > near_upper or values[i] < near_lower
        return beyond and (ruleset == "mdc-2023" or not outside(i))

    if outside(place):
        return "outside"
    if any(is_trend(values, window) for window in windows(place, 7, length)):
        return "trend"
    if close(place) and any(
        is_one_side(values, window, mean) and sum(map(close, window)) >= 2
        for window in windows(place, 3, length)
    ):
        return "two_of_three"
    if any(is_one_side(values, window, mean) for window in windows(place, 7, length)):
        return "shift"
    return ""


def causes(values: Values, ruleset: str, freeze: int | None, screening: bool) -> list[str]:
    mean, moving = limits(values, freeze, screening)
    return [cause(values, place, mean, moving, ruleset) for place in range(len(values))]
