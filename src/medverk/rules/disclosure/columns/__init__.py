"""The same rules for all offices and counsellors at once, on columns of counts.

Ten million responses are a million tallies. Rule by rule the outcome is that of `publication`,
which decides one date from single tallies and is easier to read; the tests hold the two together.
Read in this order: `tables` (what comes in), `crowds` (the thresholds), `runs` (the mechanism),
`offices` (blocks and open answers, date by date), `members` and `own` (own figures, when all blocks
are known), `own_waiting`, and `history` (the entry). The check is by itself: `evidence` (what truly
lies in blocks), `case` (what lines claim of it), `audit`, and `audit_own`.

What costs time at this size is memory that is touched for the first time. So counts are of 32 bits,
sums are made part by part, and what is nearly in order is kept so.
"""
