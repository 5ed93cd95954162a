"""Pages are read with a stage of published figures."""

import pytest

from tests.improvement.world import World
from tests.pages.conftest import stage, the_day_is, year  # noqa: F401  (fixtures)


@pytest.fixture
def world(db: None) -> World:
    return World()
