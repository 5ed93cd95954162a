"""From published lines to readings."""

from datetime import date

import pytest

from medverk.charts.control_words import RebaseNote
from medverk.pages.reading import Counted, History, ResponseRate, read_themes
from medverk.pages.results import recent
from medverk.releases.queries import Line, QuestionResults, Results, Sum, total
from medverk.rules.statistics.confirmed import Sign
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
    assert (read.share.value, read.sign) == (15 / 16, Sign.TOO_EARLY)
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


def lines_of(*spans: tuple[int, int, tuple[int, ...]]) -> Results:
    """Several publications of one question: first week, last week, counts."""
    lines = tuple(
        Line(sum(counts), sum(counts), counts, Week(2026, first), Week(2026, last), DAY)
        for first, last, counts in spans
    )
    found = QuestionResults("heard", lines, total(lines))
    return Results(1, "conversation", (), {"heard": found}, (), None)


def test_lines_that_end_in_one_week_are_one_point() -> None:
    found = lines_of(
        (14, 17, (0, 0, 0, 5, 5)), (16, 18, (5, 5, 0, 0, 0)), (15, 18, (0, 0, 0, 0, 10))
    )
    ((heard,),) = [
        theme.questions for theme in read_themes(shipped_content("conversation"), found, "en")
    ]
    assert [(str(p.from_week), str(p.to_week), p.share.value) for p in heard.publications] == [
        ("2026-W14", "2026-W17", 1.0),
        ("2026-W15", "2026-W18", 0.5),
    ]
    assert [(point.on, point.value) for point in heard.chart.points] == [
        (date(2026, 4, 26), 1.0),
        (date(2026, 5, 3), 0.5),
    ]


def test_a_rebase_starts_with_the_first_block_that_ends_in_its_week_or_later() -> None:
    lines = lines_of(*((week, week + 1, (0, 0, 0, 5, 5)) for week in (10, 12, 14, 16)))
    note = RebaseNote(Week(2026, 14).first_day(), "A new room", "Kari", DAY)
    history = History(lines, {"heard": (note,)})
    ((heard,),) = [
        theme.questions
        for theme in read_themes(shipped_content("conversation"), lines, "en", history)
    ]
    assert [point.segment for point in heard.chart.points] == [1, 1, 2, 2]


def test_charts_go_further_back_than_sums() -> None:
    long = lines_of((2, 3, (5, 5, 0, 0, 0)), (20, 21, (0, 0, 0, 5, 5)))
    short = recent(long, Week(2026, 10))
    ((heard,),) = [
        theme.questions
        for theme in read_themes(shipped_content("conversation"), short, "en", History(long, {}))
    ]
    assert (heard.answered, len(heard.publications), heard.share.value) == (10, 2, 1.0)
    assert recent(long, Week(2026, 30)).questions == {}


@pytest.mark.parametrize(
    ("invited", "answered", "percent"),
    [(629, 214, 34), (100, 100, 100), (100, 101, None), (0, 0, None), (50, 0, None)],
)
def test_a_response_rate_is_only_said_when_it_is_one(
    invited: int, answered: int, percent: int | None
) -> None:
    assert ResponseRate(invited, answered).percent == percent
