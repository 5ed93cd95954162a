"""Work that is spread over the processors of this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Container, Sequence
from pathlib import Path

import pytest

from medverk.batch import processes
from medverk.batch.processes import spread
from medverk.project.cli import main
from medverk.rules.disclosure import breakdowns
from medverk.rules.disclosure.breakdowns import Breakdown, Place, Wish

from .files import write_files


def test_results_are_in_the_order_of_the_items() -> None:
    base = 10
    assert spread(lambda number: base * number, range(20)) == list(range(0, 200, 10))


def test_whoever_is_done_takes_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "count_processors", lambda: 3)

    def work(seconds: float) -> int:
        time.sleep(seconds)
        return os.getpid()

    first, *others = spread(work, [1.0, *[0.1] * 8])
    assert first not in others
    assert len({first, *others}) == 3
    assert os.getpid() in {first, *others}


def test_a_helper_that_is_not_needed_any_more_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "count_processors", lambda: 2)
    here = os.getpid()

    def work(_: int) -> None:
        if os.getpid() == here:
            raise KeyboardInterrupt
        time.sleep(60)

    with pytest.raises(KeyboardInterrupt):
        spread(work, range(9))
    assert multiprocessing.active_children() == []


def test_on_one_processor_it_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "count_processors", lambda: 1)
    assert spread(lambda _: os.getpid(), range(4)) == [os.getpid()] * 4


def test_whoever_breaks_it_off_sees_no_traces_of_helpers(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(processes, "count_processors", lambda: 2)
    here = os.getpid()

    def work(_: int) -> None:
        time.sleep(0.5 if os.getpid() == here else 0.1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        spread(work, range(9))
    assert capfd.readouterr().err == ""


@pytest.fixture
def _two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are."""
    monkeypatch.setattr(processes, "count_processors", lambda: 2)


@pytest.mark.usefixtures("_two_processors")
def test_what_goes_wrong_elsewhere_goes_wrong_here() -> None:
    def fail(number: int) -> int:
        if number == 3:
            raise ValueError("three")
        return number

    with pytest.raises(ValueError, match="three"):
        spread(fail, range(5))


@pytest.mark.usefixtures("_two_processors")
def test_when_the_system_ends_one_of_its_processes_a_publication_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        ["a", f"a{at % 4}", week, "under 30", str(at % 3 + 1)]
        for week in ("2025-W40", "2026-W02")
        for at in range(40)
    ]
    here, honest = os.getpid(), breakdowns.break_down

    def die(wish: Wish, places: Sequence[Place], shows: Container[str]) -> Breakdown:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.5)
        return honest(wish, places, shows)

    command = ["publish", *write_files(tmp_path, rows), "--out", str(tmp_path / "out")]
    with monkeypatch.context() as patch:
        patch.setattr(breakdowns, "break_down", die)
        assert main(command) == 3
    assert "most likely for lack of memory: nothing was written" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert main(command) == 0


@pytest.mark.usefixtures("_two_processors")
def test_figures_are_the_same_on_one_processor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        [office, f"{office}{at % 4}", week, ("under 30", "30 and over")[at % 2], str(at % 3 + 1)]
        for office in "ab"
        for week in ("2025-W40", "2026-W02")
        for at in range(60)
    ]
    options = write_files(tmp_path, rows)
    assert main(["publish", *options, "--out", str(tmp_path / "two")]) == 0
    monkeypatch.setattr(processes, "count_processors", lambda: 1)
    assert main(["publish", *options, "--out", str(tmp_path / "one")]) == 0
    figures = [(tmp_path / name / "figures.csv").read_bytes() for name in ("one", "two")]
    assert b"age=under 30" in figures[0]
    assert figures[0] == figures[1]
