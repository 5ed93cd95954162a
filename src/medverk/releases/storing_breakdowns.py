"""Between the engine's breakdowns and the tables: storing editions, and reading them back."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from medverk.releases.models import Breakdown, CellWithheld, Covered, Edition, Release
from medverk.releases.models import Cell as CellRow
from medverk.rules.disclosure.breakdowns.cells import Cell, WithheldCell, read_by, write_by
from medverk.rules.disclosure.document import EditionSaid
from medverk.rules.disclosure.figures import OPEN, Line
from medverk.rules.weeks import Week
from medverk.surveys.models import Questionnaire

_BATCH = 2000


def store_editions(
    key: UUID,
    questionnaire: Questionnaire,
    editions: Iterable[EditionSaid],
    corrected: Mapping[str, Edition],
) -> None:
    """Add editions to the release that is being made. corrected: the editions that they replace."""
    for said in editions:
        edition = Edition.objects.create(
            release_id=key,
            questionnaire=questionnaire,
            name=said.name,
            background={name: list(values) for name, values in said.background.items()},
            tables=[list(table) for table in said.tables],
            corrects=corrected.get(said.name),
        )
        breakdowns = store_breakdowns(edition, said)
        store_cells(breakdowns, said.cells)
        CellWithheld.objects.bulk_create(
            (
                CellWithheld(breakdown=breakdowns[gap.unit], by=write_by(gap.by), reason=gap.reason)
                for gap in said.withheld
            ),
            batch_size=_BATCH,
        )


def store_breakdowns(edition: Edition, said: EditionSaid) -> dict[str, Breakdown]:
    """A row for each unit of which anything is said, shown or withheld."""
    spans: dict[str, list[tuple[Week, Week]]] = {}
    for gap in said.withheld:
        spans.setdefault(gap.unit, []).append((gap.from_week, gap.to_week))
    for cell in said.cells:
        spans.setdefault(cell.line.unit, []).append((cell.line.from_week, cell.line.to_week))
    rows = Breakdown.objects.bulk_create(
        Breakdown(
            edition=edition,
            unit_id=int(unit),
            from_week=str(min(first for first, _ in weeks)),
            to_week=str(max(last for _, last in weeks)),
        )
        for unit, weeks in sorted(spans.items())
    )
    return {str(row.unit_id): row for row in rows}


def store_cells(breakdowns: Mapping[str, Breakdown], cells: Sequence[Cell]) -> None:
    """The figures of groups, and once each the blocks that they are about."""
    lines = {(cell.line.unit, cell.line.blocks): cell.line for cell in cells}
    rows = Covered.objects.bulk_create(
        (
            Covered(
                breakdown=breakdowns[unit],
                from_week=str(line.from_week),
                to_week=str(line.to_week),
                blocks=list(blocks),
            )
            for (unit, blocks), line in lines.items()
        ),
        batch_size=_BATCH,
    )
    covered = dict(zip(lines, rows, strict=True))
    CellRow.objects.bulk_create(
        (
            CellRow(
                covered=covered[cell.line.unit, cell.line.blocks],
                by=write_by(cell.by),
                question=cell.line.question,
                n=cell.line.n,
                answered=cell.line.answered,
                counts=list(cell.line.counts),
            )
            for cell in cells
        ),
        batch_size=_BATCH,
    )


def read_editions(release: Release) -> list[EditionSaid]:
    """The editions that a release said. Five queries, however much there is."""
    rows = release.editions.order_by("name").prefetch_related(
        "breakdowns__covered__cells", "breakdowns__withheld"
    )
    return [read_edition(row) for row in rows]


def read_edition(row: Edition) -> EditionSaid:
    """One edition as the engine knows it."""
    cells: list[Cell] = []
    gaps: list[WithheldCell] = []
    for breakdown in row.breakdowns.all():
        for covered in breakdown.covered.all():
            cells.extend(
                read_cell(breakdown.unit_id, covered, cell) for cell in covered.cells.all()
            )
        weeks = (Week.parse(breakdown.from_week), Week.parse(breakdown.to_week))
        gaps.extend(
            WithheldCell(str(breakdown.unit_id), read_by(gap.by), *weeks, gap.reason)
            for gap in breakdown.withheld.all()
        )
    background = {name: tuple(values) for name, values in row.background.items()}
    return EditionSaid(row.name, background, tuple(map(tuple, row.tables)), cells, gaps)


def read_cell(unit: int, covered: Covered, row: CellRow) -> Cell:
    """One figure of a group as the engine knows it."""
    line = Line(
        audience=OPEN,
        unit=str(unit),
        question=row.question,
        blocks=tuple(covered.blocks),
        from_week=Week.parse(covered.from_week),
        to_week=Week.parse(covered.to_week),
        n=row.n,
        answered=row.answered,
        counts=tuple(row.counts),
    )
    return Cell(read_by(row.by), line)
