"""What the county of the demo tries out: one pilot that was decided, and one that runs."""

from datetime import date, timedelta

from medverk.pilots.actions import Plan, answer, decide, plan_pilot
from medverk.pilots.models import Pilot, StaffAnswer
from medverk.project.demo.calendar import Year, at
from medverk.project.demo.places import County
from medverk.rules.pilots import Decision
from medverk.rules.weeks import Week
from medverk.surveys.models import Version

FIRST_PILOT_WEEKS = 14
DECIDED_IN = 19  # the last answers come two weeks after the end, and are published a week later
TRIES_EMPLOYERS_FOR = 8  # weeks, so far
PILOTED_NOW = ("Aurland og Lærdal", "Askøy", "Sogndal", "Stord")

OPINIONS = (
    ("Stord", True, "yes", "yes",
     "Svara gav oss noko å snakke om på kontormøtet. Det tok lite tid.",
     "Vi gløymde å invitere dei første vekene."),
    ("Stryn", True, "partly", "partly",
     "Enkelt å sende ut.",
     "Vi er to rettleiarar og får aldri eigne tal. Det burde stått tydelegare frå starten."),
    ("Bergen Nord", False, "partly", "yes",
     "Spørsmålene er korte, og brukerne forstår dem.",
     "Det var lett å glemme invitasjonen på travle dager. En påminnelse hjelper."),
    ("Sogndal", False, "yes", "yes",
     "Eg har endra korleis eg avsluttar samtalane.", ""),
    ("Askøy", True, "yes", "partly",
     "Godt å se hva vi gjør bra, ikke bare hva som svikter.",
     "Vi trenger hjelp til å lese usikkerheten i tallene."),
)  # fmt: skip
REASON = (
    "Brukerne svarer, kontorene bruker svarene i veiledningen, og ingen kan finne ut hvem som har "
    "svart. Vi innfører ordningen ved alle kontor i fylket og gir opplæring i å lese tallene."
)


def play_pilots(county: County, year: Year, week: Week, versions: dict[str, Version]) -> None:
    """What the county and the offices do about pilots in this week."""
    monday = week.first_day()
    if week == year.first:
        plan(county, "Tilbakemelding etter samtaler", versions["conversation"],
             tuple(county.offices), monday, FIRST_PILOT_WEEKS)  # fmt: skip
    elif week == year.week(FIRST_PILOT_WEEKS - 1):
        say_opinions(county, Pilot.objects.get(), monday)
    elif week == year.week(DECIDED_IN):
        decide(pilot=Pilot.objects.get(), decision=Decision.ROLL_OUT, reason=REASON,
               by=county.planner, now=at(monday, 10))  # fmt: skip
    elif week == second_pilot_begins(year):
        plan(county, "Tilbakemelding fra arbeidsgivere", versions["employer"],
             PILOTED_NOW, monday, 14)  # fmt: skip


def second_pilot_begins(year: Year) -> Week:
    return year.last.plus(1 - TRIES_EMPLOYERS_FOR)


def plan(
    county: County,
    name: str,
    version: Version,
    offices: tuple[str, ...],
    monday: date,
    weeks: int,
) -> Pilot:
    """A pilot that begins on this Monday."""
    chosen = [county.offices[office] for office in offices]
    period = (monday, monday + timedelta(weeks=weeks, days=-1))
    return plan_pilot(
        county=county.county,
        plan=Plan(name, version, *period, chosen),
        by=county.planner,
        now=at(monday, 1),
    )


def say_opinions(county: County, pilot: Pilot, monday: date) -> None:
    for office, is_leader, worked, usable, good, bad in OPINIONS:
        unit = county.offices[office]
        by = county.leaders[unit.pk] if is_leader else county.counsellors[unit.pk][0]
        given = StaffAnswer(pilot=pilot, office=unit, is_leader=is_leader, worked=worked,
                            usable=usable, good=good, bad=bad)  # fmt: skip
        answer(answer=given, by=by, now=at(monday, 9))
