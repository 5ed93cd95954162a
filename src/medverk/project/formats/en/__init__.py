"""English as in Europe: the day first, 24 hours."""
