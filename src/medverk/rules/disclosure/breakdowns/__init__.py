"""Which cells of which tables may be shown, by background, so that nothing else can be computed.

Read in this order: `cells` (what is shown), `tables` (a unit's choice of tables and merges), `leaf`
(who is behind an edition in an office), `proof` (why an office's choice is safe), `supports` (the
algebra of it), `tree` (counties and the country), `choice` (the rule).
"""
