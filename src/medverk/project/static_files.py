"""The files that pages load, collected once for each version of them."""

from __future__ import annotations

import fcntl
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_static() -> None:
    """Collect what pages load, unless that is done; other servers that start meanwhile wait.

    Collecting takes files away that a server which starts may just be looking at.
    """
    root = Path(settings.STATIC_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with (root.parent / "static.lock").open("a+", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.seek(0)
        now = digest_sources()
        if lock.read() != now or not any(root.iterdir()):
            call_command("collectstatic", verbosity=0, interactive=False)
            lock.truncate(0)
            lock.write(now)


def digest_sources() -> str:
    """A digest of the name, size and age of every file that pages load."""
    digest = sha256(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
