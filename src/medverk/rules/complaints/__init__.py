"""Service complaints: their life, deadlines, classification and yearly numbers [S1-S4]."""
