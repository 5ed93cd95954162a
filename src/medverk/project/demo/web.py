"""The days of the demo as the web role plays them: encounters, messages, answers."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from medverk.intake import actions as intake
from medverk.invitations.actions import Encounter, invite_all, never_ask_again
from medverk.invitations.contacts import Contact
from medverk.invitations.forgetting import forget
from medverk.invitations.models import Channel, OutboxMessage
from medverk.invitations.sending import send_due
from medverk.people.models import Unit
from medverk.pilots.actions import move_due_pilots
from medverk.project.demo.calendar import Year, at
from medverk.project.demo.people import (
    AFTER_REMINDER,
    AT_ONCE,
    BY_CALL,
    NEVER_AGAIN,
    Crowd,
    Feeling,
    draw_given,
    draw_wait,
)
from medverk.project.demo.pilots import PILOTED_NOW, play_pilots, second_pilot_begins
from medverk.project.demo.places import CENTRE, OFFICES, County, OfficePlan
from medverk.rules.weeks import Week
from medverk.surveys.models import Version
from medverk.surveys.queries import content
from medverk.vault.actions import key_in_use

WORKDAYS = 5
BY_SLIP = 0.06  # handed over on paper, mostly to those without a mobile telephone [F10]
SLIPS_ANSWERED = 0.45
EMPLOYERS = 0.25  # of the conversations, where the pilot tries that questionnaire


@dataclass(frozen=True, slots=True)
class Asked:
    """What the demo remembers of an encounter: what only the user would know."""

    plan: OfficePlan
    version: Version


@dataclass
class Life:
    """Everything that happens outside Medverk, drawn from one seed."""

    county: County
    year: Year
    chance: Random
    versions: dict[str, Version]
    crowds: dict[str, Crowd] = field(default_factory=dict)
    asked: dict[str, Asked] = field(default_factory=dict)
    plans: dict[date, list[tuple[str, Asked]]] = field(default_factory=lambda: defaultdict(list))
    conversations: int = 0
    answers: int = 0

    def play_week(self, week: Week) -> None:
        """All days of a week that have come."""
        key_in_use.forget()  # a week passes in a second: the key has changed meanwhile
        play_pilots(self.county, self.year, week, self.versions)
        for day in self.year.days(week):
            self.play_day(day)
        forget(now=at(week.first_day(), 3, 17))

    def play_day(self, day: date) -> None:
        move_due_pilots(now=at(day, 3, 5))
        if day.weekday() < WORKDAYS:
            self.meet(day)
        sent_at = at(day, 14)
        send_due(now=sent_at)
        self.read_messages(sent_at)
        for token, asked in self.plans.pop(day, []):
            self.answer(token, asked, day)

    def meet(self, day: date) -> None:
        """The day's conversations and calls are reported, as calendars and telephony do."""
        meetings = [
            meeting for plan, unit in self.places() for meeting in self.meetings(plan, unit, day)
        ]
        encounters = [encounter for _, encounter in meetings]
        invited = invite_all(encounters=encounters, by=None, now=at(day, 12, 10))
        self.conversations += len(encounters)
        for (plan, encounter), answer in zip(meetings, invited, strict=True):
            asked = Asked(plan, encounter.version)
            if encounter.contact:
                self.asked[encounter.contact.address] = asked
            elif answer.token and self.chance.random() < SLIPS_ANSWERED:
                self.plans[day + draw_wait(self.chance)].append((answer.token, asked))

    def places(self) -> Iterator[tuple[OfficePlan, Unit]]:
        for plan in OFFICES:
            yield plan, self.county.offices[plan.name]
        yield CENTRE, self.county.centre

    def meetings(
        self, plan: OfficePlan, unit: Unit, day: date
    ) -> Iterator[tuple[OfficePlan, Encounter]]:
        for _ in range(draw_count(self.chance, plan.weekly / WORKDAYS)):
            version = self.versions[self.choose_questionnaire(plan, day)]
            contact = self.choose_contact(plan)
            yield (
                plan,
                Encounter(
                    office=unit,
                    counsellor=self.chance.choice(self.county.counsellors[unit.pk]),
                    version=version,
                    language=self.chance.choices(("nb", "nn", "en"), (50, 42, 8))[0],
                    kind=self.chance.choice(content(version.pk).kinds).key,
                    channel=contact.channel if contact else Channel.SLIP,
                    contact=contact,
                ),
            )

    def choose_questionnaire(self, plan: OfficePlan, day: date) -> str:
        if plan is CENTRE:
            return "call"
        begun = day >= second_pilot_begins(self.year).first_day()
        if begun and plan.name in PILOTED_NOW and self.chance.random() < EMPLOYERS:
            return "employer"
        return "conversation"

    def choose_contact(self, plan: OfficePlan) -> Contact | None:
        if plan is not CENTRE and self.chance.random() < BY_SLIP:
            return None
        number = 11 + len(self.crowds)
        crowd = self.crowds.setdefault(plan.name, Crowd(self.chance, number))
        return crowd.comes()

    def read_messages(self, sent_at: datetime) -> None:
        """People read what they got, and decide whether and when to answer."""
        found = OutboxMessage.objects.filter(at=sent_at).values_list("to", "link", "body")
        for to, link, _ in sorted(found):
            asked = self.asked[to]
            token = link.rstrip("/").rsplit("/", 1)[-1]
            reminded = token in self.reminded
            if self.chance.random() < NEVER_AGAIN:
                never_ask_again(token=token, now=sent_at + timedelta(hours=1))
            elif self.chance.random() < self.willingness(asked, again=reminded):
                self.plans[sent_at.date() + draw_wait(self.chance)].append((token, asked))
            self.reminded.add(token)

    reminded: set[str] = field(default_factory=set)

    def willingness(self, asked: Asked, *, again: bool) -> float:
        if asked.plan is CENTRE:
            return BY_CALL
        return AFTER_REMINDER if again else AT_ONCE

    def answer(self, token: str, asked: Asked, day: date) -> None:
        feeling = Feeling(asked.plan.name, asked.plan.quality, day)
        given = draw_given(self.chance, content(asked.version.pk), feeling, self.year.halfway)
        if intake.answer(token=token, given=given, now=at(day, 20)):
            self.answers += 1


def draw_count(chance: Random, mean: float) -> int:
    """A number of conversations with about this mean, more uneven than a timetable."""
    drawn = max(0.0, chance.gauss(mean, mean**0.5 * 0.8)) if mean >= 1 else mean
    whole = int(drawn)
    return whole + (chance.random() < drawn - whole)
