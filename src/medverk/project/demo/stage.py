"""One play at a time: parts of a play that was cut short may still be at work."""

from django.db import connection

STAGE = 1726


def take_stage(*, alone: bool) -> None:
    """Wait until no other play is in the way; kept until this process ends, however it ends."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_lock{'' if alone else '_shared'}(%s)", [STAGE])
