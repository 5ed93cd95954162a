"""Improvements: their life, what they rest on, what cannot be told apart [L1, L5, F7]."""
