"""Units under units."""

import pytest

from medverk.rules.disclosure.hierarchy import Hierarchy, Level, Unit

UNITS = [
    Unit("no", Level.COUNTRY),
    Unit("west", Level.REGION, "no"),
    Unit("46", Level.COUNTY, "west"),
    Unit("1201", Level.OFFICE, "46"),
    Unit("centre", Level.OFFICE, "no"),
]


@pytest.mark.parametrize(
    ("unit", "county", "country"),
    [("1201", "46", "no"), ("centre", None, "no"), ("46", "46", "no"), ("no", None, "no")],
)
def test_it_finds_the_county_and_the_country_past_regions(
    unit: str, county: str | None, country: str
) -> None:
    hierarchy = Hierarchy.of(UNITS)
    assert hierarchy.above(unit, Level.COUNTY) == county
    assert hierarchy.above(unit, Level.COUNTRY) == country
    assert hierarchy.offices() == ["1201", "centre"]


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        ([Unit("1201", Level.OFFICE, "46")], "unit 1201 is listed twice"),
        ([Unit("1202", Level.OFFICE, "47")], "unit 47 is not in the hierarchy"),
        ([Unit("a", Level.COUNTY, "b"), Unit("b", Level.COUNTY, "a")], "unit a is above itself"),
    ],
)
def test_it_refuses_what_is_no_hierarchy(extra: list[Unit], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Hierarchy.of([*UNITS, *extra])
