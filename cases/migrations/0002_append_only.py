"""Events, facts and versions of reference data are written once. The database itself refuses to change or delete them.

A later migration that alters one of these tables on SQLite rebuilds it and loses its triggers: such a migration must end with
``RunPython(protect, release)`` again. ``tests/cases/test_append_only.py`` notices.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = ("cases_caseevent", "cases_itemfact", "cases_referenceversion")
FUNCTION = """
CREATE OR REPLACE FUNCTION cases_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def protect_sql(vendor: str, tables: tuple[str, ...] = TABLES) -> list[str]:
    """The statements that forbid change and deletion."""
    if vendor == "postgresql":
        return [FUNCTION] + [
            f"CREATE TRIGGER {table}_{name} BEFORE {act} ON {table} FOR EACH {each} EXECUTE FUNCTION cases_append_only()"
            for table in tables
            for name, act, each in (("keep", "UPDATE OR DELETE", "ROW"), ("keep_all", "TRUNCATE", "STATEMENT"))
        ]
    return [
        f"CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in tables
        for act in ("update", "delete")
    ]


def release_sql(vendor: str, tables: tuple[str, ...] = TABLES) -> list[str]:
    """The statements that take the protection away."""
    if vendor == "postgresql":
        names = ("keep", "keep_all")
        return [f"DROP TRIGGER IF EXISTS {table}_{name} ON {table}" for table in tables for name in names]
    return [f"DROP TRIGGER IF EXISTS {table}_no_{act}" for table in tables for act in ("update", "delete")]


def protect(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in protect_sql(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def release(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in release_sql(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(protect, release)]
