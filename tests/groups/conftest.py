"""A year of publications, one edition, and a browser to see them in."""

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
