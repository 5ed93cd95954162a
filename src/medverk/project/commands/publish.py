"""Publish figures now, as the release engine does each night when a date is due.

Settles the sealed answers of weeks that are over, then publishes what is due, or one date. What is
published stands for ever; running it twice publishes once.

On files, the same rules without a database: blocks.csv, figures.csv and withheld.csv in a new
folder. Exit code 0: written. Else nothing is: 1, the audit found a violation; 2, a file is faulty;
3, memory ran out.

    medverk publish now
    medverk publish now --questionnaire conversation --until 2026-W47
    medverk publish now --after-restore     # docs/operate-backup.md: no week is published twice
    medverk publish --responses R.parquet --units U.csv --policy P.toml --out figures
    medverk publish --responses R … --out week-48 --state state      # docs/files.md: what is new
"""

import argparse
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from medverk.people.privacy import DatabaseRole
from medverk.project.commands import start_django
from medverk.project.commands.file_inputs import add_inputs, report, show_dates, with_faults
from medverk.rules.weeks import Week

if TYPE_CHECKING:
    from medverk.releases.actions import Outcome
    from medverk.surveys.models import Questionnaire

REFUSED, BAD_INPUT = 1, 2
FILES = ("responses", "units", "policy", "out")
ENGINES = ("duckdb", "spark")


def add(parser: argparse.ArgumentParser) -> None:
    add_inputs(parser, required=False)
    parser.add_argument("--out", type=Path, metavar="DIR", help="the folder to make, on files")
    parser.add_argument("--engine", choices=ENGINES, default="duckdb", help="what counts, on files")
    parser.add_argument(
        "--state",
        type=Path,
        metavar="DIR",
        help="go on from the last publication, and leave what the next one needs; on files",
    )
    now = parser.add_subparsers(dest="when", metavar="now").add_parser(
        "now", help="settle and publish at once"
    )
    now.add_argument("--questionnaire", metavar="KEY", help="only this one, e.g. conversation")
    now.add_argument(
        "--until",
        type=read_week,
        metavar="WEEK",
        help="up to the end of this week, e.g. 2026-W47 (without it: every date that is due)",
    )
    now.add_argument(
        "--after-restore",
        nargs="?",
        const=True,
        type=read_week,
        metavar="WEEK",
        help="the database was restored: give up what waits of weeks that were published already; "
        "WEEK: the last one, where the releaser's keys were restored or lost as well",
    )


def read_week(text: str) -> Week:
    try:
        return Week.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def run(options: argparse.Namespace) -> int:
    return publish_now(options) if options.when == "now" else publish_from_files(options)


def publish_from_files(options: argparse.Namespace) -> int:
    missing = [name for name in FILES if getattr(options, name) is None]
    if missing:
        needed = ", ".join(f"--{name}" for name in missing)
        return say(
            f"write `medverk publish now`, or give the files: {needed} is missing", BAD_INPUT
        )
    from medverk.batch.actions import Asked, publish_files

    given = {name: getattr(options, name) for name in (*FILES, "engine", "state")}

    def publish_given() -> int:
        return report("publish", options, publish_files(Asked(**given), show=show_dates))

    return with_faults("publish", publish_given)


def publish_now(options: argparse.Namespace) -> int:
    start_django(DatabaseRole.RELEASER, "releaser")
    from django.utils import timezone

    from medverk.releases.actions import PublicationRefusedError, settle_vault
    from medverk.releases.breaking_down import BreakdownRefusedError
    from medverk.releases.memory import ForgottenError
    from medverk.releases.tasks import audit_what_is_published
    from medverk.vault.settling import SettlingBusyError

    now = timezone.now()
    try:
        chosen = choose(options.questionnaire, now)
        print("Settling sealed answers …", flush=True)
        settle_vault(now=now)
        if options.after_restore:
            close_gaps(chosen, options.after_restore, now)
        if summarise(publish(chosen, options.until, now)):
            print("Auditing everything that was ever published …", flush=True)
            audit_what_is_published()
    except ForgottenError as error:
        return say(f"{error}.", REFUSED)
    except (PublicationRefusedError, BreakdownRefusedError) as error:
        return say(f"Nothing was published: {error}.", REFUSED)
    except SettlingBusyError:
        return say("The sealed answers are in use, by a backup perhaps. Try again soon.", REFUSED)
    except (ValueError, LookupError) as error:
        return say(f"{error}", BAD_INPUT)
    return 0


def close_gaps(
    chosen: "list[Questionnaire]", last_seen: Week | Literal[True], now: datetime
) -> None:
    """Go on after a restore; last_seen is True where the memory beside the keys says it all."""
    from medverk.releases.restored import close_gap

    told = None if last_seen is True else last_seen
    for questionnaire in chosen:
        gap = close_gap(questionnaire=questionnaire, last_seen=told, now=now)
        print(
            f"{questionnaire.key}: {gap.until} had been published: what waited up to it is deleted"
            if gap
            else f"{questionnaire.key}: nothing was forgotten"
        )


def choose(key: str | None, now: datetime) -> "list[Questionnaire]":
    """The questionnaires to publish; LookupError for a key that nobody has been asked."""
    from medverk.releases.actions import streams

    used = streams(now)
    if key is None:
        return used
    chosen = [questionnaire for questionnaire in used if questionnaire.key == key]
    if not chosen:
        keys = ", ".join(questionnaire.key for questionnaire in used) or "none so far"
        raise LookupError(f"no questionnaire {key!r} is in use; there are: {keys}")
    return chosen


def publish(
    chosen: "list[Questionnaire]", until: Week | None, now: datetime
) -> "Iterator[Outcome]":
    """Publish one date, or all that are due, one after the other."""
    from medverk.releases import actions

    for questionnaire in chosen:
        if until is None:
            yield from actions.publish_dates(questionnaire, now)
        else:
            yield actions.publish(questionnaire=questionnaire.key, until=until, now=now)


def summarise(outcomes: "Iterator[Outcome]") -> int:
    """A line for each release as it is made; how many are new. The numbers are never of people."""
    made = 0
    for outcome in outcomes:
        made += outcome.new
        print(describe(outcome), flush=True)
    print(f"{made} new releases." if made else "Nothing new: no date is due.")
    return made


def describe(outcome: "Outcome") -> str:
    if not outcome.new:
        return f"{outcome.release}: published before"
    return (
        f"{outcome.release}: {outcome.blocks} blocks closed, {outcome.figures} figures shown, "
        f"{outcome.withheld} withheld"
        + (f", groups of {outcome.editions} half-years" if outcome.editions else "")
    )


def say(words: str, code: int) -> int:
    print(f"medverk publish: {words}", file=sys.stderr)
    return code
