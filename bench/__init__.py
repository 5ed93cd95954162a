"""Measurements of the whole, each beside something plain in the same run (docs/bench.md)."""
