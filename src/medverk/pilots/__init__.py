"""Trying the questionnaire out in named offices, and deciding what then [F9]."""
