"""Service complaints of the demo: a year that is reported, and some that wait, all invented."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from medverk.complaints import actions, departing
from medverk.complaints.codes import AnswerChannel, Behalf, Elsewhere, Kind, ReplyBy
from medverk.complaints.models import Complaint
from medverk.complaints.receiving import Given, receive
from medverk.complaints.reporting import make_year
from medverk.complaints.sealing import Reply
from medverk.people.models import Person
from medverk.project.demo.calendar import Year, at
from medverk.project.demo.places import County
from medverk.rules.complaints.deadlines import year_to_report
from medverk.rules.weeks import Week

SEED = 415
LAST_YEARS = 72  # complaints of the year that is reported

WAITING = (
    # office, kind, days ago, language, reply, text
    ("Voss", Kind.OFFICE, 19, "nb", Reply(ReplyBy.TELEPHONE, "Liv Tenkt", "+47 41 23 45 67"),
     "Jeg heter Liv Tenkt og møtte opp til avtalt tid klokka 10. Ingen visste om avtalen, og jeg "
     "ventet i over en time. Til slutt gikk jeg. Ring meg gjerne på 41 23 45 67."),
    ("Voss", Kind.TELEPHONE, 6, "nn", Reply(ReplyBy.EMAIL, "", "bruker.utkast@example.org"),
     "Eg ringde tre dagar på rad og fekk beskjed om at rettleiaren skulle ringje attende. Det har "
     "ingen gjort. Skriv til meg på bruker.utkast@example.org."),
    ("Voss", Kind.LETTER, 26, "nb", None,
     "Brevet jeg fikk, var fullt av ord jeg ikke forstår. Jeg vet fortsatt ikke hva jeg skal "
     "gjøre."),
    ("Sogndal", Kind.DIGITAL, 1, "nn", None,
     "Når eg skal sende meldekort, går sida i ring. Eg kjem ikkje vidare etter steg to."),
    ("Bergen Nord", Kind.OFFICE, 3, "en", Reply(ReplyBy.EMAIL, "Sam Example", "sam@example.org"),
     "I asked for an interpreter twice. Nobody had ordered one, so we understood very little."),
    ("Stord", Kind.OFFICE, 12, "nb", None,
     "Jeg venter på svar om kommunal bolig. Ingen på kontoret vet hvem som har saken."),
    (None, Kind.OTHER, 2, "nb", None,
     "Jeg fikk avslag på søknaden min og er helt uenig i vedtaket."),
)  # fmt: skip

# theme, subtheme, outcome, cause, measure; the first come most often
FOUND = (
    ("waiting", "contact_time", "b", "Beskjeder ble liggende når noen var borte.",
     "Vi leser hverandres beskjeder hver morgen."),
    ("waiting", "telephone_time", "a", "", ""),
    ("information", "", "b", "Brevet hadde tre ulike frister.",
     "Vi skriver én frist, øverst i brevet."),
    ("guidance", "", "b", "Planen ble laget uten brukeren.",
     "Vi lager planen sammen med brukeren, på skjermen."),
    ("access", "", "a", "", ""),
    ("waiting", "processing_time", "c", "Saken lå uten saksbehandler i to måneder.",
     "Vi fordeler nye saker hver mandag."),
    ("solutions", "", "d", "", ""),
    ("conduct", "", "b", "Samtalen ble holdt i et åpent landskap.",
     "Vi bruker samtalerom også til korte møter."),
)  # fmt: skip
OFTEN = (20, 15, 14, 12, 10, 8, 6, 6)


@dataclass
class Desk:
    """Where the demo's complaints come in and are worked on."""

    county: County
    chance: Random

    def receive(self, given: Given, now: datetime) -> Complaint:
        number = UUID(int=self.chance.getrandbits(128), version=4)
        received = receive(given=given, submission=number, now=now)
        return Complaint.objects.get(reference=received.reference)


def play_complaints(county: County, year: Year, week: Week) -> None:
    """In the first week what came in the year that is reported, in the last what waits now."""
    desk = Desk(county, Random(f"{SEED} {week}"))  # noqa: S311  (a play, not a secret)
    if week == year.first:
        play_reported_year(desk, year_to_report(year.until))
        make_year(year=year_to_report(year.until), by=None, now=at(year.until, 3, 45))
    if week == year.last.next():
        play_waiting(desk, year)


def play_reported_year(desk: Desk, year: int) -> None:
    first = at(Week(year, 2).first_day(), 10)
    offices = [unit for unit in desk.county.offices.values() if unit.pk in desk.county.leaders]
    for _ in range(LAST_YEARS):
        unit = desk.chance.choice(offices)
        came = first + timedelta(days=desk.chance.randrange(340))
        kind = desk.chance.choice((Kind.OFFICE, Kind.OFFICE, Kind.TELEPHONE, Kind.LETTER))
        given = Given(unit, kind, Behalf.ONESELF, "nb", "Oppdiktet klage i demoen.", None)
        settle(desk, desk.receive(given, came), desk.county.leaders[unit.pk], came)


def settle(desk: Desk, complaint: Complaint, by: Person, came: datetime) -> None:
    """Found out, answered and closed."""
    theme, subtheme, outcome, cause, measure = desk.chance.choices(FOUND, OFTEN)[0]
    if desk.chance.random() < 0.5:
        outcome, cause, measure = "a", "", ""
    days = desk.chance.choice((3, 6, 9, 12, 15, 19, 28))
    channel = desk.chance.choice(
        (AnswerChannel.TELEPHONE, AnswerChannel.LETTER, AnswerChannel.MEETING)
    )
    then = came + timedelta(days=days)
    actions.take(complaint=complaint, by=by, now=came + timedelta(days=1))
    classed = actions.Classed(theme, subtheme, "", outcome, cause, measure, is_fault=False)
    actions.classify(complaint=complaint, classed=classed, by=by, now=then)
    actions.answer(complaint=complaint, channel=channel, text="", by=by, now=then)
    actions.close(complaint=complaint, by=by, now=then)


def play_waiting(desk: Desk, year: Year) -> None:
    waiting = []
    for office, kind, days, language, reply, text in WAITING:
        unit = desk.county.offices[office] if office else None
        given = Given(unit, kind, Behalf.ONESELF, language, text, reply)
        came = at(year.until - timedelta(days=days), 9)
        waiting.append(desk.receive(given, came))
    begin_work(desk, waiting[0], at(year.until - timedelta(days=1), 10))
    unclear = waiting[5]
    actions.route_out(
        complaint=unclear, to=Elsewhere.MUNICIPALITY, name="Stord kommune",
        by=desk.county.leaders[unclear.unit_id], now=at(year.until - timedelta(days=2), 10),
    )  # fmt: skip


def begin_work(desk: Desk, complaint: Complaint, now: datetime) -> None:
    """Somebody has begun, and approved a text that may leave."""
    by = desk.county.leaders[complaint.unit_id]
    actions.take(complaint=complaint, by=by, now=now)
    departing.approve(
        complaint=complaint,
        text="Brukeren møtte til avtalt tid og ventet i over en time. Ingen visste om avtalen.",
        hints_judged=True, by=by, now=now,
    )  # fmt: skip
