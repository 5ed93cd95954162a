"""What offices of the demo tell each other and their users: shared, taken over, sent by letter."""

from dataclasses import dataclass
from datetime import date, timedelta

from medverk.experiences import actions
from medverk.experiences.actions import Told, Words
from medverk.experiences.adopting import adopt
from medverk.experiences.models import Experience
from medverk.experiences.outcomes import weigh_new
from medverk.experiences.sending import send_letters
from medverk.experiences.subscribing import subscribe
from medverk.improvement.actions import Idea, Plan, plan_improvement
from medverk.improvement.models import Improvement
from medverk.project.demo.calendar import Year, at
from medverk.project.demo.improvements import LASTS, STORIES, Story, found_in, of_story
from medverk.project.demo.places import County
from medverk.rules.improvement.states import STARTED, ImprovementState, Kind
from medverk.rules.statistics.assurance import Direction
from medverk.rules.weeks import Week

READS = 4  # of the offices' leaders want the letter, and the county's planner


@dataclass(frozen=True, slots=True)
class Retold:
    """What an office shares of a story so many weeks after it was found, and tells users.

    adopters: offices that take it over the week after, and start a week later.
    """

    office: str
    after: int
    words: Words
    told: Told
    adopters: tuple[str, ...] = ()


RETOLD = (
    Retold(
        "Askøy", 4,
        Words(
            "nb",
            "La brukeren velge det første temaet",
            "For få svarte at de ble hørt. I samtalene begynte vi med det vi selv måtte rekke.",
            "Vi åpner hver samtale med «Hva er viktigst for deg i dag?», og skriver svaret øverst "
            "i notatet. Spørsmålet står også i innkallingen, så brukeren kan tenke på det før.",
            "Det går fortere når spørsmålet står i malen. De første ukene glemte vi det på travle "
            "dager. Øv to og to: Det kjennes rart de første gangene.",
        ),
        Told(
            "nb",
            "Mange av dere ble ikke hørt så godt som dere ønsket.",
            "Vi begynner hver samtale med å spørre hva som er viktigst for deg.",
        ),
        ("Bergen Nord", "Stord", "Voss", "Øygarden"),
    ),
    Retold(
        "Bergen Nord", LASTS + 5,
        Words(
            "nb",
            "Brev etter samtalen kom for sent til å hjelpe",
            "Mange var usikre på hva som skulle skje etter samtalen.",
            "Vi sendte en skriftlig oppsummering etter hver samtale.",
            "Brevene ble liggende i dagevis. Vi ville heller oppsummert muntlig før samtalen var "
            "over, og latt brukeren si det med egne ord.",
        ),
        Told(
            "nb",
            "Dere var usikre på hva som skulle skje etter samtalen.",
            "Vi sendte et brev med det vi ble enige om.",
        ),
    ),
    Retold(
        "Sogndal", 5,
        Words(
            "nn",
            "To og to høyrer på kvarandre sine samtalar",
            "Brukarutvalet spurde om vi er tydelege nok på kva som er målet.",
            "To rettleiarar er med i kvarandre sine samtalar annakvar veke, når brukaren seier ja. "
            "Etterpå snakkar vi i ti minutt om korleis målet blei til.",
            "Set av ti minutt med ein gong. Ventar ein til dagen etter, er det gløymt.",
        ),
        Told(
            "nn",
            "Vi er ikkje alltid samde om kva som er målet.",
            "Vi lærer av kvarandre korleis vi kan bli samde om eit mål.",
        ),
    ),
)  # fmt: skip


def play_experiences(county: County, year: Year, week: Week) -> None:
    """What is shared, taken over and told in this week, and the letters of a month that ended."""
    if week == year.first:
        ask_for_letters(county, week)
    for retold in RETOLD:
        story = next(each for each in STORIES if each.office == retold.office)
        if week == found_in(story, year).plus(retold.after):
            share(county, retold, story, week)
        if week == found_in(story, year).plus(retold.after + 1):
            take_over(county, retold, week)
    weigh_new()
    for day in year.days(week):
        if day == letter_day(day, year):
            send_letters(now=at(day, 20))


def letter_day(day: date, year: Year) -> date:
    """The first of the month; the newest letters come last, or the outbox would have lost them."""
    newest = (day.year, day.month) == (year.until.year, year.until.month)
    return year.until if newest else day.replace(day=1)


def ask_for_letters(county: County, week: Week) -> None:
    for person in [county.planner, *list(county.leaders.values())[:READS]]:
        subscribe(by=person, themes=[], now=at(week.first_day(), 8))


def share(county: County, retold: Retold, story: Story, week: Week) -> None:
    improvement = of_story(county, story)
    if improvement is None or ImprovementState(improvement.state) not in STARTED:
        return
    leader, now = county.leaders[improvement.unit_id], at(week.first_day(), 13)
    actions.share(
        improvement=improvement, words=retold.words, hints_judged=True, by=leader, now=now
    )
    actions.tell(improvement=improvement, told=retold.told, hints_judged=True, by=leader, now=now)


def take_over(county: County, retold: Retold, week: Week) -> None:
    shared = Experience.objects.filter(office=county.offices[retold.office]).first()
    if shared is None:
        return
    for office in retold.adopters:
        unit = county.offices[office]
        leader, now = county.leaders[unit.pk], at(week.first_day(), 14)
        made = adopt(experience=shared, unit=unit, by=leader, now=now)
        starts_on = week.next().first_day()
        plan_improvement(
            improvement=made,
            idea=idea_of(made),
            plan=Plan(leader, starts_on, starts_on + timedelta(weeks=LASTS)),
            by=leader,
            now=now,
        )


def idea_of(improvement: Improvement) -> Idea:
    return Idea(
        improvement.title,
        improvement.hypothesis,
        Kind(improvement.kind),
        improvement.indicator,
        Direction(improvement.expected),
    )
