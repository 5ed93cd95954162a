"""An edition with known groups: the young in Vestvik agree less with what the others agree with."""

import random
from collections.abc import Iterator, Sequence

from medverk.people.models import Unit
from medverk.releases.storing import store_release
from medverk.rules.disclosure.breakdowns.cells import By, Cell, WithheldCell
from medverk.rules.disclosure.document import EditionSaid
from medverk.rules.disclosure.figures import OPEN, Line
from medverk.rules.disclosure.policy import Policy
from medverk.rules.weeks import Week
from medverk.surveys.catalogue import shipped_content
from medverk.surveys.models import Questionnaire
from tests.pages.stage import LEVELS, Stage, morning_after, spread

FIRST, LAST = Week(2026, 14), Week(2026, 26)
PUBLISHED = Week(2026, 27)
BACKGROUND = {
    "age": ("under 30", "30-49", "50 and over"),
    "sex": ("woman", "man", "other"),
    "language": ("norwegian or sami", "another"),
    "channel": ("sms", "email", "slip", "interview", "kiosk"),
    "asked_in": ("norwegian or sami", "another"),
}
TABLES = (("age",), ("sex",), ("language",), ("channel",), ("asked_in",), ("age", "sex"))
AGES = {("under 30",): 64, ("30-49",): 81, ("50 and over",): 55}
SEXES = {("woman",): 104, ("man",): 86}
UNHAPPY = ("under 30",)


def by_of(variable: str, values: Sequence[str]) -> By:
    return ((variable, tuple(values)),)


def cells_of(
    unit: Unit, by: By, n: int, blocks: tuple[str, ...], chance: random.Random
) -> Iterator[Cell]:
    """A group's answers to every question; the young are less heard."""
    content = shipped_content("conversation")
    for question in content.questions:
        young = by == by_of("age", UNHAPPY) and question.key == "heard"
        level = LEVELS[question.key] - (1.8 if young else 0)
        categories = len(content.scale_of(question).categories)
        counts = spread(level, categories, n - chance.randrange(4), chance)
        line = Line(OPEN, str(unit.pk), question.key, blocks, FIRST, LAST, n, sum(counts), counts)
        yield Cell(by, line)


def edition_of(stage: Stage, name: str = "2026-H1") -> EditionSaid:
    """Vestvik shows age whole and women and men; Lillevik shows nothing; the county ages merged."""
    chance = random.Random(11)
    blocks = (f"{stage.vestvik.pk}:2026-W26",)
    cells: list[Cell] = []
    for variable, groups in (("age", AGES), ("sex", SEXES)):
        for values, n in groups.items():
            by = by_of(variable, values)
            cells.extend(cells_of(stage.vestvik, by, n, blocks, chance))
            cells.extend(cells_of(stage.directorate, by, 3 * n, blocks, chance))
    for values, n in ((("under 30", "30-49"), 180), (("50 and over",), 90)):
        cells.extend(cells_of(stage.county, by_of("age", values), n, blocks, chance))
    return EditionSaid(name, BACKGROUND, TABLES, cells, tuple(gaps_of(stage)))


def gaps_of(stage: Stage) -> Iterator[WithheldCell]:
    def gap(unit: Unit, variable: str, value: str) -> WithheldCell:
        return WithheldCell(str(unit.pk), by_of(variable, (value,)), FIRST, LAST)

    yield gap(stage.vestvik, "sex", "other")
    for unit in (stage.vestvik, stage.county, stage.directorate):
        for variable in ("language", "channel", "asked_in"):
            yield from (gap(unit, variable, value) for value in BACKGROUND[variable])
    yield from (gap(stage.county, "age", value) for value in ("under 30", "30-49"))
    for variable, values in BACKGROUND.items():
        yield from (gap(stage.lillevik, variable, value) for value in values)


def publish_edition(stage: Stage, *editions: EditionSaid, until: Week = PUBLISHED) -> None:
    """A release that says these editions; the known one where none is given."""
    store_release(
        questionnaire=Questionnaire.objects.get(key="conversation"),
        until=until,
        now=morning_after(until),
        policy=Policy(),
        blocks=(),
        lines=(),
        waiting=(),
        never_shown=(),
        editions=editions or (edition_of(stage),),
    )
