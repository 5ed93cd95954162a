"""What closed rounds say: with its uncertainty, and no noise called change [Q2, F15]."""

import pytest

from medverk.reviews.checklists import latest
from medverk.reviews.models import ItemResult, Round
from medverk.reviews.pictures import picture_course
from medverk.reviews.results import read_course, read_item
from medverk.reviews.sentences import say_agreement, say_kappa, two_places
from medverk.rules.review_results import ordered
from medverk.rules.reviews import Met
from medverk.rules.statistics.agreement import Agreement, Undefined, measure_agreement
from medverk.rules.statistics.change import Change
from medverk.rules.statistics.intervals import Estimate, estimate_share

ITEMS = {item.key: item for item in latest("plan").items}


def result(yes, partly=0, no=0, not_relevant=0, pairs=(), item="work_goal"):
    return ItemResult(
        item=item, yes=yes, partly=partly, no=no, not_relevant=not_relevant, pairs=list(pairs)
    )


def test_a_share_is_of_the_cases_for_which_the_item_is_relevant():
    found = read_item(ITEMS["workplace"], result(6, 2, 2, 10, item="workplace"))
    assert (found.relevant, found.share) == (10, estimate_share(6, 10))
    assert found.counts == ((Met.YES, 6), (Met.PARTLY, 2), (Met.NO, 2), (Met.NOT_RELEVANT, 10))


def test_an_item_that_is_relevant_nowhere_has_no_share():
    assert read_item(ITEMS["workplace"], result(0, not_relevant=9)).share is None


def test_the_order_counts_only_where_both_found_the_item_relevant():
    pairs = [[5, 1, 0, 2], [0, 3, 1, 0], [0, 0, 4, 1], [1, 0, 0, 6]]
    assert ordered(pairs) == [[5, 1, 0], [0, 3, 1], [0, 0, 4]]
    found = read_item(ITEMS["workplace"], result(8, 4, 5, 7, pairs))
    assert found.agreement == measure_agreement(pairs)
    assert found.weighted == measure_agreement(ordered(pairs), weighted=True)


def course(*shares):
    rounds = []
    for number, (yes, no) in enumerate(shares):
        one = Round(pk=number + 1, year=2020 + number // 2, half=1 + number % 2)
        one._prefetched_objects_cache = {"results": FakeRows([result(yes, no=no)])}
        rounds.append(one)
    return read_course(ITEMS["work_goal"], rounds)


class FakeRows(list):
    def all(self):
        return self


@pytest.mark.parametrize(
    ("shares", "change"),
    [
        ([(5, 5)] * 3, Change.TOO_EARLY),
        ([(5, 5)] * 4, Change.AS_USUAL),
        ([(4, 6), (6, 4), (5, 5), (7, 3)], Change.AS_USUAL),
        ([(5, 15), (5, 15), (18, 2), (19, 1)], Change.RISEN),
        ([(18, 2), (19, 1), (5, 15), (5, 15)], Change.FALLEN),
    ],
)
def test_a_change_is_more_than_chance(shares, change):
    assert course(*shares).change is change


def test_it_has_no_limits_before_there_are_thirteen_half_years():
    few, many = picture_course(course(*[(8, 2)] * 12)), picture_course(course(*[(8, 2)] * 13))
    assert 'class="limit"' not in few.svg
    assert 'class="limit"' in many.svg
    assert "2025" in few.sentence
    assert len(few.table.rows) == 12


def test_without_a_relevant_case_there_is_no_picture():
    assert picture_course(course((0, 0))) is None
    assert picture_course(course()) is None


@pytest.mark.parametrize(
    ("value", "written"), [(0.618, "0,62"), (-0.2, "−0,20"), (-0.001, "0,00"), (1.0, "1,00")]
)
def test_kappa_is_written_with_two_places(value, written):
    assert two_places(value) == written


def test_agreement_is_said_with_its_uncertainty_or_why_there_is_none():
    kappa = Estimate(0.62, 0.31, 0.93)
    assert say_kappa(kappa) == "kappa 0,62 (trolig mellom 0,31 og 0,93)"
    alike = Agreement(9, 9, None, Undefined.ONE_CATEGORY)
    assert say_agreement(alike).startswith("likt i 9 av 9: begge ga samme svar")
