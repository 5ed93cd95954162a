"""Whether a target is met by the way things are, or by luck [statistics.md, "Control chart"]."""

from enum import StrEnum

from medverk.rules.statistics.exact import take_as_written
from medverk.rules.statistics.limits import Limits


class Direction(StrEnum):
    """Which way is better; neutral when neither is."""

    UP = "up"
    DOWN = "down"
    NEUTRAL = "neutral"


class Assurance(StrEnum):
    """What the limits of the last segment say about a target."""

    CONSISTENTLY_PASSING = "consistently_passing"
    CONSISTENTLY_FAILING = "consistently_failing"
    HIT_AND_MISS = "hit_and_miss"
    NO_TARGET = "no_target"
    NO_DIRECTION = "no_direction"  # a neutral indicator can neither pass nor fail
    TOO_FEW_POINTS = "too_few_points"


def assure_target(target: float | None, direction: Direction, limits: Limits | None) -> Assurance:
    """A target above the upper limit, or below the lower, is never reached or always, by direction.

    target: in the unit of the values; a target on a limit is hit and miss. Raises ValueError when
    it is not finite.
    """
    if target is None:
        return Assurance.NO_TARGET
    if direction is Direction.NEUTRAL:
        return Assurance.NO_DIRECTION
    if limits is None:
        return Assurance.TOO_FEW_POINTS
    exact = take_as_written(target)
    if limits.lower <= exact <= limits.upper:
        return Assurance.HIT_AND_MISS
    if (exact > limits.upper) is (direction is Direction.UP):
        return Assurance.CONSISTENTLY_FAILING
    return Assurance.CONSISTENTLY_PASSING
