"""Quality reviews of the demo: an office that looks at its activity plans twice a year [Q1, Q3]."""

from datetime import date
from random import Random

from medverk.people.models import Person, Unit
from medverk.project.demo.calendar import Year, at
from medverk.project.demo.places import County
from medverk.reviews import actions, answering
from medverk.reviews.checklists import Item
from medverk.reviews.models import Review, Round, SampledCase
from medverk.rules.reviews import CaseState, HalfYear, Met, find_differences
from medverk.rules.sampling import Stratify
from medverk.rules.weeks import Week

OFFICE = "Voss"
CHECKLIST = "plan"
WEAK = "workplace"
"""The item on which the office is weak at first, and better later."""
CASES, LISTED = 16, 60
FIRST_WEEK, SECOND_WEEK, LAST_WEEKS = 2, 28, 4


def play_reviews(county: County, year: Year, week: Week) -> None:
    """Two rounds that closed, and one that goes on; a half-year has one at most."""
    monday, unit = week.first_day(), county.offices[OFFICE]
    rounds = (year.week(FIRST_WEEK), year.week(SECOND_WEEK), year.last.plus(-LAST_WEEKS))
    if week not in rounds or week < year.first or is_reviewed(unit, monday):
        return
    chance = Random(str(week))  # noqa: S311  (a play, not a secret)
    found = begin(county, unit, monday, chance)
    goes_on = week == rounds[-1]
    for review in Review.objects.filter(case__round=found).order_by("pk"):
        if not goes_on or chance.random() < 0.6:
            judge(review, improved=week != rounds[0], monday=monday, chance=chance)
    if not goes_on:
        settle_all(found, monday)
        actions.close_round(found=found, by=county.leaders[unit.pk], now=at(monday, 15))


def is_reviewed(unit: Unit, monday: date) -> bool:
    half = HalfYear.of_date(monday)
    return Round.objects.filter(
        unit=unit, checklist_key=CHECKLIST, year=half.year, half=half.half
    ).exists()


def begin(county: County, unit: Unit, monday: date, chance: Random) -> Round:
    """Planned by the leader, drawn from a list of invented references."""
    leader, colleagues = county.leaders[unit.pk], county.counsellors[unit.pk]
    half = HalfYear.of_date(monday)
    plan = actions.Plan(CHECKLIST, half, CASES, Stratify.COUNSELLOR, 2, half.last_day())
    found = actions.plan_round(unit=unit, plan=plan, by=leader, now=at(monday, 8))
    return actions.draw_round(
        found=found,
        data=make_list(unit, colleagues, chance),
        pool=[leader, *colleagues],
        by=leader,
        now=at(monday, 9),
    )


def make_list(unit: Unit, colleagues: list[Person], chance: Random) -> bytes:
    rows = [
        f"{unit.number}-{number:03};{chance.choice(colleagues).ident};"
        f"{chance.choice(('AAP', 'dagpenger', 'uten ytelse'))}"
        for number in range(1, LISTED + 1)
    ]
    return "\n".join(["case;counsellor;kind", *rows]).encode()


def judge(review: Review, *, improved: bool, monday: date, chance: Random) -> None:
    """What one reviewer finds; two look at the same case, and mostly see the same."""
    case = Random(f"{monday} {review.case.position}")  # noqa: S311
    answers = {
        item.key: see(item, case, chance, improved=improved)
        for item in review.case.round.checklist.items
    }
    answering.answer_case(
        review=review, answers=answers, note="", by=review.reviewer, now=at(monday, 12)
    )


def see(item: Item, case: Random, chance: Random, *, improved: bool) -> Met:
    weak = item.key == WEAK and not improved
    good = (3, 3, 4) if weak else (12, 3, 1)
    lies = case.choices((Met.YES, Met.PARTLY, Met.NO), good)[0]
    return chance.choice(item.options) if chance.random() < 0.12 else lies


def settle_all(found: Round, monday: date) -> None:
    for case in SampledCase.objects.filter(round=found, state=CaseState.DISAGREED):
        said = answering.answers_of(case)
        first = case.reviews.order_by("place")[0]
        answering.settle_case(
            case=case,
            answers={item: said[0][item] for item in find_differences(said)},
            by=first.reviewer,
            now=at(monday, 14),
        )
