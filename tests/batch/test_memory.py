"""Memory that was freed is used again, without asking the system for it."""

import platform
import subprocess
import sys

import pytest

PAGES = """
import resource, sys
import numpy as np
from medverk.batch.memory import keep_freed_memory

def fill() -> int:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    np.ones(10_000_000)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

if sys.argv[1] == "keep":
    keep_freed_memory()
fill()
print(fill())
"""


def pages_asked_for(way: str) -> int:
    """How many pages an array of 80 megabytes takes, after another of that size was freed."""
    command = (sys.executable, "-c", PAGES, way)
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries have no choice")
def test_what_was_freed_is_used_again() -> None:
    assert 4 * pages_asked_for("keep") < pages_asked_for("usual")
