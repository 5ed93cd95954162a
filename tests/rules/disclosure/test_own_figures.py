"""A counsellor's own figures, by hand [F6, disclosure G2 "over contributors"]."""

import pytest

from medverk.rules.disclosure.figures import Line, Withheld
from medverk.rules.disclosure.hierarchy import Hierarchy, Level, Unit
from medverk.rules.disclosure.ledger import LONGEST_WAIT, Ledger
from medverk.rules.disclosure.own_figures import own_reason_by_default
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.publication import Publication, decide_publication
from medverk.rules.disclosure.reasons import Reason
from medverk.rules.disclosure.tallies import Tally
from medverk.rules.weeks import Week

START = Week(2026, 1)
Week_of_counts = dict[str, tuple[int, int]]


def publish_weeks(
    *weeks: Week_of_counts, counsellors: int | None = None, skipped: int = 0
) -> list[Publication]:
    """Publish week by week in one office; a week gives each counsellor's (no, yes) counts."""
    hierarchy = Hierarchy.of([Unit("voss", Level.OFFICE, None, counsellors)])
    ledger, publications, tallies = Ledger(START), [], []
    for number, week in enumerate(weeks):
        until = START.plus(number)
        tallies += [
            Tally("voss", name, until, sum(counts) + skipped, {"goal": counts})
            for name, counts in week.items()
        ]
        publication = decide_publication(
            Policy(), hierarchy, {"goal": 2}, until=until, ledger=ledger, tallies=tallies
        )
        publications.append(publication)
        ledger = publication.ledger
    return publications


def own_lines(publications: list[Publication], counsellor: str = "me") -> list[Line]:
    """What the counsellor is shown."""
    return [
        line
        for publication in publications
        for line in publication.lines
        if line.audience == f"own:{counsellor}"
    ]


def own_gaps(publication: Publication) -> list[Withheld]:
    """What the counsellor is not shown."""
    return [gap for gap in publication.withheld if gap.audience == "own:me"]


def test_it_shows_own_figures_when_own_and_others_are_enough() -> None:
    lines = own_lines(publish_weeks({"me": (9, 6), "b": (8, 0), "c": (0, 7)}))
    assert [(line.question, line.n, line.counts) for line in lines] == [
        (None, 15, ()),
        ("goal", 15, (9, 6)),
    ]


@pytest.mark.parametrize(
    ("week", "reason"),
    [
        ({"me": (9, 5), "b": (8, 0), "c": (0, 7)}, Reason.TOO_FEW_OWN),
        ({"me": (9, 6), "b": (8, 0), "c": (0, 6)}, Reason.TOO_FEW_OTHERS),
        ({"me": (9, 6), "b": (8, 7)}, Reason.TOO_FEW_OTHERS),
    ],
)
def test_it_waits_and_says_why(week: Week_of_counts, reason: Reason) -> None:
    publications = publish_weeks(week)
    assert own_lines(publications) == []
    assert [gap.reason for gap in own_gaps(publications[-1])] == [reason]


def test_it_never_shows_own_figures_in_an_office_with_two_counsellors() -> None:
    week: Week_of_counts = {"me": (20, 20), "b": (20, 20)}
    publications = publish_weeks(week, week, week, counsellors=2)
    assert own_lines(publications) == []
    assert [gap.reason for gap in own_gaps(publications[-1])] == [Reason.TWO_COUNSELLOR_OFFICE]


def test_it_extends_the_run_over_blocks_until_there_is_enough() -> None:
    week: Week_of_counts = {"me": (3, 5), "b": (4, 0), "c": (0, 4)}
    first, second = publish_weeks(week, week)
    assert own_lines([first]) == []
    assert [(line.question, len(line.blocks), line.n) for line in own_lines([second])] == [
        (None, 2, 16),
        ("goal", 2, 16),
    ]


def test_others_in_a_block_without_own_responses_are_no_protection() -> None:
    # The second block drops out of the subtraction: others in the first and third are 2 + 12.
    publications = publish_weeks(
        {"me": (5, 8), "b": (1, 0), "c": (0, 1)},
        {"b": (10, 0), "c": (0, 10)},
        {"me": (1, 2), "b": (6, 0), "c": (0, 6)},
    )
    assert own_lines(publications) == []
    assert [gap.reason for gap in own_gaps(publications[-1])] == [Reason.TOO_FEW_OTHERS]


def test_a_line_leaves_out_blocks_without_own_responses() -> None:
    lines = own_lines(
        publish_weeks(
            {"me": (5, 8), "b": (4, 0), "c": (0, 4)},
            {"b": (10, 0), "c": (0, 10)},
            {"me": (1, 2), "b": (6, 0), "c": (0, 6)},
        )
    )
    assert {line.blocks for line in lines} == {("voss:2026-W01", "voss:2026-W03")}


@pytest.mark.parametrize(
    "week",
    [
        {"me": (15, 0), "b": (8, 0), "c": (0, 7)},
        {"me": (8, 7), "b": (8, 0), "c": (7, 0)},
    ],
)
def test_own_answers_wait_while_own_or_others_are_alike(week: Week_of_counts) -> None:
    first, second = publish_weeks(week, {"me": (8, 8), "b": (8, 8), "c": (8, 8)})
    assert [line.question for line in own_lines([first])] == [None]
    assert [(gap.question, gap.reason) for gap in own_gaps(first)] == [
        ("goal", Reason.TOO_FEW_OR_ALIKE)
    ]
    assert [(line.question, len(line.blocks)) for line in own_lines([second])] == [
        (None, 1),
        ("goal", 2),
    ]


def test_answers_to_all_questions_share_the_runs_of_the_numbers() -> None:
    week: Week_of_counts = {"me": (3, 2), "b": (3, 2), "c": (3, 2)}
    publications = publish_weeks(*[week] * 6, skipped=3)
    lines = own_lines(publications)
    numbers = [set(line.blocks) for line in lines if line.question is None]
    answers = [set(line.blocks) for line in lines if line.question == "goal"]
    assert [len(run) for run in numbers] == [2, 2, 2]
    assert answers == [numbers[0] | numbers[1]]


def test_it_says_nothing_of_whether_anything_came_in_since_the_last_own_figure() -> None:
    full: Week_of_counts = {"me": (9, 6), "b": (8, 7), "c": (8, 7)}
    without = publish_weeks(full, {"b": (8, 7), "c": (8, 7)})[-1]
    with_some = publish_weeks(full, {"me": (1, 2), "b": (8, 7), "c": (8, 7)})[-1]
    assert own_gaps(without) == own_gaps(with_some)
    assert [(gap.from_week, gap.reason) for gap in own_gaps(without)] == [
        (START.plus(1), Reason.TOO_FEW_OWN)
    ]


def test_it_forgets_blocks_that_have_waited_too_long() -> None:
    some: Week_of_counts = {"me": (3, 5), "b": (8, 0), "c": (0, 7)}
    quiet: list[Week_of_counts] = [{} for _ in range(LONGEST_WAIT)]
    just = publish_weeks(some, *quiet[:-1], some)
    late = publish_weeks(some, *quiet, some)
    assert {line.n for line in own_lines(just)} == {16}
    assert own_lines(late) == []
    assert late[-1].ledger.office("voss").own["me"].waiting == ("voss:2026-W02",)


@pytest.mark.parametrize(
    ("counsellors", "reason"),
    [(None, Reason.TOO_FEW_OWN), (3, Reason.TOO_FEW_OWN), (2, Reason.TWO_COUNSELLOR_OFFICE)],
)
def test_it_has_a_reason_for_a_counsellor_of_whom_nothing_is_known(
    counsellors: int | None, reason: Reason
) -> None:
    office = Unit("voss", Level.OFFICE, None, counsellors)
    assert own_reason_by_default(Policy(), office) == reason
