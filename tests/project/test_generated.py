"""What docs/generated/ says is what the program does: `make docs` writes it again."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "generated"

spec = importlib.util.spec_from_file_location("generated", ROOT / "tools" / "generated.py")
generated = importlib.util.module_from_spec(spec)
spec.loader.exec_module(generated)


@pytest.mark.parametrize("name", sorted(generated.DOCUMENTS))
def test_it_says_what_the_program_does(name):
    assert (FOLDER / name).read_text("utf8") == generated.render(name)


def test_it_keeps_no_document_that_nothing_writes():
    assert {path.name for path in FOLDER.iterdir()} == set(generated.DOCUMENTS)


def test_it_names_every_role_and_action_in_the_access_table():
    text = generated.render("access.md")
    assert "| see own results | self |  |  |  |  |  | self |  |  |" in text
    assert "| see county results |  |  |  |  | below | everywhere |  |  |  |" in text
