"""Events, facts and versions of reference data are written once. The database itself refuses to change or delete them.

A migration that makes such tables names them in ``TABLES`` and ends with ``keep(TABLES)``. One that alters some on SQLite rebuilds
them and loses their triggers: it begins with ``let_go(those)`` and ends with ``keep(those)``; ``tests/cases/test_append_only.py`` notices.
"""

from collections.abc import Callable

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython
from django.db.migrations.state import StateApps

FUNCTION = """
CREATE OR REPLACE FUNCTION cases_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def protect_sql(vendor: str, tables: tuple[str, ...]) -> list[str]:
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


def release_sql(vendor: str, tables: tuple[str, ...]) -> list[str]:
    """The statements that take the protection away."""
    if vendor == "postgresql":
        names = ("keep", "keep_all")
        return [f"DROP TRIGGER IF EXISTS {table}_{name} ON {table}" for table in tables for name in names]
    return [f"DROP TRIGGER IF EXISTS {table}_no_{act}" for table in tables for act in ("update", "delete")]


def keep(tables: tuple[str, ...]) -> RunPython:
    """Protect them; backwards, let them go."""
    return RunPython(_all(protect_sql, tables), _all(release_sql, tables))


def let_go(tables: tuple[str, ...]) -> RunPython:
    """Take the protection away; backwards, protect them."""
    return RunPython(_all(release_sql, tables), _all(protect_sql, tables))


def _all(statements: Callable[[str, tuple[str, ...]], list[str]], tables: tuple[str, ...]) -> Callable[..., None]:
    def run(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for statement in statements(schema_editor.connection.vendor, tables):
            schema_editor.execute(statement, params=None)

    return run
