"""Findings, improvements, their effects, and the board on which an office walks the circle [L1]."""
