"""A year's report in words, the same for the page and for the document [S2]."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverk.complaints.catalogue import classifications, theme_word
from medverk.complaints.codes import AnswerChannel, Kind
from medverk.complaints.models import YearReport
from medverk.complaints.reporting import ELSEWHERE, OPEN
from medverk.complaints.words import CHANNELS, KINDS, OUTCOMES, TABLES, TIMELINESS
from medverk.people.models import Unit
from medverk.rules.complaints.life import Outcome
from medverk.rules.complaints.report import THRESHOLD, Table


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: what, how many, and how large a part of all."""

    words: str
    n: str
    percent: int


@dataclass(frozen=True, slots=True)
class SaidTable:
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A whole report in the active language. Without numbers only `lead` is filled in."""

    title: str
    lead: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[SaidTable, ...]
    lessons: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]
    about: str


def say(report: YearReport) -> Said:
    """One query, for the units' names."""
    numbers = report.numbers
    title = _("Service complaints in %(year)s") % {"year": report.year}
    if numbers["n"] is None:
        return Said(title, too_few(), (), (), (), (), thresholds())
    return Said(
        title=title,
        lead=lead(numbers),
        facts=facts(numbers),
        tables=say_tables(numbers),
        lessons=tuple((cause, measure) for cause, measure in numbers["lessons"]),
        left_out=tuple(str(TABLES[table]) for table in Table if table not in numbers["tables"]),
        about=thresholds(),
    )


def too_few() -> str:
    return _("There were fewer than %(n)s complaints, so nothing more is told.") % {"n": THRESHOLD}


def lead(numbers: dict[str, Any]) -> str:
    """How many, and what most of them were about."""
    n = numbers["n"]
    first = ngettext("%(n)s complaint came in.", "%(n)s complaints came in.", n) % {
        "n": number_format(n)
    }
    themes = [g for g in numbers["tables"].get(Table.THEME, ()) if len(g["keys"]) == 1]
    if not themes:
        return first
    most = max(themes, key=lambda group: int(group["n"]))
    what = word_for(Table.THEME, most["keys"][0], {})
    return f"{first} " + _("Most were about this: %(theme)s (%(n)s).") % {
        "theme": what.lower(),
        "n": number_format(most["n"]),
    }


def facts(numbers: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    found = [(_("Complaints"), number_format(numbers["n"]))]
    days = numbers["median_days"]
    if days is not None:
        words = ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
        found.append((_("Half of them were answered within"), words))
    return tuple(found)


def say_tables(numbers: dict[str, Any]) -> tuple[SaidTable, ...]:
    tables = {Table(name): groups for name, groups in numbers["tables"].items()}
    ids = [int(k) for g in tables.get(Table.UNIT, ()) for k in g["keys"] if k.isdecimal()]
    names = dict(Unit.objects.filter(pk__in=ids).values_list("pk", "name"))
    return tuple(
        SaidTable(str(TABLES[table]), say_lines(table, tables[table], numbers["n"], names))
        for table in Table
        if table in tables
    )


def say_lines(
    table: Table, groups: Sequence[dict[str, Any]], total: int, names: dict[int, str]
) -> tuple[Line, ...]:
    return tuple(
        Line(
            group_words(table, group["keys"], names),
            number_format(group["n"]),
            round(100 * group["n"] / total),
        )
        for group in groups
    )


def group_words(table: Table, keys: Sequence[str], names: dict[int, str]) -> str:
    """One group by its name; several that were put together as such."""
    words = sorted(word_for(table, key, names) for key in keys)
    return words[0] if len(words) == 1 else _("Together: %(groups)s") % {"groups": "; ".join(words)}


def word_for(table: Table, key: str, names: dict[int, str]) -> str:
    if key == OPEN:
        return _("Not found out yet")
    match table:
        case Table.THEME:
            return theme_in_words(key)
        case Table.UNIT:
            return _("Units in no county") if key == ELSEWHERE else names.get(int(key), key)
        case Table.OUTCOME:
            return str(OUTCOMES[Outcome(key)])
        case Table.TIMELY:
            return str(TIMELINESS[key])
        case Table.KIND:
            return str(KINDS[Kind(key)])
        case Table.CHANNEL:
            return str(CHANNELS[AnswerChannel(key)])


def theme_in_words(key: str) -> str:
    """In the words of the newest version that knows the theme."""
    for version in reversed(classifications()):
        word = theme_word(version, key)
        if word != key:
            return word
    return key


def thresholds() -> str:
    return _(
        "No number is about fewer than %(n)s complaints, and none follows by subtraction. Smaller "
        "groups are put together, and themes are not shown by office, since they would be about "
        "too few. What was no service complaint is not counted."
    ) % {"n": THRESHOLD}
