"""Medverk: people answer safely, the office learns, and everyone sees what came of it."""

__version__ = "0.2.0"
