"""Numbers as they are written, so that no rounding error decides what is a signal.

A binary fraction cannot hold 0.1: the mean of thirteen times 0.1 may then lie beside 0.1, outside
limits of no width. A point on the mean or on a limit must be seen to be there.
"""

from fractions import Fraction
from math import isfinite


def take_as_written(value: float) -> Fraction:
    """The decimal number that `repr` shows. Raises ValueError for infinity and not-a-number."""
    if not isfinite(value):
        raise ValueError(f"{value} is not a finite number")
    return Fraction(repr(float(value)))
