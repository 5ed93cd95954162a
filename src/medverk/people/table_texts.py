"""Faults of a table in words: where, and what should stand there."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from medverk.people.access import Role
from medverk.people.models import UnitStatus, UnitType
from medverk.people.tables import LARGEST_TABLE, Expected, Problem

SENTENCES: dict[Expected, Promise] = {
    Expected.UTF8: _("the text is not UTF-8; save the file as “CSV UTF-8”"),
    Expected.NO_NUL: _("there is a sign that no text has; save the file as “CSV UTF-8”"),
    Expected.SMALLER_FILE: _("the file is larger than 5 MB; divide it"),
    Expected.FEWER_ROWS: _("there are more than %(most)s rows; divide the file"),
    Expected.HEADER: _("the first line must name the columns"),
    Expected.COLUMN: _("this column is missing"),
    Expected.KNOWN_COLUMN: _("this column is not known; remove it"),
    Expected.COLUMN_ONCE: _("this column is there more than once"),
    Expected.ROWS: _("there are no rows below the names of the columns"),
    Expected.AS_MANY_CELLS: _("the line has another number of cells than the first line"),
    Expected.QUOTES: _("a quotation mark is missing or stands in the wrong place"),
    Expected.TEXT: _("something must stand here"),
    Expected.SHORTER: _("this is too long"),
    Expected.PLAIN_TEXT: _("there is an invisible sign here; write it again"),
    Expected.NUMBER: _("write 1 to 10 digits or capital letters"),
    Expected.ISO_DATE: _("write the date as 2026-11-18"),
    Expected.LATER_DATE: _("the last day is before the first"),
    Expected.UNIT_TYPE: _("write one of %(types)s"),
    Expected.UNIT_STATUS: _("write one of %(states)s"),
    Expected.NO_PARENT: _("a directorate has no unit above it; leave this empty"),
    Expected.PARENT: _("name the unit above it"),
    Expected.KNOWN_UNIT: _("there is no unit with this number and type"),
    Expected.HIGHER_UNIT: _("the unit above must be of a higher kind than this one"),
    Expected.ONCE: _("this is there more than once"),
    Expected.ROLE: _("write one of %(roles)s"),
    Expected.ROLE_OF_UNIT: _("nobody can have this role in a unit of this type"),
    Expected.EMAIL: _("write an e-mail address, or nothing"),
    Expected.SAME_PERSON: _("the same ident has another subject, name or e-mail above"),
    Expected.FREE_SUBJECT: _("another ident has this subject already"),
    Expected.REFERENCE: _(
        "write a reference of letters, digits, points, slashes and hyphens, and no number of a "
        "person"
    ),
    Expected.COLLEAGUE: _("nobody with this ident works or has worked in the office"),
    Expected.NO_SEMICOLON: _("write this without a semicolon"),
}


def describe(problem: Problem) -> str:
    """One sentence in the active language: line 3, column valid_from, “1.2.2026”: write …"""
    values = {
        "most": LARGEST_TABLE,
        "types": ", ".join(UnitType),
        "states": ", ".join(UnitStatus),
        "roles": ", ".join(Role),
    }
    places = []
    if problem.line:
        places.append(gettext("line %(line)s") % {"line": problem.line})
    if problem.column:
        places.append(gettext("column %(column)s") % {"column": problem.column})
    if problem.value:
        places.append(gettext("“%(value)s”") % {"value": problem.value})
    sentence = str(SENTENCES[problem.expected]) % values
    text = f"{', '.join(places)}: {sentence}." if places else f"{sentence}."
    return text[0].upper() + text[1:]
