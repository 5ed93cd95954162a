"""The `medverk` command loads only what it is asked for."""

import importlib
from types import ModuleType

import pytest

from medverk.project import cli

load = importlib.import_module


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands that were loaded."""
    names: list[str] = []

    def keep(name: str) -> ModuleType:
        names.append(name.removeprefix("medverk.project.commands."))
        return load(name)

    monkeypatch.setattr(cli.importlib, "import_module", keep)
    return names


def test_a_command_is_loaded_alone(loaded: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["publish", "--help"])
    assert loaded == ["publish"]
    assert "usage: medverk publish" in capsys.readouterr().out


@pytest.mark.parametrize("asked", [[], ["publisj"], ["--help"], ["--help", "publish"]])
def test_otherwise_all_are_loaded_to_name_them(
    loaded: list[str], capsys: pytest.CaptureFixture[str], asked: list[str]
) -> None:
    with pytest.raises(SystemExit):
        cli.main(asked)
    assert tuple(loaded) == cli.COMMANDS
    said = capsys.readouterr()
    assert "COMMAND" in said.out + said.err
