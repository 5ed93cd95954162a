"""No test knows what another has done: everything a process remembers is known to be forgotten."""

import ast
from collections.abc import Iterator
from pathlib import Path

import medverk
from tests.remembered import FORGOTTEN, TRUE_FOR_EVER

SOURCE = Path(medverk.__file__).parent
REMEMBERING = {"cache", "lru_cache"}


def names_in(decorator: ast.expr) -> set[str]:
    return {
        str(getattr(part, "id", getattr(part, "attr", ""))) for part in ast.walk(decorator)
    } & REMEMBERING


def remembering(source: Path) -> Iterator[str]:
    """Every function of the program that remembers what it answered, as `module.function`."""
    for path in source.rglob("*.py"):
        parts = ("medverk", *path.relative_to(source).with_suffix("").parts)
        module = ".".join(parts).removesuffix(".__init__")
        for found in ast.walk(ast.parse(path.read_text("utf8"))):
            if isinstance(found, ast.FunctionDef) and any(map(names_in, found.decorator_list)):
                yield f"{module}.{found.name}"


def test_it_forgets_between_tests_whatever_is_not_true_for_ever():
    listed = [f"{one.__module__}.{one.__name__}" for one in (*FORGOTTEN, *TRUE_FOR_EVER)]
    assert sorted(remembering(SOURCE)) == sorted(listed)
