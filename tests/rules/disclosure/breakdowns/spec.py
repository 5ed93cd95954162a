"""Small agencies, each showing one thing about breakdowns; the document is written from them.

`tools/breakdowns_document.py` writes docs/generated/breakdowns.md: what is shown is what the rule
shows, and `test_spec` holds each case to what its text says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from medverk.rules.disclosure.breakdowns import (
    Audit,
    Background,
    Breakdown,
    Cell,
    Place,
    Wish,
    audit_breakdowns,
    break_down,
)
from medverk.rules.disclosure.breakdowns.cells import read_by
from medverk.rules.disclosure.breakdowns.summing import add_shown, show_row, write_cell
from medverk.rules.disclosure.breakdowns.system import Row
from medverk.rules.disclosure.figures import Block, Line, Part, make_line
from medverk.rules.disclosure.parcels import Parcels
from medverk.rules.disclosure.policy import Policy
from medverk.rules.weeks import Week

Counts = Mapping[tuple[str, ...], int]
"""How many responses there are of each combination of values; "" is missing."""

Shown = dict[tuple[str, str], tuple[int, int]]
"""For each unit and cell: the responses behind it, and how many blocks it covers."""


@dataclass(frozen=True)
class Office:
    """An office with its blocks. Responses go to the counsellors in turn."""

    name: str
    blocks: Sequence[Counts]
    county: str = "county"
    counsellors: int = 4
    own: bool = False


@dataclass(frozen=True)
class Case:
    """One thing to know."""

    title: str
    text: str
    background: Mapping[str, tuple[str, ...]]
    tables: tuple[tuple[str, ...], ...]
    offices: tuple[Office, ...]
    shown: Shown
    careless: tuple[tuple[str, str], ...] = ()
    """Cells that somebody careless would show, over all blocks of the unit."""

    corrected: tuple[tuple[str, str], ...] = ()
    """Cells over all blocks that were shown before by mistake, and stay known."""

    levels: frozenset[str] = field(default=frozenset({"office"}))

    def wish(self) -> Wish:
        """What is asked for: one question with two answers."""
        return Wish(Policy(), Background(self.background), self.tables, {"goal": 2})

    def places(self) -> list[Place]:
        """Who is behind."""
        return [make_place(self, office) for office in self.offices]

    def figures(self, chosen: Sequence[tuple[str, str]]) -> list[Cell]:
        """Figures of these cells, each over all blocks of its unit."""
        wish, made = self.wish(), []
        for unit, text in chosen:
            by = read_by(text)
            shown = [
                show_row(wish, place, Row(wish.background.mask(by), place.every))
                for place in self.places()
                if unit in (place.unit, *place.above)
            ]
            made += write_cell(wish, unit, by, add_shown(shown, {}))
        return made

    def publish(self) -> Breakdown:
        """What the rule shows."""
        shows = {office.name for office in self.offices} if "office" in self.levels else set()
        if "county" in self.levels:
            shows |= {office.county for office in self.offices}
        return break_down(self.wish(), self.places(), shows, self.figures(self.corrected))

    def audit(self, cells: Sequence[Cell]) -> Audit:
        """What the audit says of some cells beside the totals."""
        return audit_breakdowns(self.wish(), self.places(), self.lines(), cells)

    def lines(self) -> list[Line]:
        """The totals of every block."""
        return [
            make_line("open", place.unit, question, [block], block.responses, counts)
            for place in self.places()
            for at, block in enumerate(place.blocks)
            for question, counts in (
                (None, ()),
                ("goal", tuple(place.answers["goal"][place.block == at].sum(axis=0).tolist())),
            )
        ]


def make_place(case: Case, office: Office) -> Place:
    """One office: a row for each response. Answers alternate, and so do counsellors."""
    rows: list[tuple[int, int, int, int]] = []
    for at, counts in enumerate(office.blocks):
        for values, count in counts.items():
            for _ in range(count):
                number = len(rows)
                answer = (number // office.counsellors + number) % 2
                rows.append((at, kind_of(case, values), number % office.counsellors, answer))
    table = np.array(rows, dtype=np.int64)
    blocks = []
    for at, counts in enumerate(office.blocks):
        week = Week(2026, at + 1)
        part = Part(office.name, week, week)
        blocks.append(Block(f"{office.name}:{week}", office.name, (part,), sum(counts.values())))
    names = tuple(f"{office.name}-{number + 1}" for number in range(office.counsellors))
    return Place(
        office.name,
        (office.county, "country"),
        tuple(blocks),
        {"goal": tuple(range(len(blocks)))},
        names,
        np.full(len(names), office.own),
        table[:, 0],
        table[:, 1],
        table[:, 2],
        np.ones(len(table), dtype=np.int64),
        {"goal": Parcels.of(np.eye(2, dtype=np.int64)[table[:, 3]])},
    )


def kind_of(case: Case, values: tuple[str, ...]) -> int:
    """The number of a combination of values."""
    kind = 0
    for value, known in zip(values, case.background.values(), strict=True):
        kind = kind * (len(known) + 1) + (known.index(value) if value else len(known))
    return kind


SEX = {"sex": ("woman", "man")}
AGE = {"age": ("under 30", "30-49", "50 and over")}

CASES = (
    Case(
        "Everybody said who they are",
        "The cells add up to the total of each block, so nothing is left to compute.",
        SEX,
        (("sex",),),
        (Office("office", [{("woman",): 12, ("man",): 9}, {("woman",): 10, ("man",): 11}]),),
        {
            ("office", "sex=woman"): (22, 2),
            ("office", "sex=man"): (20, 2),
        },
    ),
    Case(
        "A few did not say",
        "Both cells over all blocks would leave the 4 who did not say: the total less women less "
        "men. So one of the cells covers fewer blocks. What is left of the total of the other "
        "blocks is then 18 women, and 4 who did not say hide among them.",
        SEX,
        (("sex",),),
        (
            Office(
                "office",
                [
                    {("woman",): 12, ("man",): 9},
                    {("woman",): 10, ("man",): 11},
                    {("woman",): 11, ("man",): 6, ("",): 2},
                    {("woman",): 7, ("man",): 9, ("",): 2},
                ],
            ),
        ),
        {
            ("office", "sex=woman"): (22, 2),
            ("office", "sex=man"): (35, 4),
        },
        careless=(("office", "sex=woman"), ("office", "sex=man")),
    ),
    Case(
        "Too few to hide among",
        "In the second block there are too few women, or men, for the 2 who did not say to hide "
        "among. So the table covers the first block only, in which everybody said.",
        SEX,
        (("sex",),),
        (
            Office(
                "office",
                [
                    {("woman",): 16, ("man",): 17},
                    {("woman",): 7, ("man",): 6, ("",): 2},
                ],
            ),
        ),
        {
            ("office", "sex=woman"): (16, 1),
            ("office", "sex=man"): (17, 1),
        },
        careless=(("office", "sex=woman"), ("office", "sex=man")),
    ),
    Case(
        "Many did not say",
        "Those who did not say are a group like any other, and everything is shown.",
        SEX,
        (("sex",),),
        (
            Office(
                "office",
                [
                    {("woman",): 12, ("man",): 9, ("",): 9},
                    {("woman",): 14, ("man",): 6, ("",): 12},
                    {("woman",): 15, ("man",): 6, ("",): 7},
                ],
            ),
        ),
        {
            ("office", "sex=woman"): (41, 3),
            ("office", "sex=man"): (21, 3),
        },
    ),
    Case(
        "A category is too small",
        "5 are 50 and over. They are shown together with their neighbours, named so.",
        AGE,
        (("age",),),
        (
            Office(
                "office",
                [
                    {("under 30",): 9, ("30-49",): 9, ("50 and over",): 3},
                    {("under 30",): 12, ("30-49",): 11, ("50 and over",): 2},
                ],
            ),
        ),
        {
            ("office", "age=under 30"): (21, 2),
            ("office", "age=30-49|50 and over"): (25, 2),
        },
    ),
    Case(
        "All who are young are men",
        "Tables that nest: women and men can be shown, and so can the ages. In the table of both, "
        "young women are nobody, which everybody knows; young men are the young.",
        {"age": ("young", "old"), "sex": ("woman", "man")},
        (("age",), ("sex",), ("age", "sex")),
        (
            Office(
                "office",
                [
                    {("young", "man"): 10, ("old", "man"): 12, ("old", "woman"): 14},
                    {("young", "man"): 9, ("old", "man"): 11, ("old", "woman"): 13},
                ],
            ),
        ),
        {
            ("office", "age=young"): (19, 2),
            ("office", "age=old"): (50, 2),
            ("office", "sex=woman"): (27, 2),
            ("office", "sex=man"): (42, 2),
            ("office", "age=young;sex=man"): (19, 2),
            ("office", "age=old;sex=woman"): (27, 2),
            ("office", "age=old;sex=man"): (23, 2),
        },
    ),
    Case(
        "An office that is too small for the table",
        "The small office shows no table. The county would give it away by subtraction, so the "
        "county covers the large offices only.",
        SEX,
        (("sex",),),
        (
            Office("large", [{("woman",): 20, ("man",): 21}]),
            Office("larger", [{("woman",): 24, ("man",): 19}]),
            Office("small", [{("woman",): 14, ("man",): 2}], counsellors=2),
        ),
        {
            ("county", "sex=woman"): (44, 2),
            ("county", "sex=man"): (40, 2),
            ("large", "sex=woman"): (20, 1),
            ("large", "sex=man"): (21, 1),
            ("larger", "sex=woman"): (24, 1),
            ("larger", "sex=man"): (19, 1),
        },
        careless=(
            ("large", "sex=woman"),
            ("larger", "sex=woman"),
            ("county", "sex=woman"),
            ("county", "sex=man"),
        ),
        levels=frozenset({"office", "county"}),
    ),
    Case(
        "Several offices that are too small make the rest of the county",
        "None of the small offices shows the table, but together they are a group like an office. "
        "The county covers everybody.",
        SEX,
        (("sex",),),
        (
            Office("large", [{("woman",): 20, ("man",): 21}]),
            Office("small 1", [{("woman",): 9, ("man",): 8}], counsellors=2),
            Office("small 2", [{("woman",): 8, ("man",): 9}], counsellors=2),
            Office("small 3", [{("woman",): 7, ("man",): 11}], counsellors=2),
        ),
        {
            ("county", "sex=woman"): (44, 4),
            ("county", "sex=man"): (49, 4),
            ("large", "sex=woman"): (20, 1),
            ("large", "sex=man"): (21, 1),
        },
        levels=frozenset({"office", "county"}),
    ),
    Case(
        "Counsellors who can subtract their own",
        "The same office as where many did not say, but its three counsellors have own figures. "
        "Whoever of them looks can take their own responses away; of the others' too few did not "
        "say.",
        SEX,
        (("sex",),),
        (
            Office(
                "office",
                [
                    {("woman",): 12, ("man",): 9, ("",): 6},
                    {("woman",): 14, ("man",): 6, ("",): 6},
                    {("woman",): 15, ("man",): 6, ("",): 6},
                ],
                counsellors=3,
                own=True,
            ),
        ),
        {},
    ),
    Case(
        "A correction",
        "Women were shown over both blocks, with wrong numbers. The right ones take their place, "
        "but what was shown stays known. Men cannot be shown beside them: over both blocks they "
        "would leave the 2 who did not say; over the first alone they would tell the 12 women "
        "there, and so the 10 of the second.",
        SEX,
        (("sex",),),
        (
            Office(
                "office",
                [
                    {("woman",): 12, ("man",): 17},
                    {("woman",): 10, ("man",): 11, ("",): 2},
                ],
            ),
        ),
        {
            ("office", "sex=woman"): (22, 2),
        },
        corrected=(("office", "sex=woman"),),
    ),
)
