"""Sealed answers and settled responses: the web adds, only the releaser reads [disclosure G4]."""
