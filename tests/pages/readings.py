"""Readings made of a few numbers, for the tests of sentences."""

from medverk.pages.reading import Answers, Counted, Publication, Reading, read_chart
from medverk.rules.statistics.assurance import Direction
from medverk.rules.statistics.intervals import estimate_mean, estimate_share
from medverk.rules.weeks import Week

AGREE = Answers(("No", "In between", "Yes"), 3, Counted.AGREE)
YES = Answers(("No", "Partly", "Yes"), 3, Counted.YES)
NUMBER = Answers(("Low", "2", "High"), 3, Counted.NUMBER)


def reading(text: str, *percents: int, answers: Answers = AGREE, each: int = 100) -> Reading:
    """A question with one publication per percent, from week 10 of 2026 on."""
    chosen = [round(percent * each / 100) for percent in percents]
    counts = (each * len(percents) - sum(chosen), 0, sum(chosen))
    publications = tuple(
        Publication(
            Week(2026, 10 + number),
            Week(2026, 10 + number),
            (each - c, 0, c),
            each,
            estimate_share(c, each),
        )
        for number, c in enumerate(chosen)
    )
    return Reading(
        key=text.lower(),
        text=text,
        answers=answers,
        counts=counts,
        answered=sum(counts),
        share=estimate_share(counts[-1], sum(counts)),
        mean=estimate_mean(counts),
        publications=publications,
        chart=read_chart(publications, Direction.UP),
        direction=Direction.UP,
    )
