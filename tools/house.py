"""Read the house from its own code: rooms, what they are for, whom they know."""

import ast
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "src" / "medverk"


def layers() -> list[str]:
    """Rooms from the top down, as the contracts in pyproject.toml name them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))
    contract = settings["tool"]["importlinter"]["contracts"][0]
    return [room.strip() for layer in contract["layers"] for room in layer.split("|")]


ROOMS = layers()


def files(room: str) -> list[Path]:
    """The room's Python files; a room can also be one file."""
    folder = HOUSE / room
    found = sorted(folder.rglob("*.py")) if folder.is_dir() else [HOUSE / f"{room}.py"]
    return [path for path in found if "migrations" not in path.parts]


def purpose(room: str) -> str:
    """The first line of the room's own docstring."""
    folder = HOUSE / room
    path = folder / "__init__.py" if folder.is_dir() else HOUSE / f"{room}.py"
    words = ast.get_docstring(ast.parse(path.read_text("utf8"))) or ""
    return words.split("\n\n")[0].replace("\n", " ")


def rooms_known_by(room: str) -> list[str]:
    """The other rooms that the room's files import, in the order of the house."""
    known = {
        name.split(".")[1]
        for path in files(room)
        for name in imported_by(path)
        if name.startswith("medverk.")
    }
    return [other for other in ROOMS if other in known and other != room]


def imported_by(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names
