"""Everything an evaluation says, gathered once for the page and the document alike [F9]."""

from dataclasses import dataclass

from medverk.pilots.forms import in_language
from medverk.pilots.models import Pilot
from medverk.pilots.queries import (
    Opinions,
    Progress,
    QuestionNumbers,
    are_answers_published,
    opinions_of,
    progress_of,
    weeks_of,
)
from medverk.rules.statistics.intervals import Estimate, estimate_share
from medverk.rules.weeks import Week
from medverk.surveys.content import Content, Text
from medverk.surveys.queries import content


@dataclass(frozen=True, slots=True)
class Scale:
    """What the bar of a question needs to know of its categories, in one language."""

    labels: tuple[str, ...]
    counts_from: int


@dataclass(frozen=True, slots=True)
class Answered:
    """One question with what users answered, over all offices whose figures are published."""

    key: str
    text: Text
    answered: int
    agree: Estimate
    counts: tuple[int, ...]
    answers: Scale

    @property
    def shares(self) -> tuple[tuple[str, int], ...]:
        """Each category's words, and how many chose it."""
        return tuple(zip(self.answers.labels, self.counts, strict=True))


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A pilot at its end."""

    pilot: Pilot
    progress: Progress
    questions: tuple[Answered, ...]
    opinions: Opinions
    complete: bool  # the last answers have had their publication date
    last_week: Week

    @property
    def response_rate(self) -> Estimate | None:
        """Published answers of those reached in the weeks that they are from [F15]. None until the
        last answers are published: who was reached is not told while people are asked."""
        if not self.complete:
            return None
        invited, answered = self.progress.reached, self.progress.answered
        return estimate_share(answered, invited) if 0 < answered <= invited else None


def evaluate(pilot: Pilot) -> Evaluation:
    """Gather the evaluation; a constant number of queries."""
    progress = progress_of(pilot)
    asked = content(pilot.version_id)
    numbers = {each.key: each for each in progress.questions}
    return Evaluation(
        pilot=pilot,
        progress=progress,
        questions=tuple(
            say_answers(asked, numbers[question.key])
            for question in asked.questions
            if question.key in numbers and numbers[question.key].answered
        ),
        opinions=opinions_of(pilot),
        complete=are_answers_published(pilot),
        last_week=weeks_of(pilot)[1],
    )


def say_answers(asked: Content, numbers: QuestionNumbers) -> Answered:
    question = asked.question(numbers.key)
    scale = asked.scale_of(question)
    agreeing = sum(numbers.counts[scale.agree_from - 1 :])
    labels = tuple(in_language(category.text) for category in scale.categories)
    return Answered(
        key=question.key,
        text=question.text,
        answered=numbers.answered,
        agree=estimate_share(agreeing, numbers.answered),
        counts=numbers.counts,
        answers=Scale(labels, scale.agree_from),
    )
