"""Pages are read with a stage of published figures; each test forgets what it read."""

from tests.pages.conftest import (  # noqa: F401  (fixtures)
    as_person,
    browser,
    nothing_remembered,
    pool,
    screen,
    stage,
    the_day_is,
    year,
)
