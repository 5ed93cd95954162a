"""Which cells of which tables may be shown, by background, so that nothing else can be computed.

Read in this order: `cells` (what is shown), `tables` (kinds and merges), `wish` (what is asked
for), `place` (who is behind an edition in an office), `publishing` (offices, counties, country),
`choice` (the rule in one place). Why it is safe: `system` (what can be told), `weighing` (what is
certainly in a set), `search` (all sets), `algebra`. The check: `auditing`, `leaks`, `programme`.
"""

from medverk.rules.disclosure.breakdowns.auditing import Audit, audit_breakdowns, find_unproven
from medverk.rules.disclosure.breakdowns.cells import Cell, WithheldCell
from medverk.rules.disclosure.breakdowns.leaks import Leak
from medverk.rules.disclosure.breakdowns.place import Place
from medverk.rules.disclosure.breakdowns.publishing import Breakdown, break_down
from medverk.rules.disclosure.breakdowns.tables import Background
from medverk.rules.disclosure.breakdowns.wish import Wish

__all__ = [
    "Audit",
    "Background",
    "Breakdown",
    "Cell",
    "Leak",
    "Place",
    "Wish",
    "WithheldCell",
    "audit_breakdowns",
    "break_down",
    "find_unproven",
]
