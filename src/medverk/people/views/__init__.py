"""Pages of this room: login, one's own settings, units and persons, the log."""
