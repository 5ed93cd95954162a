"""What was published last, remembered outside the database: a restore must not undo it [G2, G5].

A database restored from an old backup has forgotten its newest publications, but people have not.
Published anew, with the answers lost that came in between, the same weeks would differ by those
answers. So the release engine keeps, beside its keys, a file for each questionnaire, written to the
disk before the publication is committed; a database that knows less publishes nothing.
"""

import json
from dataclasses import asdict
from pathlib import Path

from django.db import connection

from medverk.rules.publishing.memory import Forgotten, Memory, find_forgotten, may_be_undone
from medverk.rules.weeks import Week
from medverk.surveys.models import Questionnaire
from medverk.vault.keys import releaser_keys, sync_folder, write_durably

_TRANSACTION = "SELECT pg_current_xact_id()::text"
_DATABASE = """
SELECT system_identifier || '/' || oid FROM pg_control_system(), pg_database
WHERE datname = current_database()
"""
_ABORTED = """
SELECT CASE WHEN %(id)s::xid8 < pg_snapshot_xmax(pg_current_snapshot())
    THEN pg_xact_status(%(id)s::xid8) = 'aborted' END
"""


class ForgottenError(Exception):
    """The database may have forgotten what was published from it. Nothing was published."""

    def __init__(self, questionnaire: str, why: str) -> None:
        super().__init__(
            f"{questionnaire}: {why}. Was an older backup restored? Then run `medverk publish now "
            "--after-restore` (docs/operate-backup.md): it publishes no week a second time"
        )


WHY = {
    Forgotten.NOTHING_REMEMBERED: "nothing is remembered of publications beside the keys",
    Forgotten.ANOTHER_DATABASE: "this is not the database published from last",
    Forgotten.NEWER_PUBLISHED: "{until} was published, and this database does not know it",
}


def file_of(questionnaire: Questionnaire) -> Path:
    """Where this questionnaire's memory lies."""
    return releaser_keys().folder / f"published-{questionnaire.key}.json"


def recall(questionnaire: Questionnaire) -> Memory | None:
    """What is remembered; None when nothing is."""
    file = file_of(questionnaire)
    return Memory(**json.loads(file.read_text())) if file.exists() else None


def remember(questionnaire: Questionnaire, memory: Memory) -> None:
    """Write it to the disk, whole or not at all."""
    file = file_of(questionnaire)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    write_durably(fresh, json.dumps(asdict(memory)).encode())
    fresh.replace(file)
    sync_folder(file.parent)


def remember_before_commit(questionnaire: Questionnaire, until: Week, before: Week | None) -> None:
    """To be the last thing in the transaction that publishes `until`.

    Killed before the commit, the transaction is known to have failed, and nothing is lost. Once it
    is committed the memory does not ask any more.
    """
    written = str(before) if before else None
    memory = Memory(str(until), written, this_database(), str(ask(_TRANSACTION)))
    remember(questionnaire, memory)


def remember_for_good(questionnaire: Questionnaire, until: Week) -> None:
    """What is committed in this database."""
    remember(questionnaire, Memory(str(until), None, this_database(), None))


def refuse_forgotten(questionnaire: Questionnaire, known: Week | None) -> None:
    """Raises ForgottenError when more may have been published than `known`, the last week that the
    database knows of."""
    memory = recall(questionnaire)
    forgotten = find_forgotten(memory, known, this_database())
    if forgotten is None:
        return
    if forgotten is Forgotten.NEWER_PUBLISHED and memory and is_undone(memory, known):
        return
    until = memory.until if memory else ""
    raise ForgottenError(questionnaire.key, WHY[forgotten].format(until=until))


def is_undone(memory: Memory, known: Week | None) -> bool:
    """Whether the remembered publication was cut short before it was committed."""
    if not may_be_undone(memory, known):
        return False
    return ask(_ABORTED, {"id": memory.transaction}) is True


def this_database() -> str:
    """What no restored copy shares with the database it was taken from."""
    return str(ask(_DATABASE))


def ask(statement: str, values: dict[str, str | None] | None = None) -> object:
    """The only value of a query."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    return row[0] if row else None


def forget_all() -> None:
    """For the demo that begins anew: nothing was ever published."""
    for file in releaser_keys().folder.glob("published-*.json"):
        file.unlink()
