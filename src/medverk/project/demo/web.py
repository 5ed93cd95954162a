"""The days of the demo as the web plays them: encounters, messages that are read, answers."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from multiprocessing.connection import Connection
from random import Random

from medverk.intake import actions as intake
from medverk.invitations.actions import Encounter, invite_all, never_ask_again
from medverk.invitations.contacts import Contact
from medverk.invitations.models import Channel, OutboxMessage
from medverk.people.models import Unit
from medverk.pilots.actions import move_due_pilots
from medverk.project.demo.analysis import play_analysis
from medverk.project.demo.calendar import Year, at
from medverk.project.demo.complaints import play_complaints
from medverk.project.demo.exchange import play_exchange
from medverk.project.demo.experiences import play_experiences
from medverk.project.demo.improvements import play_improvements
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
from medverk.project.demo.reviews import play_reviews
from medverk.rules.weeks import Week
from medverk.surveys.models import Version
from medverk.surveys.queries import content
from medverk.vault.actions import key_in_use

WORKDAYS = 5
BY_SLIP = 0.06  # handed over on paper, mostly to those without a mobile telephone [F10]
SLIPS_ANSWERED = 0.45
EMPLOYERS = 0.25  # of the conversations, where the pilot tries that questionnaire
TRUST = 0.05  # of those at offices are asked about satisfaction, trust and respect instead [U4]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the demo remembers of an encounter: what only the user would know."""

    plan: OfficePlan
    version: Version


Met = dict[str, Asked]  # those who get a message after a day's encounters, by contact
Planned = list[tuple[str, Asked]]  # tokens that somebody means to use


@dataclass
class Life:
    """Everything that happens outside Medverk, drawn from one seed.

    sender: a pipe to the process that sends: a moment goes out, and comes back when all that was
    due then is sent. Meanwhile the next day's encounters are reported here.
    """

    county: County
    year: Year
    chance: Random
    versions: dict[str, Version]
    sender: Connection
    crowds: dict[str, Crowd] = field(default_factory=dict)
    known: dict[str, Asked] = field(default_factory=dict)  # who has had a message, by token
    plans: dict[date, Planned] = field(default_factory=lambda: defaultdict(list))
    conversations: int = 0
    answers: int = 0

    def play_week(self, week: Week) -> None:
        """All days of a week that are over."""
        key_in_use.forget()  # a week passes in a second: the key has changed meanwhile
        play_pilots(self.county, self.year, week, self.versions)
        play_improvements(self.county, self.year, week)
        play_complaints(self.county, self.year, week)
        play_experiences(self.county, self.year, week)
        play_exchange(self.county, self.year, week)
        play_reviews(self.county, self.year, week)
        play_analysis(self.county, self.year, week)
        met: Met = {}
        for day in self.year.days(week):
            move_due_pilots(now=at(day, 3, 5))
            met = met or self.meet(day)
            sent_at = at(day, 14)
            self.sender.send(sent_at)
            self.answer_planned(day)
            following = day + timedelta(days=1)
            met_next = self.meet(following) if following in self.year.days(week) else {}
            self.sender.recv()
            self.read_messages(sent_at, met)
            self.answer_planned(day)
            met = met_next

    def meet(self, day: date) -> Met:
        """The day's conversations and calls are reported, as calendars and telephony do."""
        if day.weekday() >= WORKDAYS:
            return {}
        meetings = [
            meeting for plan, unit in self.places() for meeting in self.meetings(plan, unit, day)
        ]
        encounters = [encounter for _, encounter in meetings]
        invited = invite_all(encounters=encounters, by=None, now=at(day, 12, 10))
        self.conversations += len(encounters)
        met: Met = {}
        for (plan, encounter), answer in zip(meetings, invited, strict=True):
            asked = Asked(plan, encounter.version)
            if encounter.contact:
                met.setdefault(encounter.contact.address, asked)
            elif answer.token and self.chance.random() < SLIPS_ANSWERED:
                self.plans[day + draw_wait(self.chance)].append((answer.token, asked))
        return met

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
        return "trust" if self.chance.random() < TRUST else "conversation"

    def choose_contact(self, plan: OfficePlan) -> Contact | None:
        if plan is not CENTRE and self.chance.random() < BY_SLIP:
            return None
        number = 11 + len(self.crowds)
        crowd = self.crowds.setdefault(plan.name, Crowd(self.chance, number))
        return crowd.comes()

    def read_messages(self, sent_at: datetime, met: Met) -> None:
        """People read what they got, and decide whether and when to answer."""
        found = OutboxMessage.objects.filter(at=sent_at).values_list("to", "link")
        for to, link in sorted(found):
            token = link.rstrip("/").rsplit("/", 1)[-1]
            again = token in self.known
            asked = self.known[token] if again else self.known.setdefault(token, met[to])
            if self.chance.random() < NEVER_AGAIN:
                never_ask_again(token=token, now=sent_at + timedelta(hours=1))
            elif self.chance.random() < self.willingness(asked, again=again):
                self.plans[sent_at.date() + draw_wait(self.chance)].append((token, asked))

    def willingness(self, asked: Asked, *, again: bool) -> float:
        if asked.plan is CENTRE:
            return BY_CALL
        return AFTER_REMINDER if again else AT_ONCE

    def answer_planned(self, day: date) -> None:
        for token, asked in self.plans.pop(day, []):
            self.answer(token, asked, day)

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
