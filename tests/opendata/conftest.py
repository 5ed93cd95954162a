"""A year of publications and one edition, as everybody may download it."""

from tests.pages.conftest import stage, the_day_is, year

__all__ = ["stage", "the_day_is", "year"]
