"""What was written about a case is never changed afterwards: the database refuses, on SQLite and on PostgreSQL."""

import pytest
from django.db import DatabaseError, connection, transaction

from cases.migrations._append_only import release_sql
from cases.models import ReferenceVersion
from tests.conftest import append_only_tables


@pytest.fixture
def version(db: None) -> ReferenceVersion:
    return ReferenceVersion.objects.create(model="region", key="370700", number=1, data={"a": 1}, reason="first")


def test_an_update_is_refused(version: ReferenceVersion) -> None:
    version.reason = "another story"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        version.save()
    version.refresh_from_db()
    assert version.reason == "first"


def test_an_update_past_the_model_is_refused(version: ReferenceVersion) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ReferenceVersion.objects.update(reason="another story")


def test_a_deletion_is_refused(version: ReferenceVersion) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        version.delete()
    assert ReferenceVersion.objects.filter(pk=version.pk).exists()


def test_replacing_or_emptying_the_table_is_refused(version: ReferenceVersion) -> None:
    statement = "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE cases_referenceversion CASCADE"
    if connection.vendor == "sqlite":
        # Slips past delete triggers unless recursive_triggers is on.
        statement = "INSERT OR REPLACE INTO cases_referenceversion SELECT * FROM cases_referenceversion"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("table", append_only_tables())
def test_every_protected_table_has_its_triggers_after_all_migrations(table: str, db: None) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE type='trigger' AND tbl_name=%s", [table])
        else:
            cursor.execute(
                "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE '%%\\_keep%%'", [table]
            )
        assert cursor.fetchone() == (2,)


def test_without_the_triggers_the_change_would_pass(version: ReferenceVersion) -> None:
    with connection.cursor() as cursor:
        for statement in release_sql(connection.vendor, append_only_tables()):
            cursor.execute(statement)
    ReferenceVersion.objects.update(reason="another story")
    version.refresh_from_db()
    assert version.reason == "another story"


@pytest.mark.django_db(transaction=True)
def test_the_protection_is_back_after_a_transactional_test_was_cleaned_up() -> None:
    """Twice, because the cleaning happens after the test."""
    ReferenceVersion.objects.create(model="region", key="370700", number=1, data={}, reason="first")
    with pytest.raises(DatabaseError, match="append-only"):
        ReferenceVersion.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_the_protection_is_back_the_second_time() -> None:
    assert not ReferenceVersion.objects.filter(reason="first").exists()
    ReferenceVersion.objects.create(model="region", key="370700", number=1, data={}, reason="first")
    with pytest.raises(DatabaseError, match="append-only"):
        ReferenceVersion.objects.update(reason="another story")
