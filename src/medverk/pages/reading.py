"""From published figures to what a page says of a question: share, mean, chart. Pure.

Numbers come from releases, never from responses [architecture, decision 8].
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

from medverk.charts.control_words import RebaseNote
from medverk.releases.queries import Line, QuestionResults, Results, Sum, total
from medverk.rules.statistics.assurance import Direction
from medverk.rules.statistics.charts import Chart, Measurement, Plan, draw_chart
from medverk.rules.statistics.confirmed import Sign, read_sign
from medverk.rules.statistics.intervals import Estimate, estimate_mean, estimate_share
from medverk.rules.weeks import Week
from medverk.surveys.content import Better, Content, Question, Scale


class Counted(StrEnum):
    """What the share counts, so that it can be said in a verb."""

    AGREE = "agree"
    YES = "yes"
    NUMBER = "number"  # a number or higher


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of a scale in one language. `counts_from`: the first that the share counts."""

    labels: tuple[str, ...]
    counts_from: int
    counted: Counted


@dataclass(frozen=True, slots=True)
class Publication:
    """One point over time."""

    from_week: Week
    to_week: Week
    counts: tuple[int, ...]
    answered: int
    share: Estimate

    @property
    def on(self) -> date:
        """The last day of the weeks that it covers."""
        return self.to_week.first_day() + timedelta(days=6)


@dataclass(frozen=True, slots=True)
class History:
    """What charts are drawn of: figures of a longer time than the page's sums, and the decisions
    that a series begins anew, by question."""

    results: Results
    rebases: Mapping[str, tuple[RebaseNote, ...]]


@dataclass(frozen=True, slots=True)
class Reading:
    """One question, read for people. `publications` are the points of `chart`, oldest first."""

    key: str
    text: str
    answers: Answers
    counts: tuple[int, ...]
    answered: int
    share: Estimate
    mean: Estimate
    publications: tuple[Publication, ...]
    chart: Chart
    direction: Direction
    rebases: tuple[RebaseNote, ...] = ()

    @property
    def sign(self) -> Sign:
        """What the chart says for sure of the newest publication."""
        return read_sign(self.chart)


@dataclass(frozen=True, slots=True)
class ThemeReading:
    """What several questions are about together."""

    title: str
    questions: tuple[Reading, ...]


def read_themes(
    content: Content, results: Results, language: str, history: History | None = None
) -> tuple[ThemeReading, ...]:
    """The themes in which at least one question has a figure, in the questionnaire's order.

    history: for the charts; the same results where a longer time is not known.
    """
    past = history or History(results, {})
    themes = (
        ThemeReading(
            theme.title[language], tuple(read_all(content, asked, results, language, past))
        )
        for theme, asked in content.by_theme()
    )
    return tuple(theme for theme in themes if theme.questions)


def read_all(
    content: Content,
    questions: Iterable[Question],
    results: Results,
    language: str,
    history: History,
) -> Iterable[Reading]:
    for question in questions:
        found = results.questions.get(question.key)
        if found is not None and found.total.answered:
            yield read_question(question, content.scale_of(question), found, language, history)


def read_question(
    question: Question,
    scale: Scale,
    found: QuestionResults,
    language: str,
    history: History,
) -> Reading:
    past = history.results.questions.get(question.key, found)
    publications = tuple(publication(lines, scale) for lines in by_last_week(past.lines))
    rebases = history.rebases.get(question.key, ())
    direction = direction_of(question)
    return Reading(
        key=question.key,
        text=question.text[language],
        answers=answers_of(scale, language),
        counts=found.total.counts,
        answered=found.total.answered,
        share=share_of(found.total, scale),
        mean=estimate_mean(found.total.counts),
        publications=publications,
        chart=read_chart(publications, direction, rebases),
        direction=direction,
        rebases=rebases,
    )


def direction_of(question: Question) -> Direction:
    """Which way the share goes when things get better."""
    return Direction.UP if question.better is Better.HIGH else Direction.DOWN


def read_chart(
    publications: Sequence[Publication], direction: Direction, rebases: Sequence[RebaseNote] = ()
) -> Chart:
    """The share of each publication, to four decimals, as a control chart."""
    points = [Measurement(each.on, round(each.share.value, 4)) for each in publications]
    return draw_chart(points, Plan(direction=direction, rebase=[each.on for each in rebases]))


def counted(figures: Sum, scale: Scale) -> int:
    """How many gave an answer that counts as agreeing."""
    return sum(figures.counts[scale.agree_from - 1 :])


def share_of(figures: Sum, scale: Scale) -> Estimate:
    return estimate_share(counted(figures, scale), figures.answered)


def by_last_week(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines with answers that end in one week are one point over time, oldest first."""
    ordered = sorted((line for line in lines if line.answered), key=lambda line: line.to_week)
    return [list(together) for _week, together in groupby(ordered, lambda line: line.to_week)]


def publication(lines: Sequence[Line], scale: Scale) -> Publication:
    figures = total(lines)
    return Publication(
        min(line.from_week for line in lines),
        lines[0].to_week,
        figures.counts,
        figures.answered,
        share_of(figures, scale),
    )


def answers_of(scale: Scale, language: str) -> Answers:
    labels = tuple(category.text[language] for category in scale.categories)
    if scale.numbered:
        return Answers(labels, scale.agree_from, Counted.NUMBER)
    only_the_best = scale.agree_from == len(labels)
    return Answers(labels, scale.agree_from, Counted.YES if only_the_best else Counted.AGREE)


@dataclass(frozen=True, slots=True)
class Gist:
    """What a busy person should leave with. `apart`: the best and the weakest truly differ."""

    better: tuple[Reading, ...]
    worse: tuple[Reading, ...]
    too_early: bool
    rest: bool  # some question has not changed
    weakest: Reading
    best: Reading

    @property
    def apart(self) -> bool:
        return not self.weakest.share.overlaps(self.best.share)


def gist_of(readings: Sequence[Reading]) -> Gist:
    """Of at least one question that has a figure."""
    by_share = sorted(readings, key=lambda reading: reading.share.value)
    return Gist(
        better=tuple(r for r in readings if r.sign is Sign.BETTER),
        worse=tuple(r for r in readings if r.sign is Sign.WEAKER),
        rest=any(r.sign not in (Sign.BETTER, Sign.WEAKER) for r in readings),
        too_early=all(r.sign is Sign.TOO_EARLY for r in readings),
        weakest=by_share[0],
        best=by_share[-1],
    )


@dataclass(frozen=True, slots=True)
class ResponseRate:
    """How many of those who were asked answered; None where that cannot be said honestly."""

    invited: int
    answered: int

    @property
    def percent(self) -> int | None:
        if not 0 < self.answered <= self.invited:
            return None
        return round(100 * self.answered / self.invited)
