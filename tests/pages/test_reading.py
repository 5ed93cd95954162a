"""From published lines to readings."""

from datetime import date

import pytest

from medverk.pages.reading import Counted, ResponseRate, read_themes
from medverk.releases.queries import Line, QuestionResults, Results, Sum
from medverk.rules.statistics.change import Change
from medverk.rules.weeks import Week
from medverk.surveys.catalogue import shipped_content

DAY = date(2026, 4, 27)


def results(**questions: tuple[int, ...]) -> Results:
    """One publication of each question."""
    lines = {
        key: Line(sum(counts) + 2, sum(counts), counts, Week(2026, 14), Week(2026, 17), DAY)
        for key, counts in questions.items()
    }
    return Results(
        1,
        "conversation",
        (),
        {
            key: QuestionResults(key, (line,), Sum(line.n, line.answered, line.counts))
            for key, line in lines.items()
        },
        (),
        None,
    )


def test_it_keeps_the_order_of_the_questionnaire_and_leaves_out_what_has_no_figure() -> None:
    found = results(next_steps=(1, 2, 3, 4, 5), heard=(0, 0, 1, 7, 8))
    themes = read_themes(shipped_content("conversation"), found, "nn")
    assert [(theme.title, [r.key for r in theme.questions]) for theme in themes] == [
        ("Samarbeidet", ["heard"]),
        ("Før, under og etter samtalen", ["next_steps"]),
    ]


def test_it_reads_a_share_of_those_who_answered_the_question() -> None:
    found = results(heard=(0, 0, 1, 7, 8))
    (theme,) = read_themes(shipped_content("conversation"), found, "en")
    (read,) = theme.questions
    assert (read.text, read.answered) == ("The counsellor listened to what I had to say", 16)
    assert (read.share.value, read.change) == (15 / 16, Change.TOO_EARLY)
    assert round(read.mean.value, 4) == 4.4375


@pytest.mark.parametrize(
    ("questionnaire", "key", "categories", "counted", "counts_from"),
    [
        ("conversation", "heard", 5, Counted.AGREE, 4),
        ("call", "helped", 3, Counted.YES, 3),
        ("trust", "trust", 6, Counted.NUMBER, 4),
    ],
)
def test_it_knows_what_each_scale_counts(
    questionnaire: str, key: str, categories: int, counted: Counted, counts_from: int
) -> None:
    found = results(**{key: tuple(range(1, categories + 1))})
    (theme,) = read_themes(shipped_content(questionnaire), found, "nb")
    answers = theme.questions[0].answers
    assert (answers.counted, answers.counts_from, len(answers.labels)) == (
        counted,
        counts_from,
        categories,
    )


@pytest.mark.parametrize(
    ("invited", "answered", "percent"),
    [(629, 214, 34), (100, 100, 100), (100, 101, None), (0, 0, None), (50, 0, None)],
)
def test_a_response_rate_is_only_said_when_it_is_one(
    invited: int, answered: int, percent: int | None
) -> None:
    assert ResponseRate(invited, answered).percent == percent
