"""What the newest figures say of each improvement, without anyone asking [statistics.md, "Did it
help?"]. Only a new release changes a verdict, and every verdict is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from medverk.improvement.indicators import Indicator, indicator_of
from medverk.improvement.models import Improvement, Verdict
from medverk.improvement.series import from_stored, points_of
from medverk.releases.models import Release
from medverk.releases.queries import latest_row
from medverk.rules.improvement.baseline import SeriesPoint, split_points
from medverk.rules.improvement.series import compare_sisters
from medverk.rules.improvement.states import STARTED, is_followed_on
from medverk.rules.statistics.assurance import Direction
from medverk.rules.statistics.sisters import Period
from medverk.rules.statistics.verdict import Judgement, judge_improvement
from medverk.rules.weeks import Week


def judge_all(*, now: datetime) -> int:
    """A verdict for each improvement that is followed and has none of the newest release yet.

    How many were added. Harmless when repeated: nothing is added until something is published.
    """
    latest: dict[str, Release | None] = {}
    return sum(judge_one(improvement, latest, now) for improvement in followed())


def followed() -> QuerySet[Improvement]:
    return Improvement.objects.filter(state__in=[*STARTED]).order_by("pk")


def judge_one(improvement: Improvement, latest: dict[str, Release | None], now: datetime) -> bool:
    """latest: the newest release of each questionnaire that was looked up already."""
    indicator = indicator_of(improvement.indicator, now)
    if indicator is None:
        return False
    key = indicator.questionnaire
    if key not in latest:
        latest[key] = latest_row(key)
    release = latest[key]
    if release is None or not is_news(improvement, release):
        return False
    _, added = Verdict.objects.get_or_create(
        improvement=improvement,
        release=release,
        defaults=read_verdict(improvement, indicator, release) | {"at": now},
    )
    return added


def is_news(improvement: Improvement, release: Release) -> bool:
    """Whether the release tells something of the time in which the improvement is followed."""
    ends = Week.parse(release.until).first_day()
    if not is_followed_on(improvement.starts_on, ends):
        return False
    return not Verdict.objects.filter(improvement=improvement, release=release).exists()


def read_verdict(
    improvement: Improvement, indicator: Indicator, release: Release
) -> dict[str, Any]:
    """The fields of a verdict. One query for the figures of the unit and all its sisters."""
    starts, ends = starts_and_ends(improvement)
    units = [improvement.unit_id, *improvement.sisters]
    points = points_of(units, indicator, before=ends)
    own = frozen(improvement, points.get(improvement.unit_id, ()))
    sisters = {unit: points[unit] for unit in improvement.sisters if unit in points}
    period = Period(ends, starts)
    judgement = judge_improvement(
        split_points(own, ends, starts),
        [split_points(each, ends, starts) for each in sisters.values()],
        period,
        Direction(improvement.expected),
    )
    return {
        "until": release.until,
        "verdict": judgement.verdict,
        "why": judgement.why,
        "numbers": numbers_of(judgement, sisters, period),
    }


def starts_and_ends(improvement: Improvement) -> tuple[date, date]:
    if improvement.starts_on is None or improvement.baseline_ends is None:
        raise ValueError("an improvement that was not planned has no verdict")
    return improvement.starts_on, improvement.baseline_ends


def frozen(improvement: Improvement, points: Sequence[SeriesPoint]) -> list[SeriesPoint]:
    """The baseline as it was registered, and what has come since the start."""
    starts, _ = starts_and_ends(improvement)
    return from_stored(improvement.baseline) + [p for p in points if p.first_day >= starts]


def numbers_of(
    judgement: Judgement, sisters: Mapping[int, Sequence[SeriesPoint]], period: Period
) -> dict[str, Any]:
    """What the verdict rests on, to be read again without the figures."""
    compared = compare_sisters(sisters, period) if judgement.comparison else ()
    return {
        "before": list(judgement.unit.before),
        "after": list(judgement.unit.after),
        "sisters": [asdict(each) for each in compared],
    }
