"""What a measurement needs in the database, made in a process that has the role for it.

Every function here runs in such a process (house.acting_as), after Django has started.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from medverk.rules.weeks import Week

if TYPE_CHECKING:
    from medverk.people.access import Role
    from medverk.people.models import Person, Unit

SINCE = date(2020, 1, 1)
QUESTIONS = (
    "prepared", "heard", "important", "cooperate", "shared_goal", "fits_me", "next_steps",
)  # fmt: skip
BATCH = 1000


def make_key() -> None:
    """Before this no answer can be sealed."""
    from medverk.vault.actions import prepare_key

    prepare_key(now=datetime.now(UTC))


def hand_out_slips(count: int) -> list[str]:
    """Open invitations at one office, in the order in which they are used."""
    from medverk.invitations.actions import Encounter, invite_all
    from medverk.invitations.models import Channel
    from medverk.people.access import Role
    from medverk.surveys.queries import current_version

    now = datetime.now(UTC)
    office = make_office()
    counsellors = [make_person(f"slips{n}", Role.COUNSELLOR, office) for n in range(3)]
    version = current_version("conversation", now=now)
    encounters = [
        Encounter(office, counsellors[n % 3], version, "nb", "office", Channel.SLIP)
        for n in range(count)
    ]
    tokens: list[str] = []
    for first in range(0, count, BATCH):
        invited = invite_all(encounters=encounters[first : first + BATCH], by=None, now=now)
        tokens += [one.token for one in invited if one.token]
    return tokens


def queue_messages(count: int) -> None:
    """Invitations by SMS that wait to be sent."""
    from medverk.invitations.actions import Encounter, invite_all
    from medverk.invitations.contacts import parse_phone
    from medverk.invitations.models import Channel
    from medverk.people.models import Person, Unit
    from medverk.surveys.queries import current_version

    now = datetime.now(UTC)
    office, counsellor = Unit.objects.get(type="LOKAL"), Person.objects.first()
    version = current_version("conversation", now=now)
    numbers = [parse_phone(f"+47 912{number:05}") for number in range(count)]
    encounters = [
        Encounter(office, counsellor, version, "nb", "office", Channel.SMS, number)
        for number in numbers
    ]
    invite_all(encounters=encounters, by=None, now=now)


def message_states() -> dict[str, int]:
    """How many first messages are in which state."""
    from collections import Counter

    from medverk.invitations.models import Message

    first = Message.objects.filter(kind="invitation")
    return dict(Counter(first.values_list("state", flat=True)))


def wake_sender() -> None:
    from medverk.invitations.waking import defer_sending

    defer_sending()


def stored_answers() -> list[str]:
    """Every answer in the vault once its week is over, as seven digits; as the releaser."""
    from medverk.vault.actions import settle
    from medverk.vault.models import Response

    settle(now=datetime.now(UTC) + timedelta(weeks=1))
    return ["".join(map(str, row)) for row in Response.objects.values_list("answers", flat=True)]


@dataclass(frozen=True)
class Size:
    """How many responses, spread evenly over offices, weeks and five counsellors in each office."""

    offices: int
    weeks: int
    each: int  # responses of an office in a week

    @property
    def responses(self) -> int:
        return self.offices * self.weeks * self.each

    def week(self, number: int) -> Week:
        """The week with that number, from 0. All are over, and of one year: a year's end between
        them would be a publication date of its own."""
        over = Week.of_date(datetime.now(UTC).date()).plus(-1)
        last = over if over.number >= self.weeks else Week(over.year - 1, 51)
        return last.plus(1 + number - self.weeks)


COUNSELLORS = 5
COUNTIES = 20


def make_agency(size: Size) -> list[int]:
    """Units and persons, as the web role makes them; returns the ids of the offices."""
    from medverk.people.access import Role

    country = make_unit("0", "DIR", None)
    counties = [make_unit(f"c{n}", "FYLKE", country) for n in range(min(COUNTIES, size.offices))]
    offices = [
        make_unit(f"o{n}", "LOKAL", counties[n % len(counties)]) for n in range(size.offices)
    ]
    make_person("leader", Role.OFFICE_LEADER, offices[0])
    for office in offices:
        for n in range(COUNSELLORS):
            make_person(f"{office.number}-{n}", Role.COUNSELLOR, office)
    return [office.pk for office in offices]


def fill_vault(size: Size) -> int:
    """Store settled responses, in random order and without sealing; as the releaser."""
    from medverk.people.models import Membership
    from medverk.surveys.queries import current_version
    from medverk.vault.actions import add_responses
    from medverk.vault.sealing import Answer

    chance = Random(1)  # noqa: S311  (a measurement, not a secret)
    version = current_version("conversation", now=datetime.now(UTC)).pk
    staff = list(
        Membership.objects.filter(role="counsellor").values_list("unit", "person").order_by("unit")
    )
    many = [tuple(chance.choices((1, 2, 3, 4, 5), (4, 8, 14, 40, 34), k=7)) for _ in range(500)]

    def answers(week: str) -> Iterator[Answer]:
        for office, counsellor in staff:
            for _ in range(size.each // COUNSELLORS):
                given = chance.choice(many)
                yield Answer(office, counsellor, version, "conversation", week, given, {})

    return sum(add_responses(answers(str(size.week(n)))) for n in range(size.weeks))


def make_office() -> "Unit":
    """One office in one county."""
    return make_unit("1", "LOKAL", make_unit("2", "FYLKE", make_unit("3", "DIR", None)))


def make_unit(number: str, kind: str, parent: "Unit | None") -> "Unit":
    from medverk.people.models import Unit

    return Unit.objects.create(
        number=number, type=kind, name=f"Unit {number}", valid_from=SINCE, parent=parent
    )


def make_person(name: str, role: "Role", unit: "Unit") -> "Person":
    from medverk.people.models import Membership, Person

    person = Person.objects.create(subject=name, name=name, ident=name)
    Membership.objects.create(person=person, role=role, unit=unit, valid_from=SINCE)
    return person
