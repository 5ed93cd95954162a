"""A year of publications, one edition, and a browser to see them in."""

from tests.pages.conftest import stage, the_day_is, year

__all__ = ["stage", "the_day_is", "year"]
