"""Tables of releases."""

from medverk.releases.models.audits import Audit
from medverk.releases.models.breakdowns import Breakdown, Cell, CellWithheld, Covered, Edition
from medverk.releases.models.published import (
    Block,
    BlockPart,
    Figure,
    OpenLedger,
    OwnFigure,
    OwnWithheld,
    PlannedClosing,
    Release,
    Salt,
    Withheld,
)

__all__ = [
    "Audit",
    "Block",
    "BlockPart",
    "Breakdown",
    "Cell",
    "CellWithheld",
    "Covered",
    "Edition",
    "Figure",
    "OpenLedger",
    "OwnFigure",
    "OwnWithheld",
    "PlannedClosing",
    "Release",
    "Salt",
    "Withheld",
]
