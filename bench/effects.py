"""Does the verdict cry wolf, and does it see what is there [statistics.md, "Did it help?"]?

Thirteen units in which nothing changes but successive values resemble each other: 24 of a baseline,
one result on which a unit is picked, 12 after the start. The promise: when nothing was done,
"signal beyond sister units" is said at most once in ten times, however the unit was picked.

    python -m bench.effects         every row; `make bench` has the largest of each
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import sqrt

from bench.results import Line
from medverk.rules.statistics.assurance import Direction
from medverk.rules.statistics.charts import Measurement
from medverk.rules.statistics.sisters import Period
from medverk.rules.statistics.verdict import Verdict, judge_improvement

AUTOCORRELATIONS = (0.0, 0.3, 0.6)
UNITS, BEFORE, AFTER = 13, 24, 12
POINTS = BEFORE + 1 + AFTER
FIRST = date(2024, 1, 1)
PERIOD = Period(FIRST + timedelta(BEFORE), FIRST + timedelta(BEFORE + 1))
MOST_FALSE_ALARMS = 0.10
SEED, RUNS = 20260101, 1000

Values = list[list[float]]
Pick = Callable[[Values, random.Random], int]


def pick_any(values: Values, chance: random.Random) -> int:
    return chance.randrange(len(values))


def pick_worst(values: Values, chance: random.Random) -> int:
    """The lowest result on the day that someone looked; the baseline was frozen before it."""
    return min(range(len(values)), key=lambda unit: values[unit][BEFORE])


def pick_worst_baseline(values: Values, chance: random.Random) -> int:
    """The lowest mean of the baseline itself: against the rule, and people will do it."""
    return min(range(len(values)), key=lambda unit: sum(values[unit][:BEFORE]))


@dataclass(frozen=True)
class World:
    """What is simulated. Numbers are in standard deviations of the least noisy unit.

    noise: the noisiest unit's, the others lie between. differ: the standard deviation of the units'
    own levels. shock: what happens to all units at the start. effect: the picked unit's change, in
    its own standard deviations.
    """

    name: str
    pick: Pick = pick_any
    noise: float = 1.0
    differ: float = 0.0
    shock: float = 0.0
    effect: float = 0.0


WORLDS = (
    World("any unit"),
    World("the worst", pick_worst),
    World("the worst, units differ for good", pick_worst, differ=1.0),
    World("the worst, one twice as noisy", pick_worst, noise=2.0),
    World("the worst, all rise by one", pick_worst, shock=1.0),
    World("the worst of the baseline itself", pick_worst_baseline),
)


def simulate_unit(chance: random.Random, autocorrelation: float, points: int) -> list[float]:
    """Successive values with mean 0 and standard deviation 1 (autoregressive, of first order)."""
    values = [chance.gauss(0, 1)]
    while len(values) < points:
        fresh = chance.gauss(0, sqrt(1 - autocorrelation**2))
        values.append(autocorrelation * values[-1] + fresh)
    return values


def simulate_world(world: World, autocorrelation: float, chance: random.Random) -> Values:
    values = []
    for unit in range(UNITS):
        noise = 1 + (world.noise - 1) * unit / (UNITS - 1)
        level = chance.gauss(0, world.differ)
        simulated = simulate_unit(chance, autocorrelation, POINTS)
        values.append([level + noise * value for value in simulated])
    return values


def judge_once(world: World, autocorrelation: float, chance: random.Random) -> Verdict:
    """The verdict on one simulated improvement."""
    values = simulate_world(world, autocorrelation, chance)
    picked = world.pick(values, chance)
    noise = 1 + (world.noise - 1) * picked / (UNITS - 1)
    for unit in range(UNITS):
        added = world.shock + world.effect * noise * (unit == picked)
        values[unit][BEFORE + 1 :] = [value + added for value in values[unit][BEFORE + 1 :]]
    series = [
        [Measurement(FIRST + timedelta(place), value) for place, value in enumerate(each)]
        for each in values
    ]
    unit_series = series.pop(picked)
    return judge_improvement(unit_series, series, PERIOD, Direction.UP).verdict


def count_verdicts(
    world: World, autocorrelation: float, *, runs: int = RUNS, seed: int = SEED
) -> Counter[Verdict]:
    """How often each verdict falls in `runs` simulated improvements."""
    chance = random.Random(seed)  # noqa: S311 - a simulation
    return Counter(judge_once(world, autocorrelation, chance) for _ in range(runs))


def find_shares(world: World, autocorrelation: float, runs: int) -> tuple[float, float]:
    """The shares of "signal" (no more than that) and of "signal beyond sister units"."""
    verdicts = count_verdicts(world, autocorrelation, runs=runs)
    return (
        verdicts[Verdict.SIGNAL] / runs,
        verdicts[Verdict.SIGNAL_BEYOND_SISTERS] / runs,
    )


def print_table(title: str, worlds: tuple[World, ...], runs: int) -> float:
    """One row for each world and autocorrelation; returns the largest share of the last column."""
    print(f"\n| {title} | autocorrelation | signal only | beyond sister units |")
    print("|---|---|---|---|")
    most = 0.0
    for world in worlds:
        for autocorrelation in AUTOCORRELATIONS:
            alone, beyond = find_shares(world, autocorrelation, runs)
            most = max(most, beyond)
            print(f"| {world.name} | {autocorrelation} | {alone:.1%} | {beyond:.1%} |", flush=True)
    return most


def measure_verdicts(*, quick: bool) -> list[Line]:
    """The most frequent false alarm of all worlds, and how often what helped is seen."""
    runs = RUNS // 5 if quick else RUNS
    lines = []
    for autocorrelation in AUTOCORRELATIONS:
        most = max(find_shares(world, autocorrelation, runs)[1] for world in WORLDS)
        lines.append(
            Line(
                f"false “signal beyond sister units”, autocorrelation {autocorrelation}",
                "%",
                100 * most,
                wanted=f"≤ {MOST_FALSE_ALARMS:.0%}",
                kept=None if quick else most <= MOST_FALSE_ALARMS,
            )
        )
    for autocorrelation in AUTOCORRELATIONS:
        helped = replace(WORLDS[1], effect=1.0)
        seen = find_shares(helped, autocorrelation, runs)[1]
        lines.append(
            Line(f"a change of one seen, autocorrelation {autocorrelation}", "%", 100 * seen)
        )
    return lines


def measure_effects(*, quick: bool) -> list[Line]:
    """The most frequent false alarm of all worlds, and how often what helped is seen."""
    runs = RUNS // 10 if quick else RUNS
    alarms = [
        find_shares(world, autocorrelation, runs)[1]
        for world in WORLDS
        for autocorrelation in AUTOCORRELATIONS
    ]
    helped = replace(WORLDS[0], effect=1.0)
    seen = [sum(find_shares(helped, each, runs)) for each in AUTOCORRELATIONS]
    most = max(alarms)
    return [
        Line("nothing was done, and a signal beyond sister units is said: most often", "%",
             100 * most, None, None, "≤ 10", None if quick else most <= MOST_FALSE_ALARMS),
        Line("it helped by one standard deviation, and a signal is said: least often", "%",
             100 * min(seen)),
    ]  # fmt: skip


def main(runs: int = RUNS) -> int:
    """Print both tables; 1 when a false alarm is more frequent than promised."""
    print(f"Verdicts on {runs} simulated improvements in each row, seed {SEED}: {UNITS} units,")
    print(f"{BEFORE} points before, {AFTER} after.")
    most = print_table("nothing was done; picked:", WORLDS, runs)
    helped = tuple(replace(world, effect=1.0) for world in WORLDS[:2])
    print_table("it helped by one standard deviation; picked:", helped, runs)
    print(f"\nMost false alarms: {most:.1%}; promised: at most {MOST_FALSE_ALARMS:.0%}.")
    return 0 if most <= MOST_FALSE_ALARMS else 1


if __name__ == "__main__":
    raise SystemExit(main())
