"""Units, persons, their roles, and the access table."""
