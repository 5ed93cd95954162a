"""How long the demo is; on its own, since it is asked before Django has started."""

WEEKS = 52
