"""Each database role tries everything that it must not do with answers [disclosure G4]."""

import os
from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from medverk.people.privacy import DatabaseRole

pytestmark = pytest.mark.django_db

WEB, RELEASER = DatabaseRole.WEB, DatabaseRole.RELEASER
READING = "SELECT * FROM {0}"
READING_IDS = "SELECT id FROM {0}"
COUNTING = "SELECT count(*) FROM {0}"
READING_PLACES = "SELECT ctid, xmin FROM {0}"
CHANGING = "UPDATE {0} SET id = id"
DELETING = "DELETE FROM {0}"
EMPTYING = "TRUNCATE {0}"
LOCKING = "LOCK TABLE {0} IN ACCESS EXCLUSIVE MODE"
COPYING_OUT = "COPY {0} TO STDOUT"
DROPPING = "DROP TABLE {0}"
TRIGGERING = (
    "CREATE TRIGGER t BEFORE INSERT ON {0} "
    "FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"
)
LOOKING = "CREATE VIEW pg_temp.v AS SELECT * FROM {0}; SELECT * FROM pg_temp.v"
INSERTING_AND_READING = (
    "INSERT INTO {0} (id, ciphertext) VALUES (gen_random_uuid(), 'x') RETURNING ciphertext"
)
ALL = (READING, READING_IDS, COUNTING, READING_PLACES, CHANGING, DELETING, EMPTYING, LOCKING,
       COPYING_OUT, DROPPING, TRIGGERING, LOOKING)  # fmt: skip
INSERTING_RESPONSE = (
    "INSERT INTO vault_response VALUES "
    "(gen_random_uuid(), 1, 1, 1, 'conversation', '2026-W47', '{}', '{}')"
)
OF_OTHERS = ("invitations_invitation", "invitations_message", "invitations_asked",
             "invitations_donotask", "invitations_outboxmessage", "django_session",
             "intake_kioskpass")  # fmt: skip

MUST_NOT = [
    *((WEB, statement.format("vault_sealedanswer")) for statement in ALL),
    *((WEB, statement.format("vault_response")) for statement in ALL),
    *((WEB, statement.format("vault_setaside")) for statement in ALL),
    (WEB, INSERTING_AND_READING.format("vault_sealedanswer")),
    (WEB, INSERTING_RESPONSE),
    (WEB, "INSERT INTO vault_sealkey VALUES ('x', now(), 1)"),
    (WEB, "UPDATE vault_sealkey SET public_key = 'mine'"),
    (WEB, "DELETE FROM vault_sealkey"),
    *((RELEASER, statement.format("vault_sealedanswer")) for statement in (CHANGING, DELETING)),
    *((RELEASER, statement.format("vault_response")) for statement in (CHANGING, EMPTYING)),
    *((RELEASER, statement.format("vault_setaside")) for statement in (CHANGING, DELETING)),
    (RELEASER, "DELETE FROM vault_sealkey"),
    *(
        (RELEASER, statement.format(table))
        for table in OF_OTHERS
        for statement in (READING, COUNTING, DELETING, EMPTYING, READING_PLACES)
    ),
    *((role, "SELECT pg_read_file('postgresql.conf')") for role in (WEB, RELEASER)),
]


@pytest.mark.parametrize(("role", "statement"), MUST_NOT)
def test_it_is_refused(role, statement, as_role):
    with (
        as_role(role),
        pytest.raises(DatabaseError) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert refused.value.__cause__.sqlstate == "42501"  # insufficient privilege, and nothing else


def test_it_lets_the_web_add_a_sealed_answer_and_know_the_public_key(as_role):
    with as_role(WEB), connection.cursor() as cursor:
        cursor.execute("INSERT INTO vault_sealedanswer VALUES (%s, %s)", [uuid4(), b"x" * 1072])
        cursor.execute("SELECT public_key FROM vault_sealkey")


@pytest.mark.parametrize("role", [WEB, RELEASER])
def test_it_lets_no_process_become_another_role(role):
    others = {"medverk_owner", "medverk_web", "medverk_releaser", "postgres"} - {f"medverk_{role}"}
    address = os.environ[f"MEDVERK_{role.upper()}_DATABASE_URL"]
    with psycopg.connect(address, autocommit=True) as link:
        for other in others:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                link.execute(f"SET ROLE {other}")
