"""Feedback from unit to unit: a short text, an answer back, and what came of it [L3]."""
