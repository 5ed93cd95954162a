"""Take from the tables of contacts all that follows from when a row was written [disclosure G3].

A row that was written together with an invitation carries its transaction's number, and lies in
the same order. So the database writes these tables anew, in random order, in one transaction
(migration 0003). It does so itself, for the web role must not be able to empty `DoNotAsk`.
"""

from django.db import connection


def shuffle() -> None:
    """Write Asked, ReplyAddress and DoNotAsk anew. Whoever inserts meanwhile waits, and nothing is
    lost. Raises OperationalError when the tables are busy for two seconds: try again later.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT invitations_shuffle()")
