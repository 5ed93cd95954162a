"""Pages are read with a stage of published figures; each test forgets what it read."""

import pytest

from tests.improvement.world import World
from tests.pages.conftest import (  # noqa: F401  (fixtures)
    as_person,
    browser,
    pool,
    screen,
    stage,
    the_day_is,
    year,
)


@pytest.fixture
def world(db: None) -> World:
    return World()
