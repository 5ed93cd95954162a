"""What a page of results is made of, put together from releases, invitations and surveys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from medverk.charts.queries import rebases_of
from medverk.pages import words
from medverk.pages.reading import (
    History,
    Reading,
    ResponseRate,
    ThemeReading,
    gist_of,
    read_themes,
)
from medverk.pages.withholding import Note, Saying, notes_of
from medverk.people.models import Unit, UnitType
from medverk.people.requests import VisitorRequest
from medverk.releases.dates import week_of
from medverk.releases.queries import QuestionResults, Results, next_publication, total, unit_results
from medverk.releases.streams import current_policy
from medverk.rules.disclosure.policy import Policy
from medverk.rules.weeks import Week
from medverk.surveys.content import Content
from medverk.surveys.queries import NoVersionInUseError, content, current_version

PERIOD_WEEKS = 52
HISTORY_WEEKS = 104  # of charts: small offices publish seldom, older practice is another practice

OFFICE_QUESTIONNAIRES: Mapping[str, Promise] = {
    "conversation": _("After conversations"),
    "employer": _("Employers"),
    "trust": _("Trust and respect"),
}
CALL = "call"
CALL_NAME = _("After calls")
CENTRE_QUESTIONNAIRES: Mapping[str, Promise] = {CALL: CALL_NAME}


@dataclass(frozen=True, slots=True)
class Tab:
    """A questionnaire to choose."""

    key: str
    label: Promise
    here: bool


@dataclass(frozen=True, slots=True)
class Section:
    """One unit's results of one questionnaire, ready for a template."""

    themes: tuple[ThemeReading, ...]
    lead: str
    n: int
    since: str
    rate: ResponseRate | None
    notes: tuple[Note, ...]
    next_day: str
    policy: Policy

    @property
    def readings(self) -> list[Reading]:
        return [reading for theme in self.themes for reading in theme.questions]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is being looked at: which questionnaire, since when."""

    questionnaire: str
    content: Content | None
    since: Week
    now: datetime

    @property
    def has_groups(self) -> bool:
        """Whether those who answer are asked anything that groups could be made of."""
        return bool(self.content and self.content.background)

    @property
    def this_year(self) -> int:
        return week_of(self.now).year

    @property
    def history_since(self) -> Week:
        """Where charts begin."""
        return week_of(self.now).plus(-HISTORY_WEEKS)


def asked_for(request: VisitorRequest, questionnaires: Sequence[str]) -> Asked:
    """What the address asks for; the first questionnaire when it says nothing. 404 for others."""
    key = request.GET.get("questionnaire", questionnaires[0])
    if key not in questionnaires:
        raise Http404
    now: datetime = request.now
    return Asked(key, content_now(key, now), week_of(now).plus(-PERIOD_WEEKS), now)


def content_now(key: str, now: datetime) -> Content | None:
    """The questionnaire as it is asked now; None before its first version is in use."""
    try:
        return content(current_version(key, now=now).pk)
    except NoVersionInUseError:
        return None


def questionnaires_of(unit: Unit) -> Mapping[str, Promise]:
    """What is asked after the unit's conversations or calls, with what a tab calls it."""
    return CENTRE_QUESTIONNAIRES if is_centre(unit) else OFFICE_QUESTIONNAIRES


def is_centre(unit: Unit) -> bool:
    return unit.type == UnitType.CONTACT_CENTRE


def tabs(asked: Asked, known: Mapping[str, Promise] = OFFICE_QUESTIONNAIRES) -> list[Tab]:
    """No choice where there is only one."""
    if len(known) == 1:
        return []
    return [Tab(key, label, key == asked.questionnaire) for key, label in known.items()]


def read_unit(asked: Asked, unit: Unit) -> tuple[Results, History]:
    """A unit's open figures of the page's period, and of the charts' longer one. Four queries."""
    long = unit_results(unit.pk, asked.questionnaire, since=asked.history_since)
    history = History(long, rebases_of(unit, asked.questionnaire))
    return recent(long, asked.since), history


def recent(results: Results, since: Week) -> Results:
    """The results without what ended before a week."""
    kept = {
        key: tuple(line for line in found.lines if line.to_week >= since)
        for key, found in results.questions.items()
    }
    return replace(
        results,
        responses=tuple(line for line in results.responses if line.to_week >= since),
        questions={key: QuestionResults(key, ls, total(ls)) for key, ls in kept.items() if ls},
        withheld=tuple(line for line in results.withheld if line.to_week >= since),
    )


def section_of(
    asked: Asked,
    results: Results,
    invited: int | None,
    *,
    own: bool = False,
    history: History | None = None,
) -> Section:
    """invited: how many were asked in the weeks of the responses; None where it is not shown.
    own: these are one counsellor's own results, for that counsellor. history: for the charts."""
    themes = read_themes(asked.content, results, language(), history) if asked.content else ()
    readings = [reading for theme in themes for reading in theme.questions]
    saying = Saying(texts_of(asked), current_policy(), asked.this_year, own, bool(readings))
    return Section(
        themes=themes,
        lead=words.lead(gist_of(readings)) if readings else "",
        n=results.n,
        since=since_text(results, asked.this_year),
        rate=ResponseRate(invited, results.n) if invited else None,
        notes=notes_of(results.withheld, saying),
        next_day=words.day_text(next_publication(asked.now)),
        policy=current_policy(),
    )


def since_text(results: Results, this_year: int) -> str:
    if not results.responses:
        return ""
    return words.week_text(min(line.from_week for line in results.responses), this_year)


def span_of(results: Results) -> tuple[Week, Week] | None:
    """The first and the last week of the published responses."""
    if not results.responses:
        return None
    lines = results.responses
    return min(line.from_week for line in lines), max(line.to_week for line in lines)


def texts_of(asked: Asked) -> dict[str, str]:
    if asked.content is None:
        return {}
    return {question.key: question.text[language()] for question in asked.content.questions}


def language() -> str:
    """One of the complete languages."""
    return get_language() or "nb"


def frame_of(asked: Asked, unit: Unit | None) -> dict[str, object]:
    """What the templates of results share."""
    return {"unit": unit, "asked": asked, "this_year": asked.this_year}
