"""Every kind of thing that a room writes in the log has a name in words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import medverk
from medverk.people.logged import LOGGED, words_for
from medverk.rules.complaints.life import ComplaintEvent
from medverk.rules.improvement.states import ImprovementEvent
from medverk.rules.pilots import Decision, PilotEvent

ROOMS = Path(medverk.__file__).parent
MADE_OF_PARTS = {f"pilot_{part}" for kind in (Decision, PilotEvent) for part in kind}
MADE_OF_PARTS |= {f"improvement_{event}" for event in ImprovementEvent}
MADE_OF_PARTS |= {f"complaint_{event}" for event in ComplaintEvent}


def actions_in(source: str) -> Iterator[str]:
    """The constant `action`s of calls of `log(...)` and of assignments to a name `action`."""
    for node in ast.walk(ast.parse(source)):
        named = [word.value for word in getattr(node, "keywords", ()) if word.arg == "action"]
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("log"):
            for value in named:
                yield from constants(value)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "action":
            yield from constants(node.value)


def constants(value: ast.expr) -> Iterator[str]:
    if isinstance(value, ast.IfExp):
        yield from constants(value.body)
        yield from constants(value.orelse)
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value


def test_it_has_words_for_every_action_and_for_no_other():
    files = [path for room in ("*/*.py", "*/*/*.py") for path in ROOMS.glob(room)]
    written = {action for path in files for action in actions_in(path.read_text("utf8"))}
    unused = {"pilot_decide"}  # a decision is logged by its outcome
    assert written | MADE_OF_PARTS - unused == set(LOGGED)


def test_it_shows_the_code_of_what_it_does_not_know():
    assert words_for("from_the_future") == "from_the_future"
