"""What pages load is collected once, however many servers start."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from medverk.project import static_files
from medverk.project.static_files import collect_static


class Sources:
    """A folder of files that pages load."""

    def __init__(self, folder: Path) -> None:
        """Keep the folder."""
        self.storage = FileSystemStorage(folder)

    def list(self, _: object) -> Iterator[tuple[str, FileSystemStorage]]:
        """Its files, as Django's finders say them."""
        for name in self.storage.listdir("")[1]:
            yield name, self.storage


@pytest.fixture
def collected(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """What was collected, with one file to collect."""
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "page.css").write_text("a {}")
    root = tmp_path / "home" / "static"
    monkeypatch.setattr(settings, "STATIC_ROOT", root)
    called: list[str] = []

    def collect(name: str, **_: object) -> None:
        called.append(name)
        (root / "page.css").touch()

    monkeypatch.setattr(static_files, "get_finders", lambda: [Sources(tmp_path / "sources")])
    monkeypatch.setattr(static_files, "call_command", collect)
    return called


def test_servers_that_start_together_collect_once(collected: list[str]) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: collect_static(), range(8)))
    assert collected == ["collectstatic"]


def test_a_file_that_changed_is_collected(collected: list[str], tmp_path: Path) -> None:
    collect_static()
    (tmp_path / "sources" / "page.css").write_text("a { color: red }")
    collect_static()
    collect_static()
    assert collected == ["collectstatic"] * 2


def test_what_was_deleted_is_collected_again(collected: list[str], tmp_path: Path) -> None:
    collect_static()
    (tmp_path / "home" / "static" / "page.css").unlink()
    collect_static()
    assert collected == ["collectstatic"] * 2


def test_a_collection_that_failed_is_done_again(
    collected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(static_files, "call_command", fail)
        with pytest.raises(OSError, match="disk"):
            collect_static()
    collect_static()
    assert collected == ["collectstatic"]
