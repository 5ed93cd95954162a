"""How the demo's users behave: who comes, who answers, and what. Every draw is from one seed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from medverk.intake.reading import Given
from medverk.invitations.contacts import Contact, parse_contact
from medverk.project.demo.places import IMPROVING
from medverk.surveys.content import Content

AT_ONCE = 0.27  # answer after the first message
AFTER_REMINDER = 0.14  # of the others, after the reminder
NEVER_AGAIN = 0.006
BY_CALL = 0.40  # one tap is easily done [K1]
STEPS = (-1.7, -0.95, -0.3, 0.75)  # where a feeling becomes the next of five categories
IMPROVED = 0.9
LESS_CONTENT = 0.6  # how much less the young feel that they are met
LESS_CONTENT_WITH = "alliance"
IMPROVES_LATER = 4
IMPROVED_THEMES = {(IMPROVING, "goal"): 0, ("Askøy", "alliance"): IMPROVES_LATER}
"""Where and in which theme, and how many weeks after the middle of the year."""


@dataclass(frozen=True, slots=True)
class Feeling:
    """What lies behind a user's answers."""

    office: str
    quality: float
    day: date


@dataclass
class Crowd:
    """The users of one office: some come again, and each has one telephone or e-mail address."""

    chance: Random
    number: int  # of two digits
    known: list[Contact] = field(default_factory=list)

    def comes(self) -> Contact:
        """Somebody who has a conversation today: one in three has been here before."""
        if self.known and self.chance.random() < 0.33:
            return self.chance.choice(self.known)
        serial = len(self.known)
        if self.chance.random() < 0.15:
            contact = parse_contact(f"bruker{self.number}.{serial}@example.org")
        else:
            contact = parse_contact(f"+47 9{self.number}{serial:05}")
        self.known.append(contact)
        return contact


def draw_wait(chance: Random) -> timedelta:
    """How long after the message somebody answers: most the same evening."""
    return timedelta(days=chance.choices((0, 1, 2), (70, 22, 8))[0])


def draw_given(chance: Random, content: Content, feeling: Feeling, halfway: date) -> Given:
    """One user's answers to a questionnaire, with a few left out, and some background."""
    background = draw_background(chance, content)
    person = chance.gauss(feeling.quality, 0.75)
    answers: list[int | None] = [None] * content.slot_count
    for question in content.questions:
        if chance.random() < 0.04:
            continue
        lift = IMPROVED if is_improved(question.theme, feeling, halfway) else 0.0
        if question.theme == LESS_CONTENT_WITH and background.get("age") == "under 30":
            lift -= LESS_CONTENT
        taste = 0.12 * (question.slot % 3 - 1)  # some questions are kinder than others
        drawn = chance.gauss(person + lift + taste, 0.6)
        answers[question.slot] = categorise(drawn, len(content.scale_of(question).categories))
    if not any(answers):
        answers[content.questions[0].slot] = len(content.scale_of(content.questions[0]).categories)
    return Given(tuple(answers), background)


def is_improved(theme: str, feeling: Feeling, halfway: date) -> bool:
    later = IMPROVED_THEMES.get((feeling.office, theme))
    return later is not None and feeling.day >= halfway + timedelta(weeks=later)


def categorise(drawn: float, categories: int) -> int:
    """A feeling as one of so many ordered categories, 1 the lowest."""
    if categories == 3:  # yes, partly, no: four of five got help [K1]
        return 1 + (drawn > -1.2) + (drawn > -0.75)
    place = sum(drawn > step for step in STEPS)
    return 1 + round(place * (categories - 1) / len(STEPS))


def draw_background(chance: Random, content: Content) -> Mapping[str, str]:
    """Seven of ten say something about themselves."""
    if chance.random() > 0.7:
        return {}
    return {item.key: chance.choice(item.options).key for item in content.background}
