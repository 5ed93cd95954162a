"""From published figures to what a page says of a question: share, mean, change. Pure.

Numbers come from releases, never from responses [architecture, decision 8].
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from medverk.releases.queries import Line, QuestionResults, Results, Sum
from medverk.rules.statistics.change import Change, Share, change_between_halves
from medverk.rules.statistics.intervals import Estimate, estimate_mean, estimate_share
from medverk.rules.weeks import Week
from medverk.surveys.content import Content, Question, Scale


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


@dataclass(frozen=True, slots=True)
class Reading:
    """One question, read for people."""

    key: str
    text: str
    answers: Answers
    counts: tuple[int, ...]
    answered: int
    share: Estimate
    mean: Estimate
    change: Change
    publications: tuple[Publication, ...]

    @property
    def halves(self) -> tuple[Sequence[Publication], Sequence[Publication]]:
        """The publications that `change` compares."""
        middle = len(self.publications) // 2
        return self.publications[:middle], self.publications[middle:]


@dataclass(frozen=True, slots=True)
class ThemeReading:
    """What several questions are about together."""

    title: str
    questions: tuple[Reading, ...]


def read_themes(content: Content, results: Results, language: str) -> tuple[ThemeReading, ...]:
    """The themes in which at least one question has a figure, in the questionnaire's order."""
    themes = (
        ThemeReading(theme.title[language], tuple(read_all(content, asked, results, language)))
        for theme, asked in content.by_theme()
    )
    return tuple(theme for theme in themes if theme.questions)


def read_all(
    content: Content, questions: Iterable[Question], results: Results, language: str
) -> Iterable[Reading]:
    for question in questions:
        found = results.questions.get(question.key)
        if found is not None and found.total.answered:
            yield read_question(question, content.scale_of(question), found, language)


def read_question(
    question: Question, scale: Scale, found: QuestionResults, language: str
) -> Reading:
    lines = [line for line in found.lines if line.answered]
    shares = [Share(counted(line, scale), line.answered) for line in lines]
    return Reading(
        key=question.key,
        text=question.text[language],
        answers=answers_of(scale, language),
        counts=found.total.counts,
        answered=found.total.answered,
        share=share_of(found.total, scale),
        mean=estimate_mean(found.total.counts),
        change=change_between_halves(shares),
        publications=tuple(publication(line, scale) for line in lines),
    )


def counted(figures: Sum, scale: Scale) -> int:
    """How many gave an answer that counts as agreeing."""
    return sum(figures.counts[scale.agree_from - 1 :])


def share_of(figures: Sum, scale: Scale) -> Estimate:
    return estimate_share(counted(figures, scale), figures.answered)


def publication(line: Line, scale: Scale) -> Publication:
    return Publication(
        line.from_week, line.to_week, line.counts, line.answered, share_of(line, scale)
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

    risen: tuple[Reading, ...]
    fallen: tuple[Reading, ...]
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
        risen=tuple(r for r in readings if r.change is Change.RISEN),
        fallen=tuple(r for r in readings if r.change is Change.FALLEN),
        rest=any(r.change not in (Change.RISEN, Change.FALLEN) for r in readings),
        too_early=all(r.change is Change.TOO_EARLY for r in readings),
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
