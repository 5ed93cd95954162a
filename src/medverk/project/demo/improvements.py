"""What offices of the demo learn from their figures: one thing that helped, one that did not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from medverk.improvement.actions import (
    Found,
    Idea,
    Plan,
    add_finding,
    follow_up,
    move,
    move_due,
    register,
)
from medverk.improvement.judging import judge_all
from medverk.improvement.models import Improvement
from medverk.project.demo.calendar import Year, at
from medverk.project.demo.people import IMPROVES_LATER
from medverk.project.demo.places import County
from medverk.rules.improvement.states import ImprovementEvent, ImprovementState, Kind, Source
from medverk.rules.statistics.assurance import Direction
from medverk.rules.weeks import Week

LASTS = 14  # weeks from start to deadline


@dataclass(frozen=True, slots=True)
class Story:
    """An improvement of one office. found: weeks from the middle of the year; it starts a week
    later. note: what somebody writes half-way; learnt: empty while it is still at work."""

    office: str
    found: int
    source: Source
    statement: str
    indicator: str
    title: str
    hypothesis: str
    kind: Kind
    note: str
    learnt: str = ""


STORIES = (
    Story(
        "Askøy", IMPROVES_LATER - 1, Source.SIGNAL,
        "For få svarer at de ble hørt i samtalen.", "conversation.heard",
        "Vi begynner hver samtale med å spørre hva brukeren vil snakke om",
        "Når brukeren setter den første saken på dagsordenen, merker de at vi lytter.",
        Kind.PRACTICE,
        "De fleste har prøvd det. Spørsmålet står nå øverst i malen for innkalling.",
        "Det var enkelt å begynne med, og lettere å huske da det sto i malen. Vi øvde to og to på "
        "et kontormøte.",
    ),
    Story(
        "Bergen Nord", 4, Source.SIGNAL,
        "Mange er usikre på hva som skjer etter samtalen.", "conversation.next_steps",
        "Vi sender et brev med oppsummering etter samtalen",
        "Det som står skriftlig, er lettere å huske.",
        Kind.PRACTICE,
        "Brevene blir sendt, men ofte flere dager etterpå.",
        "Brevene kom for sent til å hjelpe. Neste gang ville vi oppsummert muntlig før samtalen "
        "er over.",
    ),
    Story(
        "Sogndal", 15, Source.COUNCIL,
        "Brukarutvalet spør om vi er tydelege nok på kva som er målet.", "conversation.shared_goal",
        "Vi rettleier kvarandre to og to om korleis vi blir einige om eit mål",
        "Når vi høyrer kvarandre, får vi fleire måtar å spørje på.",
        Kind.GUIDANCE,
        "Alle har vore med éin gong. Vi held fram annakvar veke.",
    ),
)  # fmt: skip

WAITING = (
    ("Stord", Source.COMPETENCE, "Vi kan for lite om å bruke tolk på telefon."),
    ("Bergen Nord", Source.COMPLAINTS, "Flere klager på at de ikke vet hvem de kan ringe."),
)  # fmt: skip


def play_improvements(county: County, year: Year, week: Week) -> None:
    """What the offices do about their findings in this week, and what the figures say by then."""
    now = at(week.first_day(), 9)
    for story in STORIES:
        for after, act in STEPS:
            if week == found_in(story, year).plus(after):
                act(county, story, week)
    if week == year.last:
        for office, source, statement in WAITING:
            unit = county.offices[office]
            found = Found(source, statement)
            add_finding(unit=unit, found=found, by=county.leaders[unit.pk], now=now)
    move_due(now=now)
    judge_all(now=now)


def found_in(story: Story, year: Year) -> Week:
    return Week.of_date(year.halfway).plus(story.found)


def begin(county: County, story: Story, week: Week) -> None:
    """Found on a Monday, and registered to start the Monday after."""
    unit = county.offices[story.office]
    leader, now = county.leaders[unit.pk], at(week.first_day(), 10)
    path = f"/units/{unit.pk}/results/"
    found = Found(story.source, story.statement, story.indicator, path)
    starts_on = week.next().first_day()
    register(
        unit=unit,
        finding=add_finding(unit=unit, found=found, by=leader, now=now),
        idea=Idea(story.title, story.hypothesis, story.kind, story.indicator, Direction.UP),
        plan=Plan(leader, starts_on, starts_on + timedelta(weeks=LASTS)),
        by=leader,
        now=now,
    )


def write_note(county: County, story: Story, week: Week) -> None:
    improvement = of_story(county, story)
    if improvement and improvement.closed_on is None:
        by, now = county.leaders[improvement.unit_id], at(week.first_day(), 11)
        follow_up(improvement=improvement, text=story.note, by=by, now=now)


def end(county: County, story: Story, week: Week) -> None:
    improvement = of_story(county, story)
    if improvement and story.learnt and improvement.state == ImprovementState.EVALUATING:
        move(
            improvement=improvement,
            event=ImprovementEvent.END,
            by=county.leaders[improvement.unit_id],
            now=at(week.first_day(), 12),
            words=story.learnt,
        )


def of_story(county: County, story: Story) -> Improvement | None:
    """None in a play that is too short to have begun it."""
    known = Improvement.objects.filter(unit=county.offices[story.office], title=story.title)
    return known.first()


STEPS: tuple[tuple[int, Callable[[County, Story, Week], None]], ...] = (
    (0, begin),
    (8, write_note),
    (LASTS + 3, end),  # weeks after it was found
)
