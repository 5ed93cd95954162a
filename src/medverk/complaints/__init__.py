"""Service complaints: a public form, answers in time, what was learnt, a yearly report [S1-S4]."""
