"""A year of publications and one edition, as everybody may download it."""

from tests.pages.conftest import (
    as_person,
    browser,
    pool,
    screen,
    stage,
    the_day_is,
    year,
)

__all__ = [
    "as_person", "browser", "pool", "screen", "stage", "the_day_is", "year",
]  # fmt: skip
