"""Each worked example of the document: what is shown, that it is safe, and who would not be."""

import pytest

from medverk.rules.disclosure.breakdowns.cells import write_by

from .spec import CASES, Case

TITLES = [case.title for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=TITLES)
def test_it_shows_this_and_no_more(case: Case) -> None:
    shown = {
        (cell.line.unit, write_by(cell.by)): (cell.line.n, len(cell.line.blocks))
        for cell in case.publish().cells
    }
    assert shown == case.shown


@pytest.mark.parametrize("case", CASES, ids=TITLES)
def test_the_audit_proves_it_safe(case: Case) -> None:
    found = case.audit([*case.publish().cells, *case.figures(case.corrected)])
    assert (found.leaks, found.doubts) == ((), ())


@pytest.mark.parametrize("case", [case for case in CASES if case.careless], ids=lambda c: c.title)
def test_the_audit_names_what_somebody_careless_tells(case: Case) -> None:
    found = case.audit(case.figures(case.careless))
    assert found.leaks
    assert all(leak.responses < 15 or leak.counsellors < 2 for leak in found.leaks)
