"""Pages of reviews and of feedback between units that lie deeper than a unit, in a real browser."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from medverk.exchange import actions as exchange
from medverk.people.access import Role
from medverk.people.models import Person
from medverk.reviews import actions, answering
from medverk.reviews.models import Review, Round
from medverk.rules.exchange import Kind, Outcome
from medverk.rules.reviews import CaseState, HalfYear, Met
from medverk.rules.sampling import Stratify
from tests.browser import Screen
from tests.pages.stage import Stage, person

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AsPerson = Callable[[Person | None], Client]
CASES = 8


@pytest.fixture
def rounds(stage: Stage, now: datetime) -> tuple[Round, Round, Round]:
    """One planned, one with a case to settle and some to review, one closed; in Vestvik."""
    colleagues = [person(name, (Role.COUNSELLOR, stage.vestvik)) for name in ("Ove", "Ulla")]
    pool = [stage.counsellor, stage.leader, *colleagues]
    rows = [f"{who.ident}-{n};{who.ident};aap" for who in colleagues for n in range(12)]
    data = "\n".join(["case;counsellor;kind", *rows]).encode()

    def plan(half: int, checklist: str = "plan") -> Round:
        wish = actions.Plan(
            checklist, HalfYear(2026, half), CASES, Stratify.KIND, 2, date(2026, 12, 31)
        )
        return actions.plan_round(unit=stage.vestvik, plan=wish, by=stage.leader, now=now)

    def begin(half: int) -> Round:
        return actions.draw_round(found=plan(half), data=data, pool=pool, by=stage.leader, now=now)

    closed, going_on = begin(1), begin(2)
    for review in Review.objects.filter(case__round=closed):
        judge(review, Met.PARTLY if review.case.position % 2 else Met.YES, now)
    actions.close_round(found=closed, by=stage.leader, now=now)
    for place, met in ((1, Met.YES), (2, Met.NO)):
        judge(Review.objects.get(case__round=going_on, case__position=1, place=place), met, now)
    return plan(2, "exemption"), going_on, closed


def judge(review: Review, met: Met, now: datetime) -> None:
    answers = {item.key: met for item in review.case.round.checklist.items}
    answering.answer_case(
        review=review, answers=answers, note="Et notat.", by=review.reviewer, now=now
    )


def review_pages(stage: Stage, rounds: tuple[Round, Round, Round]) -> Iterator[tuple[Person, str]]:
    planned, going_on, closed = rounds
    unit = stage.vestvik.pk
    waiting = Review.objects.filter(case__round=going_on, done_at=None)[0]
    differ = Review.objects.filter(case__state=CaseState.DISAGREED)[0]
    yield stage.leader, reverse("draw_review", args=[unit, planned.pk])
    for found in rounds:
        yield stage.leader, reverse("review_round", args=[unit, found.pk])
    yield stage.leader, reverse("check_review", args=[unit, closed.pk])
    for checklist in ("plan", "needs"):
        yield stage.counsellor, reverse("review_course", args=[unit, checklist])
    yield waiting.reviewer, reverse("review_case", args=[unit, going_on.pk, waiting.case_id])
    yield differ.reviewer, reverse("settle_review", args=[unit, going_on.pk, differ.case_id])
    yield waiting.reviewer, reverse("review_sheets", args=[unit, going_on.pk])


def exchange_pages(stage: Stage, now: datetime) -> Iterator[tuple[Person, str]]:
    vestvik, nordvik = stage.vestvik, stage.nordvik
    new, answered = (
        exchange.send(
            from_unit=nordvik, to_unit=vestvik, kind=kind, text="Ring oss først.",
            by=stage.waiting_leader, now=now,
        )
        for kind in (Kind.IMPROVE, Kind.QUESTION)
    )  # fmt: skip
    answer = {"text": "Det gjør vi.", "by": stage.leader, "now": now}
    answered = exchange.answer(feedback=answered, **answer)
    yield stage.leader, reverse("feedback", args=[vestvik.pk, new.pk])
    yield stage.leader, reverse("feedback", args=[vestvik.pk, answered.pk])
    yield stage.waiting_leader, reverse("feedback", args=[nordvik.pk, new.pk])
    yield stage.leader, reverse("send_feedback", args=[vestvik.pk, nordvik.pk])
    yield stage.county_staff, reverse("exchange_units", args=[stage.county.pk])
    exchange.tell(feedback=answered, outcome=Outcome.CHANGED, **answer)
    yield stage.counsellor, reverse("feedback", args=[vestvik.pk, answered.pk])


@pytest.mark.parametrize(
    ("width", "scheme", "language"), [(1280, "light", "en"), (320, "dark", "nn")]
)
def test_every_page_is_accessible_and_fits_with_its_folds_open(
    stage: Stage,
    rounds: tuple[Round, Round, Round],
    now: datetime,
    as_person: AsPerson,
    screen: Callable[..., Screen],
    width: int,
    scheme: str,
    language: str,
) -> None:
    window = screen(width, scheme)
    for someone, path in [*review_pages(stage, rounds), *exchange_pages(stage, now)]:
        assert (as_person(someone).get(path).status_code, path) == (200, path)
        window.faults.clear()
        window.open(path, language)
        window.evaluate("() => document.querySelectorAll('details').forEach(d => d.open = true)")
        found = (path, window.violations(), window.overflow(), window.policy_faults())
        assert found == (path, [], 0, [])


def test_a_case_has_a_sheet_of_paper_of_its_own(
    stage: Stage,
    rounds: tuple[Round, Round, Round],
    as_person: AsPerson,
    screen: Callable[..., Screen],
) -> None:
    going_on = rounds[1]
    as_person(stage.counsellor)
    window = screen()
    window.open(reverse("review_sheets", args=[stage.vestvik.pk, going_on.pk]))
    paper = window.run(lambda: window.page.pdf(format="A4"))
    waiting = Review.objects.filter(
        case__round=going_on, reviewer=stage.counsellor, done_at=None
    ).count()
    assert len(re.findall(rb"/Type /Page\b", paper)) == waiting > 1
