"""Units and persons from tables: all or nothing, and as often as one likes."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from medverk.people.access import Role
from medverk.people.imports import Imported, import_persons, import_units
from medverk.people.models import LogEntry, Membership, Person, Unit, UnitType
from medverk.people.privacy import DatabaseRole
from medverk.people.tables import Expected, TableError
from medverk.project.cli import main
from tests.people.agency import make_person

pytestmark = pytest.mark.django_db

HEADER = "number,type,name,status,valid_from,valid_to,parent_number,parent_type"
TREE = [
    "1201,LOKAL,Fjord,AKTIV,2020-01-01,,1210,REGION",
    "1202,LOKAL,Forest,UNDER_AVVIKLING,2020-01-01,2026-12-31,1200,FYLKE",
    "4100,KONTAKT,Centre,AKTIV,2020-01-01,,1000,DIR",
    "1210,REGION,North,AKTIV,2020-01-01,,1200,FYLKE",
    "1200,FYLKE,West,AKTIV,2020-01-01,,1000,DIR",
    "1000,DIR,The directorate,AKTIV,2020-01-01,,,",
]


def table(*lines, header=HEADER):
    return "\n".join((header, *lines)).encode()


def load(data, now, by=None):
    return import_units(data=data, by=by, now=now)


def refused(action, data, now):
    with pytest.raises(TableError) as caught:
        action(data=data, by=None, now=now)
    return [(each.line, each.column, each.expected) for each in caught.value.problems]


def test_it_stores_a_tree_in_whatever_order_the_rows_come(now, as_role):
    lines = TREE[:]
    random.Random(5).shuffle(lines)
    with as_role(DatabaseRole.WEB):
        assert load(table(*lines), now) == Imported(new=6, changed=0, same=0)
    parents = {unit.number: unit.parent and unit.parent.number for unit in Unit.objects.all()}
    assert parents == {
        "1201": "1210",
        "1202": "1200",
        "4100": "1000",
        "1210": "1200",
        "1200": "1000",
        "1000": None,
    }


def test_it_can_be_repeated_and_changes_only_what_differs(now):
    load(table(*TREE), now)
    assert load(table(*TREE), now) == Imported(0, 0, 6)
    moved = "1201,LOKAL,Fjord,AKTIV,2020-01-01,,1200,FYLKE"
    assert load(table(moved), now) == Imported(0, 1, 0)
    assert Unit.objects.get(number="1201").parent.number == "1200"
    assert [entry.about for entry in LogEntry.objects.order_by("id")] == [
        "6 new, 0 changed, 0 the same",
        "0 new, 0 changed, 6 the same",
        "0 new, 1 changed, 0 the same",
    ]


def test_it_tells_units_with_the_same_number_apart(now):
    load(table(*TREE, "4100,LOKAL,Other,AKTIV,2020-01-01,,1200,FYLKE"), now)
    assert Unit.objects.filter(number="4100").count() == 2


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        (",LOKAL,A,AKTIV,2020-01-01,,1200,FYLKE", "number", Expected.NUMBER),
        ("12 01,LOKAL,A,AKTIV,2020-01-01,,1200,FYLKE", "number", Expected.NUMBER),
        ("12345678901,LOKAL,A,AKTIV,2020-01-01,,1200,FYLKE", "number", Expected.NUMBER),
        ("١٢,LOKAL,A,AKTIV,2020-01-01,,1200,FYLKE", "number", Expected.NUMBER),
        ("1299,TILTAK,A,AKTIV,2020-01-01,,1200,FYLKE", "type", Expected.UNIT_TYPE),
        ("1299,lokal,A,AKTIV,2020-01-01,,1200,FYLKE", "type", Expected.UNIT_TYPE),
        ("1299,LOKAL,,AKTIV,2020-01-01,,1200,FYLKE", "name", Expected.TEXT),
        (f"1299,LOKAL,{'a' * 121},AKTIV,2020-01-01,,1200,FYLKE", "name", Expected.SHORTER),
        ("1299,LOKAL,A\u200bB,AKTIV,2020-01-01,,1200,FYLKE", "name", Expected.PLAIN_TEXT),
        ("1299,LOKAL,A,ÅPEN,2020-01-01,,1200,FYLKE", "status", Expected.UNIT_STATUS),
        ("1299,LOKAL,A,AKTIV,,,1200,FYLKE", "valid_from", Expected.ISO_DATE),
        ("1299,LOKAL,A,AKTIV,01.01.2020,,1200,FYLKE", "valid_from", Expected.ISO_DATE),
        ("1299,LOKAL,A,AKTIV,20200101,,1200,FYLKE", "valid_from", Expected.ISO_DATE),
        ("1299,LOKAL,A,AKTIV,2020-02-30,,1200,FYLKE", "valid_from", Expected.ISO_DATE),
        ("1299,LOKAL,A,AKTIV,2020-01-01,x,1200,FYLKE", "valid_to", Expected.ISO_DATE),
        ("1299,LOKAL,A,AKTIV,2020-01-01,2019-12-31,1200,FYLKE", "valid_to", Expected.LATER_DATE),
        ("1299,LOKAL,A,AKTIV,2020-01-01,,,", "parent_number", Expected.PARENT),
        ("1299,LOKAL,A,AKTIV,2020-01-01,,1200,", "parent_type", Expected.UNIT_TYPE),
        ("1299,LOKAL,A,AKTIV,2020-01-01,,,FYLKE", "parent_number", Expected.NUMBER),
        ("1299,LOKAL,A,AKTIV,2020-01-01,,1999,FYLKE", "parent_number", Expected.KNOWN_UNIT),
        ("1299,LOKAL,A,AKTIV,2020-01-01,,1200,DIR", "parent_number", Expected.KNOWN_UNIT),
        ("1299,LOKAL,A,AKTIV,2020-01-01,,1201,LOKAL", "parent_type", Expected.HIGHER_UNIT),
        ("1200,FYLKE,West,AKTIV,2020-01-01,,1210,REGION", "parent_type", Expected.HIGHER_UNIT),
        ("1210,REGION,North,AKTIV,2020-01-01,,1210,REGION", "parent_type", Expected.HIGHER_UNIT),
        ("1001,DIR,Other,AKTIV,2020-01-01,,1000,DIR", "parent_number", Expected.NO_PARENT),
    ],
)
def test_it_refuses_a_bad_row_and_stores_nothing(now, line, column, expected):
    load(table(*TREE), now)
    good = "1203,LOKAL,Valley,AKTIV,2020-01-01,,1200,FYLKE"
    assert refused(import_units, table(good, line), now) == [(3, column, expected)]
    assert Unit.objects.count() == 6
    assert LogEntry.objects.count() == 1


def test_it_names_every_bad_row_at_once(now):
    data = table("x,LOKAL,A,AKTIV,2020-01-01,,1,FYLKE", "1,LOKAL,,AKTIV,?,,1,DIR")
    assert refused(import_units, data, now) == [
        (2, "number", Expected.NUMBER),
        (3, "name", Expected.TEXT),
        (3, "valid_from", Expected.ISO_DATE),
        (3, "parent_number", Expected.KNOWN_UNIT),
    ]


def test_it_refuses_a_unit_that_is_named_twice(now):
    assert refused(import_units, table(*TREE, TREE[5]), now) == [(8, "number", Expected.ONCE)]


PERSONS = "subject,ident,name,email,unit_number,unit_type,role,valid_from,valid_to"
KARI = "s1,Z1,Kari Eksempel,kari@example.org,1201,LOKAL,counsellor,2025-01-01,"


def test_it_stores_persons_and_roles_and_can_be_repeated(agency, now, as_role):
    leader = KARI.replace("counsellor", "office_leader")
    with as_role(DatabaseRole.WEB):
        data = table(KARI, leader, header=PERSONS)
        first = import_persons(data=data, by=None, now=now)
        second = import_persons(data=data, by=None, now=now)
        ended = table(KARI + "2026-06-30", header=PERSONS)
        third = import_persons(data=ended, by=None, now=now)
    assert (first, second, third) == (Imported(2, 0, 0), Imported(0, 0, 2), Imported(0, 1, 0))
    assert Person.objects.count() == 1
    assert {(each.role, str(each.valid_to)) for each in Membership.objects.all()} == {
        ("counsellor", "2026-06-30"),
        ("office_leader", "None"),
    }


def test_it_changes_the_subject_and_name_of_an_ident(agency, now):
    import_persons(data=table(KARI, header=PERSONS), by=None, now=now)
    changed = KARI.replace("s1", "s2").replace("Kari Eksempel", "Kari Nytt")
    import_persons(data=table(changed, header=PERSONS), by=None, now=now)
    assert [(each.subject, each.name) for each in Person.objects.all()] == [("s2", "Kari Nytt")]


@pytest.mark.parametrize(
    ("old", "new", "column", "expected"),
    [
        ("s1", "", "subject", Expected.TEXT),
        ("s1", "sub-taken", "subject", Expected.FREE_SUBJECT),
        ("Z1", "Z" * 21, "ident", Expected.SHORTER),
        ("kari@example.org", "kari", "email", Expected.EMAIL),
        ("1201", "1999", "unit_number", Expected.KNOWN_UNIT),
        ("LOKAL", "FYLKE", "unit_number", Expected.KNOWN_UNIT),
        ("LOKAL", "KONTOR", "unit_type", Expected.UNIT_TYPE),
        ("counsellor", "boss", "role", Expected.ROLE),
        ("counsellor", "directorate", "role", Expected.ROLE_OF_UNIT),
        ("2025-01-01", "2025", "valid_from", Expected.ISO_DATE),
    ],
)
def test_it_refuses_a_bad_person_and_stores_nothing(agency, now, old, new, column, expected):
    make_person("taken")
    data = table(
        KARI.replace("Z1", "Z2").replace("s1", "s0"), KARI.replace(old, new), header=PERSONS
    )
    assert (3, column, expected) in refused(import_persons, data, now)
    assert [each.ident for each in Person.objects.all()] == ["taken"]


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        (KARI, "role", Expected.ONCE),
        (KARI.replace("Kari Eksempel", "Ola Eksempel"), "ident", Expected.SAME_PERSON),
        (KARI.replace("Z1", "Z2"), "subject", Expected.FREE_SUBJECT),
    ],
)
def test_it_refuses_rows_that_contradict_each_other(agency, now, line, column, expected):
    assert (3, column, expected) in refused(import_persons, table(KARI, line, header=PERSONS), now)


@pytest.fixture
def command(monkeypatch):
    """`medverk …` in this process, which is set up already."""
    for name in ("units", "persons"):
        monkeypatch.setattr(f"medverk.project.commands.{name}.start_django", lambda role: None)
    return main


def test_it_imports_units_and_persons_by_command(command, tmp_path, capsys):
    units, persons = tmp_path / "units.csv", tmp_path / "persons.csv"
    units.write_bytes(table(*TREE))
    persons.write_bytes(table(KARI, header=PERSONS))
    assert [
        command(["units", "import", str(units)]),
        command(["persons", "import", str(persons)]),
    ] == [0, 0]
    assert capsys.readouterr().out.splitlines() == [
        f"{units}: 6 new, 0 changed, 0 the same",
        f"{persons}: 1 new, 0 changed, 0 the same",
    ]
    assert set(LogEntry.objects.values_list("by", flat=True)) == {None}


def test_it_says_by_command_what_is_wrong(command, tmp_path, capsys):
    file = tmp_path / "units.csv"
    file.write_bytes(table("1201,LOKAL,Fjord,AKTIV,1.1.2020,,1000,DIR"))
    assert command(["units", "import", str(file)]) == 1
    begins = f"{file}: Line 2, column"
    assert capsys.readouterr().err.splitlines() == [
        f"{begins} valid_from, “1.1.2020”: write the date as 2026-11-18.",
        f"{begins} parent_number, “1000”: there is no unit with this number and type.",
        "Nothing was stored.",
    ]
    assert command(["units", "import", str(tmp_path / "none.csv")]) == 2


def test_it_finds_the_role_of_someone_imported(agency, now):
    import_persons(data=table(KARI, header=PERSONS), by=None, now=now)
    held = Membership.objects.get()
    assert (held.role, held.unit.type) == (Role.COUNSELLOR, UnitType.OFFICE)


@pytest.mark.django_db(transaction=True)
def test_it_takes_one_import_at_a_time(now):
    """Four at once: one stores, and the others find everything stored."""

    def once(_):
        try:
            return load(table(*TREE), now)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        imported = list(threads.map(once, range(4)))
    assert sorted(each.new for each in imported) == [0, 0, 0, 6]
    assert Unit.objects.count() == 6
