"""How much memory a process has in use together with those that it begins, from /proc."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EVERY = 0.5
"""Seconds between two looks: each takes some milliseconds of a processor for a gigabyte."""


class Peak:
    """The most that was seen, in gigabytes."""

    gigabytes = 0.0


@contextmanager
def watch_memory(root: int) -> Iterator[Peak]:
    """Look at a process and all that it begins, every now and then."""
    peak, ended = Peak(), threading.Event()

    def look() -> None:
        while not ended.wait(EVERY):
            peak.gigabytes = max(peak.gigabytes, gigabytes_of(root))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        ended.set()
        watcher.join()


def gigabytes_of(root: int) -> float:
    """The memory of a process and of those that it began; what they share is counted once."""
    try:
        said = Path(f"/proc/{root}/smaps_rollup").read_text()
        began = [
            int(child)
            for task in Path(f"/proc/{root}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:  # it ended while we looked
        return 0.0
    found = re.search(r"^Pss:\s+(\d+) kB", said, re.MULTILINE)
    return (int(found[1]) / 1e6 if found else 0.0) + sum(map(gigabytes_of, began))
