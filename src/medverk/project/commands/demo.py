"""Make the demo: a fictional year in a fictional county, through the real path.

It takes a minute or two, and begins anew each time: what is in the database is replaced. So it
refuses where MEDVERK_DEMO is not 1, or where there are people whom the demo did not invent.
Stopped midway, it is begun anew by running it again.

    medverk demo
"""

import argparse
import time
from datetime import UTC, datetime

from medverk.project.demo.playing import play


def add(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(options: argparse.Namespace) -> int:
    began = time.monotonic()
    conversations, answers = play(datetime.now(UTC))
    seconds = round(time.monotonic() - began)
    print(
        f"The demo county is ready: {conversations} conversations, {answers} answers, {seconds} s."
    )
    return 0
