"""How often does something stand out when nothing has changed [statistics.md, "Control chart"]?

An office with eight questions, looked at once a week for a year, with a year before it; each
publication is a draw of answers whose true share stays. The promise: at most one look in fifteen
shows anything. And when the share of one question falls for good in the middle of the year, it is
seen before the year is over.

    python -m bench.outstanding         every row; `make bench` has the largest
"""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bench.results import Line
from medverk.rules.statistics.charts import Measurement, Plan, draw_chart
from medverk.rules.statistics.standing_out import Candidate, find_outstanding

QUESTIONS, WEEKS, ANSWERS = 8, 52, 24
FIRST = date(2024, 1, 1)
MOST_LOOKS = 1 / 15
SEED, YEARS = 20260102, 60


@dataclass(frozen=True)
class World:
    """The true share who agree, and what is added to that of the first question at mid-year.

    alike: how much of each answer all questions of a publication have in common, from 0 to 1.
    """

    name: str
    share: float = 0.8
    added: float = 0.0
    alike: float = 0.0


QUIET = World("nothing changed")
WORLDS = (
    QUIET,
    World("nothing changed, half agree", share=0.5),
    World("nothing changed, questions go together", alike=0.5),
)
CHANGED = World("one question falls by 25 points", added=-0.25)


@dataclass(frozen=True)
class Found:
    """Looks that showed something, of how many; and in how many years anything was shown."""

    shown: int
    looks: int
    years_seen: int
    years: int

    @property
    def share(self) -> float:
        return self.shown / self.looks


def simulate_year(world: World, chance: random.Random) -> list[list[float]]:
    """For each question, a share for each week of two years."""
    series: list[list[float]] = [[] for _ in range(QUESTIONS)]
    for week in range(2 * WEEKS):
        moods = [chance.random() for _ in range(ANSWERS)]
        for number, values in enumerate(series):
            changed = world.added if number == 0 and week >= WEEKS + WEEKS // 2 else 0.0
            share = world.share + changed
            drawn = (mood if chance.random() < world.alike else chance.random() for mood in moods)
            values.append(round(sum(each < share for each in drawn) / ANSWERS, 4))
    return series


def look(series: list[list[float]], week: int) -> bool:
    """Whether anything stands out on the page of that week, which shows a year or more."""
    candidates = []
    for number, values in enumerate(series):
        points = [
            Measurement(FIRST + timedelta(weeks=place), value)
            for place, value in enumerate(values[: week + 1])
        ]
        candidates.append(Candidate(str(number), draw_chart(points, Plan())))
    return bool(find_outstanding(candidates))


def count_looks(world: World, *, years: int = YEARS, seed: int = SEED, every: int = 4) -> Found:
    """Looks once in `every` weeks of each simulated year."""
    chance = random.Random(seed)  # noqa: S311 - a simulation
    shown = looks = seen = 0
    for _ in range(years):
        series = simulate_year(world, chance)
        found = [look(series, week) for week in range(WEEKS, 2 * WEEKS, every)]
        shown += sum(found)
        looks += len(found)
        seen += found[-1] if world.added else any(found)
    return Found(shown, looks, seen, years)


def measure_outstanding(*, quick: bool) -> list[Line]:
    """The most frequent false alarm of the quiet worlds, and how often a fall is seen."""
    years = YEARS // 5 if quick else YEARS
    most = max(count_looks(world, years=years).share for world in WORLDS)
    seen = count_looks(CHANGED, years=years, every=WEEKS - 1)
    return [
        Line(
            "looks at which something stands out, and nothing changed",
            "%",
            100 * most,
            wanted=f"≤ {MOST_LOOKS:.1%}",
            kept=None if quick else most <= MOST_LOOKS,
        ),
        Line("a fall of 25 points seen after half a year", "%", 100 * seen.years_seen / years),
    ]


def main(years: int = YEARS) -> int:
    """Print the table; 1 when something stands out more often than promised."""
    print(f"{QUESTIONS} questions, {ANSWERS} answers a week, {years} years each, seed {SEED}:")
    print("\n| world | looks that show something | years in which anything is shown |")
    print("|---|---|---|")
    most = 0.0
    for world in (*WORLDS, CHANGED, replace(CHANGED, name="… and half agree", share=0.5)):
        found = count_looks(world, years=years)
        if not world.added:
            most = max(most, found.share)
        print(f"| {world.name} | {found.share:.1%} | {found.years_seen / found.years:.0%} |")
    print(f"\nMost looks with a false alarm: {most:.1%}; promised: at most {MOST_LOOKS:.1%}.")
    return 0 if most <= MOST_LOOKS else 1


if __name__ == "__main__":
    raise SystemExit(main())
