"""Reads for open data and breakdown pages: what everybody may know, and nothing else.

A fixed number of queries each. Numbers that single counsellors are shown are in none of them.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from medverk.people.models import Unit
from medverk.releases.models import Audit, BlockPart, Breakdown, Cell, Edition, Figure, Release
from medverk.releases.storing import document_of
from medverk.rules.disclosure.breakdowns.cells import By, read_by
from medverk.rules.disclosure.figures import Part
from medverk.rules.group_tables import Group
from medverk.rules.weeks import Week

_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class OpenFigure:
    """One open figure of a unit. `counts[0]` is how many chose category 1."""

    release: UUID
    unit: int
    from_week: str
    to_week: str
    blocks: Sequence[str]
    question: str | None
    n: int
    answered: int
    counts: Sequence[int]


@dataclass(frozen=True, slots=True)
class OpenCell:
    """One figure of a group in an edition."""

    release: UUID
    edition: str
    unit: int
    from_week: str
    to_week: str
    blocks: Sequence[str]
    by: str
    question: str | None
    n: int
    answered: int
    counts: Sequence[int]


@dataclass(frozen=True, slots=True)
class BrokenDown:
    """What one unit shows of an edition, and what it does not show by itself.

    `background` has the variables with their categories, `tables` what was asked for.
    """

    edition: str
    unit: int
    from_week: Week
    to_week: Week
    background: Mapping[str, tuple[str, ...]]
    tables: tuple[tuple[str, ...], ...]
    groups: tuple[Group, ...]
    withheld: tuple[By, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """One release as open data lists it."""

    id: UUID
    questionnaire: str
    until: str
    published_at: datetime
    format: str
    digest: str
    corrects: UUID | None
    why: str


def editions(questionnaire: str) -> tuple[str, ...]:
    """The half-years that breakdowns were said of, newest first. One query."""
    standing = Edition.objects.filter(questionnaire__key=questionnaire, corrected_by=None)
    return tuple(standing.order_by("-name").values_list("name", flat=True))


def editions_of(unit_id: int, questionnaire: str) -> tuple[str, ...]:
    """Those in which anything is said of the unit, shown or withheld, newest first. One query."""
    said = Breakdown.objects.filter(
        unit=unit_id,
        edition__questionnaire__key=questionnaire,
        edition__corrected_by=None,
    )
    return tuple(said.order_by("-edition__name").values_list("edition__name", flat=True))


def breakdown_of(unit_id: int, questionnaire: str, edition: str) -> BrokenDown | None:
    """One unit's breakdown as it stands; None where nothing is said. Four queries."""
    row = (
        Breakdown.objects.filter(
            unit=unit_id,
            edition__questionnaire__key=questionnaire,
            edition__name=edition,
            edition__corrected_by=None,
        )
        .select_related("edition")
        .prefetch_related("covered__cells", "withheld")
        .first()
    )
    if row is None:
        return None
    said = row.edition
    return BrokenDown(
        edition=said.name,
        unit=unit_id,
        from_week=Week.parse(row.from_week),
        to_week=Week.parse(row.to_week),
        background={name: tuple(values) for name, values in said.background.items()},
        tables=tuple(map(tuple, said.tables)),
        groups=tuple(make_groups(row)),
        withheld=tuple(read_by(gap.by) for gap in row.withheld.all()),
    )


def make_groups(row: Breakdown) -> Iterator[Group]:
    """The cells of a breakdown, group by group."""
    for covered in row.covered.all():
        sizes: dict[str, int] = {}
        answers: dict[str, dict[str, tuple[int, ...]]] = {}
        for cell in covered.cells.all():
            sizes[cell.by] = cell.n
            held = answers.setdefault(cell.by, {})
            if cell.question is not None:
                held[cell.question] = tuple(cell.counts)
        for by, n in sizes.items():
            yield Group(read_by(by), frozenset(covered.blocks), n, answers[by])


def offices_of_blocks(blocks: Collection[str], questionnaire: str) -> dict[str, int]:
    """The office of each block; a pool, which is of several, is left out. One query."""
    parts = BlockPart.objects.filter(
        block__questionnaire__key=questionnaire, block__name__in=list(blocks)
    ).exclude(block__name__startswith="pool:")
    return dict(parts.values_list("block__name", "office"))


def parts_of_blocks(blocks: Collection[str], questionnaire: str) -> tuple[Part, ...]:
    """The weeks of offices that blocks are of. One query."""
    parts = BlockPart.objects.filter(
        block__questionnaire__key=questionnaire, block__name__in=list(blocks)
    )
    return tuple(
        Part(str(office), Week.parse(first), Week.parse(last))
        for office, first, last in parts.values_list("office", "from_week", "to_week")
    )


def open_figures(questionnaire: str, year: int) -> Iterator[OpenFigure]:
    """All open figures that closed in a year and stand uncorrected, in a fixed order. One query."""
    rows = Figure.objects.filter(
        release__questionnaire__key=questionnaire,
        release__corrected_by=None,
        to_week__startswith=f"{year}-",
    ).order_by("to_week", "unit", "question", "from_week")
    columns = ("release", "unit", "from_week", "to_week", "blocks", "question", "n", "answered")
    for row in rows.values_list(*columns, "counts").iterator(_CHUNK):
        yield OpenFigure(*row)


def open_cells(questionnaire: str, edition: str) -> Iterator[OpenCell]:
    """All figures of groups in an edition, as they stand, in a fixed order. One query."""
    rows = Cell.objects.filter(
        covered__breakdown__edition__questionnaire__key=questionnaire,
        covered__breakdown__edition__name=edition,
        covered__breakdown__edition__corrected_by=None,
    ).order_by("covered__breakdown__unit", "by", "question")
    place = "covered__breakdown__"
    columns = (
        f"{place}edition__release", f"{place}edition__name", f"{place}unit",
        "covered__from_week", "covered__to_week", "covered__blocks", "by",
        "question", "n", "answered", "counts",
    )  # fmt: skip
    for row in rows.values_list(*columns).iterator(_CHUNK):
        yield OpenCell(*row)


def years(questionnaire: str) -> tuple[int, ...]:
    """The years in which figures closed, newest first. One query."""
    standing = Release.objects.filter(questionnaire__key=questionnaire)
    found = {int(until[:4]) for until in standing.values_list("until", flat=True)}
    return tuple(sorted(found, reverse=True))


def published() -> tuple[Published, ...]:
    """All releases, newest first. One query."""
    return tuple(read_published(Release.objects.all()))


def published_one(release: UUID) -> Published | None:
    """One release. One query."""
    return next(read_published(Release.objects.filter(pk=release)), None)


def read_published(rows: QuerySet[Release]) -> Iterator[Published]:
    """Releases in the order of the list."""
    columns = ("id", "questionnaire__key", "until", "published_at", "engine_version", "digest")
    ordered = rows.order_by("-published_at", "-until", "questionnaire")
    for row in ordered.values_list(*columns, "corrects", "why"):
        yield Published(*row)


def known_digest(digest: str) -> Published | None:
    """The release with this digest. One query."""
    return next(read_published(Release.objects.filter(digest=digest)), None)


def document(release: UUID) -> str | None:
    """A release's document, made anew from the tables; None for a release that has none."""
    row = Release.objects.select_related("questionnaire").filter(pk=release).first()
    if row is None or row.engine_version == "1":
        return None
    return document_of(row, row.seal)


def unit_names() -> dict[int, Unit]:
    """Every unit, for naming those in open data. One query."""
    return {unit.pk: unit for unit in Unit.objects.order_by("pk")}


def newest_audits() -> tuple[Audit, ...]:
    """The last audit of each questionnaire, by key. One query."""
    rows = Audit.objects.select_related("questionnaire").order_by(
        "questionnaire__key", "-begun_at", "-pk"
    )
    return tuple(rows.distinct("questionnaire__key"))
