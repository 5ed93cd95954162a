"""Reads of what offices have shared. A fixed number of queries, however many there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Count, F, QuerySet

from medverk.experiences.models import Experience, Telling
from medverk.improvement.models import Improvement
from medverk.rules.improvement.states import OPEN
from medverk.rules.search import write_query

ON_A_PAGE = 20
MOST_PAGES = 10  # further back, other words or a narrower choice find it sooner
MOST_RANKED = ON_A_PAGE * MOST_PAGES
CONFIGS = ("norwegian", "english")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; empty is everything. words: as `rules.search` reads them."""

    words: tuple[str, ...] = ()
    theme: str = ""
    kind: str = ""
    verdict: str = ""

    @property
    def filters(self) -> dict[str, str]:
        named = {"theme": self.theme, "kind": self.kind, "verdict": self.verdict}
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class Page:
    """Some of what was found. `adopters`: how many have taken it over, by experience."""

    number: int
    experiences: Sequence[Experience]
    adopters: dict[int, int]
    has_more: bool

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        return self.number + 1 if self.has_more and self.number < MOST_PAGES else 0


def find_experiences(wanted: Wanted, number: int = 1) -> Page:
    """A page of experiences: with words the best of the newest hits, else the newest. Two queries,
    three with words.

    number: from 1 to MOST_PAGES.
    """
    first = (number - 1) * ON_A_PAGE
    rows = list(in_order(wanted).select_related("office")[first : first + ON_A_PAGE + 1])
    shown = rows[:ON_A_PAGE]
    return Page(number, shown, count_adopters(shown), has_more=len(rows) > ON_A_PAGE)


def in_order(wanted: Wanted) -> QuerySet[Experience]:
    rows = shared().filter(**wanted.filters).order_by("-shared_at", "-pk")
    if not wanted.words:
        return rows
    question = ask(wanted.words)
    hits = list(newest_hits(rows, question))
    best = Experience.objects.filter(pk__in=hits).annotate(rank=SearchRank(F("search"), question))
    return best.order_by("-rank", "-shared_at", "-pk")


def newest_hits(rows: QuerySet[Experience], question: SearchQuery) -> QuerySet[Experience, int]:
    """So many that ranking them costs the same however many there are."""
    return rows.filter(search=question).values_list("pk", flat=True)[:MOST_RANKED]


def ask(words: tuple[str, ...]) -> SearchQuery:
    """The same question by the rules of both languages."""
    text = write_query(words)
    norwegian, english = (SearchQuery(text, config=config, search_type="raw") for config in CONFIGS)
    return norwegian | english


def shared() -> QuerySet[Experience]:
    """What stands in the library now."""
    return Experience.objects.filter(withdrawn_at=None)


def count_adopters(experiences: Iterable[Experience]) -> dict[int, int]:
    """How many units have taken each over."""
    origins = {each.improvement_id: each.pk for each in experiences}
    rows = Improvement.objects.filter(adopted_from__in=origins)
    counts = rows.values_list("adopted_from").annotate(units=Count("unit", distinct=True))
    return {origins[origin]: units for origin, units in counts.order_by()}


def adoptions_of(experience: Experience) -> QuerySet[Improvement]:
    """Who has taken it over and begun or planned to, with how it went, by name."""
    rows = Improvement.objects.filter(adopted_from=experience.improvement_id)
    return rows.select_related("unit", "outcome").order_by("unit__name", "pk")


def has_open_adoption(experience: Experience, unit_id: int) -> bool:
    rows = Improvement.objects.filter(adopted_from=experience.improvement_id, unit=unit_id)
    return rows.filter(state__in=OPEN).exists()


def shared_between(first: datetime, last: datetime) -> QuerySet[Experience]:
    """What was shared from `first` until before `last`, and still stands, newest first."""
    rows = shared().filter(shared_at__gte=first, shared_at__lt=last)
    return rows.select_related("office").order_by("-shared_at", "-pk")


def tellings_of(office_id: int) -> QuerySet[Telling]:
    """What an office tells its users, newest first."""
    rows = Telling.objects.filter(office=office_id, withdrawn_at=None)
    return rows.select_related("improvement__outcome").order_by("-told_at", "-pk")
