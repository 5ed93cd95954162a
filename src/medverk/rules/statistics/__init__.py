"""The numbers beside results: what is uncertain, and what has changed [statistics.md]."""
