"""What is taken along on paper: the same words for the page and for the PDF."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverk.improvement import queries
from medverk.improvement.queries import Card
from medverk.improvement.sentences import say_board, say_verdict
from medverk.improvement.words import SOURCES
from medverk.people.models import Unit
from medverk.rules.improvement.states import ImprovementState, Source

MOST_FINDINGS = 4
MOST_IMPROVEMENTS = 5  # so that it stays one page
LONGEST = 150  # characters of a finding
MOST_TALKED_OF = 3  # findings in one hour of guidance


@dataclass(frozen=True, slots=True)
class Item:
    """Something to talk about: a heading and some lines."""

    heading: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """empty: what is said where there is nothing."""

    title: str
    items: tuple[Item, ...]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of A4. day: when it was written out."""

    title: str
    unit: str
    lead: str
    sections: tuple[Section, ...]
    day: datetime


def meeting_sheet(unit: Unit, now: datetime) -> Sheet:
    """What was found, what is done about it, and what the figures say so far."""
    columns = queries.board_of(unit)
    by_state = {column.state: column.cards for column in columns}
    at_work = [
        *by_state[ImprovementState.EVALUATING],
        *by_state[ImprovementState.RUNNING],
        *by_state[ImprovementState.PLANNED],
    ]
    return Sheet(
        title=_("For the office meeting"),
        unit=unit.name,
        lead=say_board(columns),
        sections=(
            Section(
                _("What we do"),
                tuple(improvement_item(card, unit) for card in at_work[:MOST_IMPROVEMENTS]),
                _("Nothing is planned or under way."),
            ),
            Section(
                _("What we have found, and not done anything about yet"),
                tuple(finding_items(unit, MOST_FINDINGS)),
                _("No finding waits."),
            ),
            Section(_("What do we agree on?"), (Item(_("Who does what, by when?")),)),
        ),
        day=now,
    )


def improvement_item(card: Card, unit: Unit) -> Item:
    improvement = card.improvement
    where = "" if improvement.unit_id == unit.pk else f"{improvement.unit.name}: "
    said = say_verdict(card.verdict) if card.verdict else ""
    return Item(f"{where}{improvement.title}", tuple(filter(None, [say_who(card), said])))


def say_who(card: Card) -> str:
    improvement = card.improvement
    who, deadline = improvement.responsible, improvement.deadline
    if who is None or deadline is None:
        return ""
    return _("%(name)s sees to it. Evaluate by %(day)s.") % {
        "name": who.name,
        "day": date_format(deadline, "DATE_FORMAT"),
    }


def finding_items(unit: Unit, most: int, *lines: str) -> Iterable[Item]:
    """Open findings that nothing is done about, newest first."""
    for finding in queries.untouched_findings(unit)[:most]:
        source = str(SOURCES[Source(finding.source)])
        yield Item(Truncator(finding.statement).chars(LONGEST), (source, *lines))


def agenda_sheet(unit: Unit, now: datetime) -> Sheet:
    """An hour of guiding each other, built from open findings [F7]. It is about the work."""
    questions = (
        _("What do we each do today, from our own conversations?"),
        _("What do we believe that users notice?"),
        _("What do we try until next time?"),
    )
    talked_of = tuple(finding_items(unit, MOST_TALKED_OF, *questions))
    return Sheet(
        title=_("Guiding each other"),
        unit=unit.name,
        lead=say_agenda(len(talked_of)),
        sections=(
            Section(
                _("Before we begin (5 minutes)"),
                (
                    Item(_("What we say here is about how we work, not about who does it well.")),
                    Item(_("What did we agree on last time, and what came of it?")),
                ),
            ),
            Section(
                _("What we talk about (15 minutes each)"),
                talked_of,
                _("No finding waits. Choose a conversation that went well, and ask why it did."),
            ),
            Section(
                _("What we agree on (10 minutes)"),
                (Item(_("Who does what, by when?")), Item(_("What do we need to learn more of?"))),
            ),
        ),
        day=now,
    )


def say_agenda(findings: int) -> str:
    if not findings:
        return _("An hour together about how we work.")
    return ngettext(
        "An hour together about how we work, from %(number)s finding of our own.",
        "An hour together about how we work, from %(number)s findings of our own.",
        findings,
    ) % {"number": findings}


def written_on(sheet: Sheet) -> str:
    return date_format(localdate(sheet.day), "DATE_FORMAT")
