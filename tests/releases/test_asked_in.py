"""In which language people were asked is one more way to group who answered, and no safer than the
others [disclosure G2]: most who are asked in another language speak it at home, so that the two
groups differ by few.
"""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from medverk.releases.backgrounds import ASKED, background_of, tables_of
from medverk.releases.models import Cell as CellRow
from medverk.releases.models import Edition
from medverk.rules.disclosure.breakdowns import Cell
from medverk.rules.disclosure.figures import OPEN, Block, Line
from medverk.surveys.catalogue import shipped_content
from medverk.surveys.languages import ANOTHER, ASKED_IN, NORWEGIAN_OR_SAMI
from medverk.surveys.models import Questionnaire
from tests.releases.grouped import Grouped, draw_agency, everything, plain_agency
from tests.rules.disclosure.breakdowns.adversary import find_leaks
from tests.rules.disclosure.breakdowns.people import Person

SEEDS = (0, 1, 9)


def test_it_is_the_last_variable_by_itself() -> None:
    """An office chooses its tables in this order: what comes last takes nothing from the others."""
    background = background_of([shipped_content("conversation")])
    single = [table for table in tables_of(background) if len(table) == 1]
    assert single[-1] == (ASKED,)
    assert background[ASKED] == ASKED_IN


def speaking(agency: Grouped, seed: int) -> Grouped:
    """The same people, who speak a language at home and were asked in one."""
    rng = random.Random(seed)

    def speak(person: Person) -> Person:
        at_home = ANOTHER if rng.random() < 0.45 else NORWEGIAN_OR_SAMI
        asked = ANOTHER if at_home == ANOTHER and rng.random() < 0.85 else NORWEGIAN_OR_SAMI
        said = {"language": at_home} if rng.random() < 0.9 else {}
        return replace(person, background={**person.background, **said, ASKED: asked})

    return replace(agency, people=tuple(map(speak, agency.people)))


@pytest.fixture
def lived(asked: Questionnaire, as_role: Callable, use_policy: Callable) -> Callable:
    def live(seed: int) -> Grouped:
        agency = speaking(draw_agency(seed, asked, weekly=11), seed)
        use_policy(agency.policy)
        list(agency.live(as_role))
        return agency

    return live


def counted_separately(agency: Grouped, blocks: list[Block]) -> list[Cell]:
    """How many have answered in each language, counted from answers for each office where it passes
    the threshold: what a page must not do."""
    found = []
    for unit in Edition.objects.get().breakdowns.values_list("unit", flat=True):
        mine = [block for block in blocks if block.unit == str(unit) and block.id[:5] != "pool:"]
        inside = [
            person
            for block in mine
            for person in agency.people
            if person.office == block.unit and block.from_week <= person.week <= block.to_week
        ]
        for value in ASKED_IN:
            n = sum(person.background[ASKED] == value for person in inside)
            if mine and n >= agency.policy.responses:
                ids = tuple(block.id for block in mine)
                weeks = mine[0].from_week, mine[-1].to_week
                line = Line(OPEN, str(unit), None, ids, *weeks, n, 0, ())
                found.append(Cell(((ASKED, (value,)),), line))
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_can_compute_too_few_from_the_languages_people_were_asked_in(
    seed: int, lived: Callable, asked: Questionnaire
) -> None:
    agency = lived(seed)
    assert find_leaks(agency.as_agency(), *everything(asked)) == []


def test_its_adversary_would_catch_a_page_that_counts_for_itself(
    lived: Callable, asked: Questionnaire
) -> None:
    agency = lived(SEEDS[0])
    blocks, lines, cells = everything(asked)
    naive = counted_separately(agency, blocks)
    assert find_leaks(agency.as_agency(), blocks, lines, [*cells, *naive]) != []


def test_it_is_shown_where_it_is_safe(asked: Questionnaire, as_role: Callable) -> None:
    agency, rng = plain_agency(asked), random.Random(4)
    people = tuple(
        replace(person, background={**person.background, ASKED: rng.choice(ASKED_IN)})
        for person in agency.people
    )
    list(replace(agency, people=people).live(as_role))
    shown = set(CellRow.objects.values_list("by", flat=True))
    assert {f"{ASKED}={value}" for value in ASKED_IN} <= shown
    assert {"age=under 30", "sex=woman", "age=50 and over;sex=man"} <= shown
