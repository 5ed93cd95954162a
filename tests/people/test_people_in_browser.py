"""The pages of this room in a real browser: accessible, and without sideways scrolling."""

import pytest

from medverk.people import actions
from medverk.people.access import Role
from tests.pages.conftest import the_day_is  # noqa: F401
from tests.people.agency import Agency, make_person

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.django_db]

ADMINISTRATOR = (
    "/units/",
    "/units/import/",
    "/persons/",
    "/persons/?words=nobody",
    "/persons/import/",
    "/settings/",
)
STRANGER = ("/login/", "/login/callback/", "/logged-out/")


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [(1280, "light", "nb"), (360, "dark", "nn"), (320, "light", "en")],
)
def test_every_page_about_people_is_accessible_and_fits(
    agency: Agency,
    now,
    as_person,
    screen,
    width: int,
    scheme: str,
    language: str,
) -> None:
    administrator = make_person("admin", Role.ADMINISTRATOR, agency.directorate)
    officer = make_person("officer", Role.PRIVACY_OFFICER, agency.directorate)
    actions.log(by=officer, action="role_given", now=now, unit=agency.office, about="counsellor")
    pages = [
        *((administrator, path) for path in (*ADMINISTRATOR, f"/persons/{officer.pk}/")),
        (officer, "/log/"),
        *((None, path) for path in STRANGER),
    ]
    window = screen(width, scheme)
    for who, path in pages:
        as_person(who)
        window.faults.clear()
        window.open(path, language)
        found = (path, window.violations(), window.overflow(), window.policy_faults())
        assert found == (path, [], 0, [])
