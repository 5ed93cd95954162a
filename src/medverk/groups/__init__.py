"""Who says what: the groups of a half-year, for an office, a county, the country and everybody."""
