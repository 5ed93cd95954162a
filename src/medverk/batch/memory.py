"""Memory that is freed stays with this process, for what comes next.

Otherwise the C library gives back at once what was large, and the system clears each page of it
anew when it is asked for again: a third of a second of ten million responses. The most memory that
is in use at any time is the same.
"""

from __future__ import annotations

import ctypes

TRIM_THRESHOLD, TOP_PAD, MMAP_MAX = -1, -2, -4
"""What can be chosen, by its number in <malloc.h>."""

CHOICES = {TRIM_THRESHOLD: (1 << 31) - 1, TOP_PAD: 1 << 26, MMAP_MAX: 0}
"""Give nothing back; ask for this much at a time; and ask for nothing by itself."""


def keep_freed_memory() -> None:
    """Tell the C library so, where it is glibc. Others have no such choices, and stay as they are.

    It is for a command that does one thing and ends, not for a server.
    """
    choose = getattr(ctypes.CDLL(None), "mallopt", None)
    if choose is not None:
        for choice, value in CHOICES.items():
            choose(choice, value)
