"""Every field is classed, and every role holds exactly what is declared, tried on a real server."""

import pytest
from django.db import DatabaseError, connection, transaction

from medverk.people.privacy import DatabaseRole, Privacy
from medverk.project.privileges import GRANTED, held, our_models, wanted

MODELS = our_models()


def label(model):
    return model._meta.label


def classes_of(model):
    return set(model.privacy.values())


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_it_classes_every_field_and_no_other(model):
    assert set(model.privacy) == {field.name for field in model._meta.concrete_fields}
    assert {type(found) for found in model.privacy.values()} == {Privacy}


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_it_says_for_every_table_what_the_roles_may_do(model):
    assert set(model.privileges) <= set(GRANTED)
    assert model.privileges


@pytest.mark.django_db
@pytest.mark.parametrize("role", GRANTED)
def test_it_gives_each_role_what_is_declared_and_no_more(role):
    declared = {table: rights for table, rights in wanted(role).items() if rights}
    with connection.cursor() as cursor:
        assert held(cursor, f"medverk_{role}") == declared


@pytest.mark.django_db
def test_it_sees_a_privilege_that_somebody_gave_by_hand():
    with connection.cursor() as cursor:
        cursor.execute("GRANT SELECT (ciphertext) ON vault_sealedanswer TO medverk_web")
        found = held(cursor, "medverk_web")["vault_sealedanswer"]
        cursor.execute("REVOKE SELECT (ciphertext) ON vault_sealedanswer FROM medverk_web")
    assert found == {"INSERT", "SELECT"}


NOT_FOR = {
    Privacy.SEALED: {DatabaseRole.WEB},
    Privacy.ANSWER: {DatabaseRole.WEB},
    Privacy.CONTACT: {DatabaseRole.RELEASER},
    Privacy.SECRET: {DatabaseRole.RELEASER},
}
FORBIDDEN = [
    (role, model)
    for model in MODELS
    for role in GRANTED
    if any(role in NOT_FOR.get(found, ()) for found in classes_of(model))
]


def test_it_has_something_to_forbid():
    assert {role for role, _ in FORBIDDEN} == set(GRANTED)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "model"), FORBIDDEN, ids=lambda value: getattr(value, "__name__", str(value))
)
def test_it_lets_no_role_read_what_is_not_for_it(as_role, role, model):
    with as_role(role):
        for field in model._meta.concrete_fields:
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                list(model.objects.values_list(field.attname)[:1])


@pytest.mark.django_db
@pytest.mark.parametrize("role", GRANTED)
def test_it_lets_no_role_become_another(role):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname FROM pg_roles WHERE rolname <> %s AND pg_has_role(%s, oid, 'MEMBER')",
            [f"medverk_{role}"] * 2,
        )
        assert cursor.fetchall() == []
