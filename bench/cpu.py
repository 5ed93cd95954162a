"""How much processor time a process and its children have used, from /proc."""

import os
from collections import defaultdict
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def cpu_seconds(root: int) -> float:
    """User and system seconds of a process, of all that live below it, and of those it outlived."""
    used: dict[int, int] = {}
    below = defaultdict(list)
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:  # it ended while we looked
            continue
        process = int(path.parent.name)
        below[int(fields[1])].append(process)
        used[process] = sum(map(int, fields[11:15]))

    def total(process: int) -> int:
        return used.get(process, 0) + sum(map(total, below[process]))

    return total(root) / TICK
