"""People who were asked in different ways and languages, and published groups of who answered."""

import random
from collections.abc import Iterator, Mapping, Sequence

from medverk.invitations.models import ChannelCount, InvitationCount, LanguageCount
from medverk.people.models import Unit
from medverk.releases.models import Block, BlockPart
from medverk.rules.disclosure.breakdowns.cells import Cell, WithheldCell
from medverk.rules.disclosure.document import EditionSaid
from medverk.rules.weeks import Week
from medverk.surveys.models import Questionnaire
from tests.pages.broken_down import (
    BACKGROUND,
    FIRST,
    LAST,
    PUBLISHED,
    TABLES,
    by_of,
    cells_of,
    publish_edition,
)
from tests.pages.stage import Stage

Groups = Sequence[tuple[str, tuple[str, ...], int]]

ANSWERED: Groups = (
    ("channel", ("sms", "email"), 30),
    ("channel", ("slip",), 20),
    ("asked_in", ("norwegian or sami",), 34),
    ("asked_in", ("another",), 16),
)
CHANNELS = {"sms": 80, "email": 20, "slip": 40}
LANGUAGES = {"norwegian or sami": 60, "another": 80}


def block_of(stage: Stage) -> Block:
    """A block of Vestvik that is stored."""
    return Block.objects.filter(unit=stage.vestvik).earliest("name")


def publish_groups(
    stage: Stage,
    answered: Groups = ANSWERED,
    *,
    tables: Sequence[tuple[str, ...]] = TABLES,
    withheld: Sequence[tuple[str, str]] = (),
    units: Sequence[Unit] = (),
    name: str = "2026-H1",
    until: Week = PUBLISHED,
) -> None:
    """These groups of Vestvik, or of the units given, over one block."""
    blocks = (block_of(stage).name,)

    def cells(unit: Unit) -> Iterator[Cell]:
        for variable, values, n in answered:
            yield from cells_of(unit, by_of(variable, values), n, blocks, random.Random(3))

    said = [cell for unit in units or (stage.vestvik,) for cell in cells(unit)]
    gaps = tuple(
        WithheldCell(str(unit.pk), by_of(variable, (value,)), FIRST, LAST)
        for unit in units or (stage.vestvik,)
        for variable, value in withheld
    )
    publish_edition(stage, EditionSaid(name, BACKGROUND, tables, said, gaps), until=until)


def ask(
    stage: Stage,
    channels: Mapping[str, int] = CHANNELS,
    languages: Mapping[str, int] = LANGUAGES,
    everybody: int = 140,
) -> None:
    """So many were asked in the weeks of the block; nobody in other weeks."""
    week = BlockPart.objects.get(block=block_of(stage)).from_week
    place = {
        "office": stage.vestvik,
        "questionnaire": Questionnaire.objects.get(key="conversation"),
        "week": week,
    }
    InvitationCount.objects.all().delete()
    InvitationCount.objects.create(
        **place, counsellor=stage.counsellor, taken=everybody + 7, invited=everybody
    )
    for channel, invited in channels.items():
        ChannelCount.objects.create(**place, channel=channel, invited=invited)
    for asked_in, invited in languages.items():
        LanguageCount.objects.create(**place, asked_in=asked_in, invited=invited)
