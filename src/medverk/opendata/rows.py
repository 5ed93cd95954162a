"""The tables of open data: which columns each has, and its rows from what was published."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from medverk.people.models import Unit
from medverk.releases import open_queries
from medverk.surveys.content import Content

Row = Mapping[str, object]
"""One row by its columns; a list stays a list in JSON."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of open data. `places`: how many columns `counts` becomes in CSV."""

    columns: tuple[str, ...]
    rows: Callable[[], Iterable[Row]]
    places: int = 0


PLACE = ("release", "unit", "number", "name", "level", "from_week", "to_week")
NUMBERS = ("question", "n", "answered", "mean", "counts")


def figures(questionnaire: str, year: int, contents: Sequence[Content]) -> Table:
    """All totals of offices, counties and the country that closed in a year."""
    return Table(
        (*PLACE, *NUMBERS, "blocks"),
        lambda: figure_rows(questionnaire, year),
        most_categories(contents),
    )


def figure_rows(questionnaire: str, year: int) -> Iterator[Row]:
    units = open_queries.unit_names()
    for figure in open_queries.open_figures(questionnaire, year):
        yield place_of(figure, units) | numbers_of(figure) | {"blocks": list(figure.blocks)}


def breakdowns(questionnaire: str, edition: str, contents: Sequence[Content]) -> Table:
    """All groups that are shown of a half-year."""
    return Table(
        (*PLACE[:5], "edition", *PLACE[5:], "by", *NUMBERS, "blocks"),
        lambda: cell_rows(questionnaire, edition),
        most_categories(contents),
    )


def cell_rows(questionnaire: str, edition: str) -> Iterator[Row]:
    units = open_queries.unit_names()
    for cell in open_queries.open_cells(questionnaire, edition):
        named = {"edition": cell.edition, "by": cell.by}
        yield place_of(cell, units) | named | numbers_of(cell) | {"blocks": list(cell.blocks)}


Figure = open_queries.OpenFigure | open_queries.OpenCell


def place_of(figure: Figure, units: Mapping[int, Unit]) -> dict[str, object]:
    unit = units[figure.unit]
    return {
        "release": str(figure.release),
        "unit": figure.unit,
        "number": unit.number,
        "name": unit.name,
        "level": unit.level,
        "from_week": figure.from_week,
        "to_week": figure.to_week,
    }


def numbers_of(figure: Figure) -> dict[str, object]:
    """`question` is None for the number of responses as such."""
    return {
        "question": figure.question,
        "n": figure.n,
        "answered": figure.answered if figure.question else None,
        "mean": mean_of(figure.counts),
        "counts": list(figure.counts),
    }


def mean_of(counts: Sequence[int]) -> float | None:
    answered = sum(counts)
    if not answered:
        return None
    return round(sum(value * count for value, count in enumerate(counts, 1)) / answered, 4)


def questions(contents: Sequence[Content]) -> Table:
    """What each question asks, and what its categories mean."""
    columns = ("question", "theme", "agrees_from", "category", "nb", "nn", "en")
    return Table(columns, lambda: question_rows(contents))


def question_rows(contents: Sequence[Content]) -> Iterator[Row]:
    """A row for each question, with `category` empty, and one for each of its categories.

    A question that several versions ask has the words of the newest.
    """
    newest = {question.key: (content, question) for content in contents
              for question in content.questions}  # fmt: skip
    for key, (content, question) in newest.items():
        scale = content.scale_of(question)
        same = {"question": key, "theme": question.theme, "agrees_from": scale.agree_from}
        yield {**same, "category": None, **question.text}
        for category in scale.categories:
            yield {**same, "category": category.value, **category.text}


def units() -> Table:
    """Every unit with its place in the hierarchy."""
    columns = ("unit", "number", "name", "level", "parent", "valid_from", "valid_to")
    return Table(columns, unit_rows)


def unit_rows() -> Iterator[Row]:
    for unit in open_queries.unit_names().values():
        yield {
            "unit": unit.pk,
            "number": unit.number,
            "name": unit.name,
            "level": unit.level,
            "parent": unit.parent_id,
            "valid_from": unit.valid_from,
            "valid_to": unit.valid_to,
        }


def releases(address: str) -> Table:
    """Every release with its digest and its document."""
    columns = ("release", "questionnaire", "until", "published_at", "format", "digest", "corrects",
               "why", "document")  # fmt: skip
    return Table(columns, lambda: release_rows(address))


def release_rows(address: str) -> Iterator[Row]:
    for release in open_queries.published():
        yield {
            "release": str(release.id),
            "questionnaire": release.questionnaire,
            "until": release.until,
            "published_at": release.published_at,
            "format": release.format,
            "digest": release.digest,
            "corrects": str(release.corrects) if release.corrects else None,
            "why": release.why,
            "document": f"{address}/open/releases/{release.id}.txt",
        }


def most_categories(contents: Sequence[Content]) -> int:
    """How many categories the question with most of them has."""
    return max(
        (len(scale.categories) for content in contents for scale in content.scales.values()),
        default=0,
    )
