"""An edition has a name that people use, in each language."""

import pytest
from django.utils.translation import override

from medverk.releases.editions import edition_text


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("en", "the first half of 2026", "the second half of 2025"),
        ("nb", "første halvår 2026", "andre halvår 2025"),
        ("nn", "første halvår 2026", "andre halvår 2025"),
    ],
)
def test_it_names_half_years(language: str, first: str, second: str) -> None:
    with override(language):
        assert (edition_text("2026-H1"), edition_text("2025-H2")) == (first, second)
