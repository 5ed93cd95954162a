"""Web, sender and releaser play the demo, each with the role and the secrets it has in earnest.

The web plays a week while the releaser publishes the one before; neither runs further ahead, for
an answer from next month would be refused as a forgery.
"""

from datetime import datetime
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from random import Random

from tqdm import tqdm

from medverk.people.privacy import DatabaseRole
from medverk.project.commands import start_django
from medverk.project.demo.players import Player, begin

SEED = 1726
WEEKS = 52
QUESTIONNAIRES = ("conversation", "call", "employer", "trust")


def play(now: datetime, weeks: int = WEEKS) -> tuple[int, int]:
    """Play so many weeks up to the last that is over at `now`, and the days since.

    Returns how many conversations there were, and how many answers. Raises EnvironmentError where
    the demo may not be made.
    """
    begin_anew(now)
    to_sender, to_web = Pipe()
    players = (
        begin(play_releaser, now, weeks),
        begin(play_sender, now, weeks, to_web),
        begin(play_web, now, weeks, to_sender),
    )
    releaser, _, web = players
    try:
        releaser.wait()
        return play_weeks(web, releaser, weeks)
    finally:
        for player in players:
            player.stop()


def begin_anew(now: datetime) -> None:
    owner = begin(play_owner, now, 0)
    try:
        owner.wait()
    finally:
        owner.stop()


def play_weeks(web: Player, releaser: Player, weeks: int) -> tuple[int, int]:
    """The web is one week ahead: it begins the first alone, and ends with the week that it is."""
    web.ask()
    played: tuple[int, int] = web.wait()
    for _ in tqdm(range(weeks), desc="A year in the county", unit="week", disable=None):
        web.ask()
        releaser.ask()
        played = web.wait()
        releaser.wait()
    return played


def play_owner(pipe: Connection, now: datetime, weeks: int) -> None:
    """An empty database with tables, privileges and questionnaires."""
    start_django(DatabaseRole.OWNER)
    from medverk.project.demo.beginning import start_over
    from medverk.project.demo.stage import take_stage

    take_stage(alone=True)
    start_over()
    pipe.send(None)


def play_web(pipe: Connection, now: datetime, weeks: int, sender: Connection) -> None:
    """Units, people, encounters and answers; a week each time it is asked."""
    start_django(DatabaseRole.WEB, "serve")
    from medverk.project.demo.calendar import year_before
    from medverk.project.demo.places import make_county
    from medverk.project.demo.stage import take_stage
    from medverk.project.demo.web import Life
    from medverk.surveys.queries import current_version

    take_stage(alone=False)
    year, chance = year_before(now, weeks), Random(SEED)  # noqa: S311  (a play, not a secret)
    county = make_county(since=year.first.first_day(), chance=chance)
    versions = {key: current_version(key, now=now) for key in QUESTIONNAIRES}
    life = Life(county, year, chance, versions, sender)
    for week in year.weeks():
        pipe.recv()
        life.play_week(week)
        pipe.send((life.conversations, life.answers))


def play_sender(pipe: Connection, now: datetime, weeks: int, web: Connection) -> None:
    """Messages, and what is over; a day each time the web asks."""
    start_django(DatabaseRole.WEB, "worker")
    from medverk.project.demo.sending import send
    from medverk.project.demo.stage import take_stage

    take_stage(alone=False)
    while True:
        send(web.recv())
        web.send(None)


def play_releaser(pipe: Connection, now: datetime, weeks: int) -> None:
    """The first key; then a publication each time it is asked."""
    start_django(DatabaseRole.RELEASER, "releaser")
    from medverk.project.demo.calendar import year_before
    from medverk.project.demo.release import audit_year, make_first_key, release_week
    from medverk.project.demo.stage import take_stage

    take_stage(alone=False)
    year = year_before(now, weeks)
    make_first_key(year)
    pipe.send(None)
    for number in range(weeks):
        pipe.recv()
        release_week(year, year.week(number))
        if number == weeks - 1:
            audit_year(year)
        pipe.send(None)
