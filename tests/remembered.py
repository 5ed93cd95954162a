"""What a process remembers between requests. It is true of one database, and each test has another.

Whatever is remembered by `cache` or `lru_cache` in the program stands in one of the two lists
(tests/project/test_remembered.py): forgotten before each test, or true whatever the database, the
settings and the day.
"""

from functools import _lru_cache_wrapper

from medverk.complaints import catalogue as classifications
from medverk.intake import messages, sheets, showing
from medverk.invitations import contacts
from medverk.invitations import queries as invitations
from medverk.invitations.gateways import calling
from medverk.releases.memory import forget_all
from medverk.reviews import checklists
from medverk.rules import weeks
from medverk.rules.disclosure.breakdowns import footing
from medverk.rules.disclosure.columns import tables
from medverk.surveys import catalogue
from medverk.surveys import queries as surveys
from medverk.vault.actions import key_in_use

FORGOTTEN: tuple[_lru_cache_wrapper, ...] = (
    invitations.office_name,
    messages._thanks,
    sheets._blank,
    sheets._sheet,
    showing.policy,
    surveys._content_in,
    surveys._reviewed,
    surveys._words,
    surveys.content,
)
TRUE_FOR_EVER: tuple[_lru_cache_wrapper, ...] = (
    calling.trusted,
    catalogue.complete_words,
    catalogue.shipped_content,
    checklists.checklist,
    checklists.versions_of,
    classifications.classifications,
    contacts._decoded,
    messages.gone_text,
    footing.columns_of,
    footing.flags_of,
    tables.number_before,
    weeks.write_week,
)


def forget_everything() -> None:
    """As in a process that has just started, beside an empty database."""
    for remembered in FORGOTTEN:
        remembered.cache_clear()
    key_in_use.forget()
    forget_all()
