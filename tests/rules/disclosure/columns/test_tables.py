"""Columns are put in order as numpy does it, only faster."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from medverk.rules.disclosure.columns.tables import order_of

SMALL, LARGE = st.integers(0, 9), st.integers(2**62, 2**63 - 1)


@given(st.lists(SMALL) | st.lists(SMALL | LARGE))
def test_keys_are_put_in_order_and_equal_ones_stay_as_they_came(keys: list[int]) -> None:
    column = np.array(keys, dtype=np.int64)
    assert order_of(column).tolist() == np.argsort(column, kind="stable").tolist()
