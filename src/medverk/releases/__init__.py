"""Opens the vault, asks rules.disclosure, writes figures that never change."""
