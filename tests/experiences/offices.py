"""Offices, their leaders, and improvements that have begun; and verdicts as releases give them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count

from medverk.experiences import actions
from medverk.experiences.actions import Words
from medverk.experiences.models import Experience
from medverk.improvement.models import Finding, Improvement, Verdict
from medverk.people.access import Role
from medverk.people.models import Membership, Person, Unit, UnitType
from medverk.releases.models import Release
from medverk.releases.storing import store_release
from medverk.rules.disclosure.policy import Policy
from medverk.rules.improvement.states import ImprovementState
from medverk.rules.weeks import Week
from medverk.surveys.actions import load_shipped
from medverk.surveys.models import Questionnaire

START = date(2020, 1, 1)
SHARED_AT = datetime(2026, 10, 14, 9, tzinfo=UTC)
NUMBERS = count(2000)


def make_unit(name: str, kind: UnitType, parent: Unit | None) -> Unit:
    return Unit.objects.create(
        number=str(next(NUMBERS)), type=kind, name=name, valid_from=START, parent=parent
    )


def make_person(name: str, role: Role, unit: Unit, **more: object) -> Person:
    made = Person.objects.create(subject=name, name=name, ident=str(next(NUMBERS)), **more)
    Membership.objects.create(person=made, role=role, unit=unit, valid_from=START)
    return made


@dataclass
class Offices:
    """A county with offices, each led by somebody."""

    country: Unit = field(init=False)
    county: Unit = field(init=False)
    vik: Unit = field(init=False)
    nes: Unit = field(init=False)
    centre: Unit = field(init=False)
    leaders: dict[int, Person] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        load_shipped(now=datetime(2026, 1, 5, tzinfo=UTC))
        self.country = make_unit("Direktoratet", UnitType.DIRECTORATE, None)
        self.county = make_unit("Vestmark", UnitType.COUNTY, self.country)
        self.vik, self.nes = self.office("Vik"), self.office("Nes")
        self.centre = make_unit("Kontaktsenter", UnitType.CONTACT_CENTRE, self.country)
        self.lead(self.centre)
        self.counsellor = make_person("Anna", Role.COUNSELLOR, self.vik, email="anna@example.org")
        self.planner = make_person("Per", Role.COUNTY_STAFF, self.county)

    def office(self, name: str) -> Unit:
        unit = make_unit(name, UnitType.OFFICE, self.county)
        self.lead(unit)
        return unit

    def lead(self, unit: Unit) -> None:
        name = f"Leader of {unit.name}"
        self.leaders[unit.pk] = make_person(name, Role.OFFICE_LEADER, unit)

    def improve(
        self, unit: Unit, title: str = "A talk in two steps", **more: object
    ) -> Improvement:
        """One that runs, since August."""
        finding = Finding.objects.create(
            unit=unit, source="signal", statement="Few agree on the goal", found_on=date(2026, 7, 1)
        )
        values: dict[str, object] = {
            "title": title,
            "hypothesis": "A goal that both have written is a common one",
            "kind": "practice",
            "state": ImprovementState.RUNNING,
            "responsible": self.leaders[unit.pk],
            "starts_on": date(2026, 8, 3),
            "deadline": date(2026, 12, 1),
            "indicator": "conversation.shared_goal",
            "expected": "up",
            "baseline": [["2026-W10", "2026-W12", 0.5, 20], ["2026-W13", "2026-W15", 0.6, 30]],
            "baseline_ends": date(2026, 7, 1),
            "proposed_at": SHARED_AT,
            "registered_at": SHARED_AT,
        }
        return Improvement.objects.create(unit=unit, finding=finding, **(values | more))

    def share(
        self,
        unit: Unit,
        title: str = "A talk in two steps",
        *,
        language: str = "en",
        done: str = "We write the goal together at the end of the talk",
        now: datetime = SHARED_AT,
        **more: object,
    ) -> Experience:
        words = Words(language, title, "Few agree on the goal", done, "Begin with two colleagues")
        return actions.share(
            improvement=self.improve(unit, title, **more),
            words=words,
            hints_judged=True,
            by=self.leaders[unit.pk],
            now=now,
        )


def make_release(week: int, questionnaire: str = "conversation") -> Release:
    until = Week(2026, week)
    store_release(
        questionnaire=Questionnaire.objects.get(key=questionnaire),
        until=until,
        now=datetime.combine(until.next().first_day(), datetime.min.time(), UTC),
        policy=Policy(),
        blocks=[],
        lines=[],
        waiting=[],
        never_shown=(),
    )
    return Release.objects.get(until=str(until), questionnaire__key=questionnaire)


def numbers(before: float, after: float) -> dict[str, object]:
    """12 and 7 points, and six sister units that change by little."""
    steps = (-0.02, -0.01, 0.0, 0.01, 0.02, 0.0)
    return {
        "before": [before - 0.01, before + 0.01] * 6,
        "after": [after] * 7,
        "change": after - before,
        "sisters": [
            {"unit": number, "before": 0.5 + step, "after": 0.5 + 0.5 * step}
            for number, step in enumerate(steps)
        ],
    }


def judge(
    improvement: Improvement,
    release: Release,
    verdict: str = "signal_beyond_sisters",
    why: str = "largest",
    *,
    after: float = 0.7,
) -> Verdict:
    return Verdict.objects.create(
        improvement=improvement,
        release=release,
        until=release.until,
        at=release.published_at,
        verdict=verdict,
        why=why,
        numbers=numbers(0.5, after),
    )
