"""Settling is killed (kill -9) at many lines: nothing is lost and nothing stored twice."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

POINTS = 100


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_it_keeps_every_answer_once_wherever_settling_is_killed(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.vault.killed_settling",
         connection.settings_dict["NAME"], str(tmp_path / "keys"), str(POINTS)],
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout) > POINTS / 2
