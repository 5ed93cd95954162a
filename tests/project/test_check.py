"""`medverk check`: a truth table of what may be wrong, and the sentence for each."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from nacl.public import PrivateKey

from medverk.environment import VARIABLES, DatabaseRole, Environment
from medverk.project.checks import installation, server
from medverk.project.checks.server import RoleFacts, judge_role, judge_settings
from medverk.project.checks.variables import NEEDED, check_variables
from medverk.project.cli import main


def key(data=b"0123456789abcdefghijklmnopqrstuv"):
    return base64.b64encode(data).decode()


SENDER = PrivateKey(b"0123456789abcdefghijklmnopqrstuv")
GOOD = {
    "MEDVERK_ADDRESS": "https://medverk.example.org",
    "MEDVERK_OWNER_DATABASE_URL": "postgresql://owner@db/medverk",
    "MEDVERK_WEB_DATABASE_URL": "postgresql://web@db/medverk",
    "MEDVERK_RELEASER_DATABASE_URL": "postgresql://releaser@db/medverk",
    "MEDVERK_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghij",
    "MEDVERK_CONTACT_KEY": key(),
    "MEDVERK_SENDER_PUBLIC_KEY": key(bytes(SENDER.public_key)),
    "MEDVERK_SENDER_PRIVATE_KEY": key(bytes(SENDER)),
    "MEDVERK_RELEASER_KEYS": "/var/lib/medverk/not-here-yet",
    "MEDVERK_OIDC_ISSUER": "https://login.example.org",
    "MEDVERK_OIDC_CLIENT_ID": "medverk",
    "MEDVERK_OIDC_CLIENT_SECRET": "secret",
    "MEDVERK_SMS_GATEWAY": "altinn",
    "MEDVERK_SMS_URL": "https://sms.example.org",
    "MEDVERK_SMS_TOKEN": "token",
    "MEDVERK_SMS_SENDER": "Medverk",
    "MEDVERK_SMTP_URL": "smtps://user:password@mail.example.org:465",
    "MEDVERK_EMAIL_FROM": "medverk@example.org",
}
DEMO = {
    name: value
    for name, value in GOOD.items()
    if not name.startswith(("MEDVERK_OIDC", "MEDVERK_SMS", "MEDVERK_SMTP", "MEDVERK_EMAIL"))
} | {"MEDVERK_ADDRESS": "http://127.0.0.1:8000", "MEDVERK_DEMO": "1"}


def about(values, processes=tuple(NEEDED)):
    environment = Environment(values=values, role=DatabaseRole.WEB)
    return [finding.about for finding in check_variables(environment, processes)]


@pytest.mark.parametrize("values", [GOOD, DEMO], ids=["production", "demo"])
def test_it_finds_nothing_where_all_is_well(values):
    assert about(values) == []


@pytest.mark.parametrize("process", NEEDED)
def test_it_names_each_variable_that_a_process_lacks(process):
    for name in NEEDED[process]:
        rest = {each: value for each, value in GOOD.items() if each != name}
        assert name in about(rest, [process])
    assert about({}, [process])[: len(NEEDED[process])] == list(NEEDED[process])


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"MEDVERK_ADDRESS": "http://medverk.example.org"}, ["MEDVERK_ADDRESS"]),
        ({"MEDVERK_ADDRESS": "https://example.org/medverk"}, ["MEDVERK_ADDRESS"]),
        ({"MEDVERK_DEMO": "1"}, ["MEDVERK_DEMO"]),
        (
            {"MEDVERK_DEMO": "1", "MEDVERK_ADDRESS": "http://intranet"},
            ["MEDVERK_DEMO", "MEDVERK_ADDRESS"],
        ),
        ({"MEDVERK_OIDC_ISSUER": "http://login.example.org"}, ["MEDVERK_OIDC_ISSUER"]),
        ({"MEDVERK_SECRET_KEY": "short"}, ["MEDVERK_SECRET_KEY"]),
        ({"MEDVERK_SECRET_KEY": "abc" * 40}, ["MEDVERK_SECRET_KEY"]),
        ({"MEDVERK_CONTACT_KEY": key(b"short")}, ["MEDVERK_CONTACT_KEY"]),
        ({"MEDVERK_CONTACT_KEY": "not base64 å"}, ["MEDVERK_CONTACT_KEY"]),
        ({"MEDVERK_CONTACT_KEY": key(bytes(32))}, ["MEDVERK_CONTACT_KEY"]),
        ({"MEDVERK_SENDER_PUBLIC_KEY": key()}, ["MEDVERK_SENDER_PUBLIC_KEY"]),
        ({"MEDVERK_SENDER_PRIVATE_KEY": key(b"x" * 31)}, ["MEDVERK_SENDER_PRIVATE_KEY"]),
        ({"MEDVERK_SMS_GATEWAY": "outbox"}, ["MEDVERK_SMS_GATEWAY"]),
        ({"MEDVERK_SMS_TOKEN": ""}, ["MEDVERK_SMS_TOKEN"]),
        ({"MEDVERK_SMS_TOKEN": "", "MEDVERK_SMS_TOKEN_FILE": "/run/token"}, []),
        ({"MEDVERK_SMS_URL": "http://sms.example.org"}, ["MEDVERK_SMS_URL"]),
        ({"MEDVERK_SMS_SENDER": "twelve signs"}, ["MEDVERK_SMS_SENDER"]),
        ({"MEDVERK_SMS_INBOUND_SECRET": "short"}, ["MEDVERK_SMS_INBOUND_SECRET"]),
        ({"MEDVERK_SMTP_URL": "mail.example.org"}, ["MEDVERK_SMTP_URL"]),
        ({"MEDVERK_EMAIL_FROM": "medverk"}, ["MEDVERK_EMAIL_FROM"]),
        ({"MEDVERK_POLICY": "{"}, ["MEDVERK_POLICY"]),
        ({"MEDVERK_POLICY": "[]"}, ["MEDVERK_POLICY"]),
        ({"MEDVERK_POLICY": '{"responses": 4}'}, ["MEDVERK_POLICY"]),
        ({"MEDVERK_POLICY": '{"counsellors": 1}'}, ["MEDVERK_POLICY"]),
        ({"MEDVERK_POLICY": '{"responses": "many"}'}, ["MEDVERK_POLICY"]),
        ({"MEDVERK_POLICY": '{"answers": 20}'}, ["MEDVERK_POLICY"]),
        ({"MEDVERK_POLICY": '{"responses": 20}'}, []),
        (
            {"MEDVERK_WEB_DATABASE_URL": GOOD["MEDVERK_OWNER_DATABASE_URL"]},
            ["MEDVERK_WEB_DATABASE_URL"],
        ),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, dict) else "",
)  # fmt: skip
def test_it_finds_what_is_unsafe(change, names):
    assert about(GOOD | change) == names


@pytest.mark.parametrize(("mode", "names"), [(0o700, []), (0o750, ["MEDVERK_RELEASER_KEYS"])])
def test_it_wants_the_releasers_folder_closed(tmp_path, mode, names):
    tmp_path.chmod(mode)
    assert about(GOOD | {"MEDVERK_RELEASER_KEYS": str(tmp_path)}) == names


FIT = {
    "server_version_num": "150004",
    "server_encoding": "UTF8",
    "track_commit_timestamp": "off",
    "log_statement": "ddl",
    "log_duration": "off",
    "log_error_verbosity": "terse",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []),
        ({"server_version_num": "149999"}, ["postgresql"]),
        ({"server_encoding": "SQL_ASCII"}, ["postgresql"]),
        ({"track_commit_timestamp": "on"}, ["track_commit_timestamp"]),
        ({"log_statement": "none"}, []),
        ({"log_statement": "mod"}, ["log_statement"]),
        ({"log_statement": "all"}, ["log_statement"]),
        ({"log_min_duration_statement": "0"}, ["log_min_duration_statement"]),
        ({"log_min_duration_statement": "1000"}, []),
        ({"log_duration": "on"}, ["log_min_duration_statement"]),
        ({"log_error_verbosity": "default"}, ["log_error_verbosity"]),
        ({"log_parameter_max_length": "-1"}, ["log_parameter_max_length"]),
        ({"log_parameter_max_length_on_error": "64"}, ["log_parameter_max_length_on_error"]),
    ],
)
def test_it_judges_the_servers_settings(change, found):
    assert [finding.about for finding in judge_settings(FIT | change)] == found


READ = frozenset({"SELECT"})
INSERT = frozenset({"INSERT"})
HOLDS = {"units": READ, "sealed": INSERT}


def facts(*, superuser=False, becomes=(), privileges=None, readable=("units",)):
    held = HOLDS if privileges is None else privileges
    return RoleFacts(superuser, frozenset(becomes), held, frozenset(readable))


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (facts(), []),
        (facts(superuser=True), ["superuser"]),
        (facts(becomes=["owner"]), ["can become owner"]),
        (facts(privileges={"units": READ, "sealed": INSERT | READ}), ["may SELECT on sealed"]),
        (facts(privileges=HOLDS | {"other": READ}), ["may SELECT on other"]),
        (facts(readable=["units", "sealed"]), ["may SELECT on sealed"]),
        (facts(privileges={"units": READ}), ["lacks INSERT on sealed"]),
        (facts(privileges={}, readable=[]), ["lacks INSERT on sealed", "lacks SELECT on units"]),
    ],
    ids=range(8),
)  # fmt: skip
def test_it_judges_a_role(found, words):
    wanted = {"units": READ, "sealed": INSERT, "closed": frozenset()}
    sentences = [finding.sentence for finding in judge_role(DatabaseRole.WEB, found, wanted)]
    assert len(sentences) == len(words)
    assert all(word in sentence for word, sentence in zip(words, sentences, strict=True))


def url_of(role):
    """The address of the tests' own database, as a role."""
    from psycopg.conninfo import make_conninfo

    from medverk.project.settings import ENVIRONMENT

    url = ENVIRONMENT.get(f"MEDVERK_{role.upper()}_DATABASE_URL")
    return make_conninfo(url, dbname=connection.settings_dict["NAME"])


@pytest.mark.django_db
def test_it_finds_nothing_on_the_embedded_server():
    assert server.check_server({role: url_of(role) for role in DatabaseRole}) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("statement", "undo", "words"),
    [
        ("GRANT SELECT ON {0} TO medverk_web", "REVOKE SELECT ON {0} FROM medverk_web",
         "The role web may SELECT on vault_sealedanswer, and must not."),
        ("REVOKE INSERT ON {0} FROM medverk_web", "GRANT INSERT ON {0} TO medverk_web",
         "The role web lacks INSERT on vault_sealedanswer."),
        ("CREATE TABLE extra (x int); GRANT SELECT ON extra TO PUBLIC", "DROP TABLE extra",
         "The role web may SELECT on extra, and must not."),
    ],
    ids=["read", "no insert", "unknown table"],
)  # fmt: skip
def test_it_finds_on_a_real_server_what_a_role_may_too_much_or_too_little(statement, undo, words):
    with connection.cursor() as cursor:
        cursor.execute(statement.format("vault_sealedanswer"))
        try:
            found = server.check_server({DatabaseRole.WEB: url_of(DatabaseRole.WEB)})
        finally:
            cursor.execute(undo.format("vault_sealedanswer"))
    assert [finding.sentence.startswith(words) for finding in found] == [True]


@pytest.mark.parametrize("url", ["host=127.0.0.1 port=9 user=x", "host=/nowhere user=x"])
def test_it_says_when_the_database_does_not_answer(url):
    found = server.check_server({DatabaseRole.WEB: url})
    assert [finding.about for finding in found] == ["MEDVERK_WEB_DATABASE_URL"]


@pytest.mark.parametrize(
    ("findings", "about"),
    [
        (installation.check_time_zone("Europe/Oslo"), []),
        (installation.check_time_zone("Europe/Nowhere"), ["time zone"]),
        (installation.check_assets(("medverk.css",)), []),
        (installation.check_assets(("medverk.css", "lost.css")), ["assets"]),
        (installation.judge_migrations(0), []),
        (installation.judge_migrations(2), ["migrations"]),
        (installation.judge_workers(2), []),
        (installation.judge_workers(1), ["workers"]),
        (installation.judge_workers(0), ["workers"]),
    ],
    ids=range(9),
)
def test_it_judges_the_installation(findings, about):
    assert [finding.about for finding in findings] == about


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "living"), [(10, 1), (3600, 0)])
def test_it_counts_processes_that_were_seen_lately(as_role, seconds, living):
    now = datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)",
            [now - timedelta(seconds=seconds)],
        )
    with as_role(DatabaseRole.WEB):
        assert installation.count_living(now) == living


@pytest.mark.django_db
def test_it_finds_every_migration_applied_and_no_process_in_the_tests(as_role):
    with as_role(DatabaseRole.WEB):
        found = installation.check_installation(datetime.now(UTC))
    assert [finding.about for finding in found] == ["workers"]


@pytest.fixture
def environment(monkeypatch):
    """The variables of this process, and no folder of a `medverk run`."""

    def use(values):
        for variable in VARIABLES:
            monkeypatch.delenv(variable.name, raising=False)
        monkeypatch.setenv("MEDVERK_HOME", "/nowhere")
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return use


@pytest.mark.parametrize(
    ("values", "code", "state"),
    [
        (GOOD, 0, "good"),
        (GOOD | {"MEDVERK_SECRET_KEY": "x"}, 1, "something is missing or unsafe"),
        (GOOD | {"MEDVERK_DEMO": "1"}, 1, "something is missing or unsafe"),
    ],
    ids=["good", "secret", "demo in production"],
)
def test_it_tells_machines_by_exit_code_and_json(environment, capsys, values, code, state):
    environment(values)
    assert main(["check", "--no-server", "--json"]) == code
    assert json.loads(capsys.readouterr().out)["state"] == state


def test_it_tells_people_in_sentences(environment, capsys):
    environment({"MEDVERK_ADDRESS": "http://medverk.example.org"})
    assert main(["check", "--process", "releaser"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "- Set MEDVERK_RELEASER_DATABASE_URL: database address of the releaser. "
        "`medverk releaser` needs it.",
        "- Set MEDVERK_RELEASER_KEYS: folder of the release engine's keys; only for the releaser. "
        "`medverk releaser` needs it.",
        "- Use an https address: answers must not travel openly.",
    ]
