"""Every field of every table is classed for privacy, and says which database role may do what.

A model carries both as class attributes; tests walk all models and try each privilege.

    class Unit(models.Model):
        privacy = {"name": Privacy.PUBLIC, ...}                     # each field, exactly
        privileges = {DatabaseRole.WEB: READ}                       # the owner can always do all
"""

from enum import StrEnum

from medverk.environment import DatabaseRole as DatabaseRole


class Privacy(StrEnum):
    """What a field could tell about whom."""

    TECHNICAL = "technical"  # keys, states, versions: tells nothing about a person
    PUBLIC = "public"  # anyone may know it
    INTERNAL = "internal"  # for those who work there
    STAFF = "staff"  # personal data about an employee
    CONTACT = "contact"  # leads to a person served: sealed, and deleted when no longer needed
    SEALED = "sealed"  # an answer only the release engine can open
    ANSWER = "answer"  # an answer without a person; only the releaser may read it
    SECRET = "secret"  # noqa: S105  (a key or token, stored only as a hash)


READ = frozenset({"SELECT"})
INSERT = frozenset({"INSERT"})
APPEND = frozenset({"SELECT", "INSERT"})
WRITE = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})
NOTHING: frozenset[str] = frozenset()
