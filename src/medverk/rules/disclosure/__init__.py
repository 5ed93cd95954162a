"""Which figures may be shown to whom, so that nobody can compute a result for too few [disclosure].

Read in this order: `policy` (the numbers), `tallies` and `hierarchy` (what comes in), `thresholds`
(the rule itself), `blocks`, `runs`, `open_figures`, `own_figures` (how figures come to be shown),
`publication` (one publication date, the entry for everybody else) and `audit` (the check).
"""
