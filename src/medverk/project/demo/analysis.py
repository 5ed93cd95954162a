"""A series of the demo that began anew: an office moved, and its leader said so [statistics.md]."""

from medverk.charts.actions import begin_anew
from medverk.project.demo.calendar import Year, at
from medverk.project.demo.places import County
from medverk.rules.weeks import Week

OFFICE, QUESTION = "Askøy", "heard"
MOVED = 30  # weeks before the last
DECIDED = 26
WHY = "Vi flyttet til nye lokaler med egne samtalerom."


def play_analysis(county: County, year: Year, week: Week) -> None:
    """The leader of the office that moved decides it four weeks later."""
    moved = year.last.plus(-MOVED)
    if moved <= year.first or week != year.last.plus(-DECIDED):
        return
    unit = county.offices[OFFICE]
    begin_anew(
        unit=unit,
        questionnaire="conversation",
        question=QUESTION,
        week=moved,
        why=WHY,
        by=county.leaders[unit.pk],
        now=at(week.first_day(), 9),
    )
