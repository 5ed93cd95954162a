"""A program for test_killed: settle again and again, killed each time at another line.

    python -m tests.vault.killed_settling DATABASE FOLDER_OF_KEYS POINTS

Prints how many settlings were killed. Ends with 1 when an answer was lost or stored twice.
"""

import os
import signal
import sys
import traceback
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from types import FrameType

NOW = datetime(2026, 11, 18, 11, 0, tzinfo=UTC)
A_ROUND = ("2026-W45", "2026-W46", "2026-W46", "2026-W47")


def main(database: str, folder: str, points: int) -> int:
    start_django(database)
    from medverk.vault.actions import prepare_key
    from medverk.vault.keys import KeyRing

    ring = KeyRing(Path(folder))
    prepare_key(now=NOW, ring=ring)
    truth = seal_round(0)
    lines = settle_in_a_child(ring, kill_at=-1)
    killed = 0
    for number, line in enumerate(Random(1).sample(range(1, lines), points), start=1):
        truth += seal_round(number)
        killed += settle_in_a_child(ring, kill_at=line) == 0
        if everything(ring) != truth:
            print(f"lost or doubled, killed at line {line}")
            return 1
    print(killed)
    return 0


def start_django(database: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "medverk.project.test_settings"
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    django.setup()


def seal_round(number: int) -> Counter[tuple[int, str]]:
    """Some answers, known by a number in the place of the office, of weeks over and not over."""
    from tests.vault.samples import an_answer, seal_all

    made = [(4 * number + n, week) for n, week in enumerate(A_ROUND)]
    seal_all(*(an_answer(office_id=name, week=week) for name, week in made))
    return Counter(made)


def settle_in_a_child(ring, *, kill_at: int) -> int:
    """Settle in a process of its own, killed at that line of the vault.

    Returns how many lines of the vault it ran, or 0 when it was killed.
    """
    from django.db import connection

    connection.close()
    read, write = os.pipe()
    if os.fork():
        os.close(write)
        with os.fdopen(read) as pipe:
            ran = pipe.read()
        os.wait()
        return int(ran or 0)
    seen = [0]

    def trace(frame: FrameType, event: str, argument: object):
        if "medverk/vault" not in frame.f_code.co_filename:
            return None
        seen[0] += event == "line"
        if seen[0] == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace

    from medverk.vault.actions import settle

    sys.settrace(trace)
    try:
        settle(now=NOW, ring=ring)
        sys.settrace(None)
        os.write(write, str(seen[0]).encode())
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


def everything(ring) -> Counter[tuple[int, str]]:
    """What the vault holds, settled or sealed."""
    from medverk.vault.models import Response, SealedAnswer, SetAside
    from medverk.vault.rotation import keys_not_destroyed
    from medverk.vault.sealing import unpack

    opener = ring.opener(keys_not_destroyed())
    sealed = [unpack(opener.open(bytes(row.ciphertext))) for row in SealedAnswer.objects.all()]
    found = Counter((answer.office_id, answer.week) for answer in sealed)
    found.update(Response.objects.values_list("office_id", "week"))
    return found + Counter({("aside", ""): SetAside.objects.count()})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
