"""Events, facts and versions of reference data are written once. The database itself refuses to change or delete them.

A migration that alters one of these tables on SQLite rebuilds it and loses its triggers: such a migration must begin with
``RunPython(release, protect)`` and end with ``RunPython(protect, release)``. ``tests/cases/test_append_only.py`` notices.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

#: Every table whose rows are never changed.
TABLES = (
    "cases_caseevent",
    "cases_itemfact",
    "cases_referenceversion",
    "cases_contact",
    "cases_datemove",
    "cases_worksfact",
    "cases_materialversion",
    "cases_materialanswer",
    "cases_itemfee",
    "cases_feepayment",
    "cases_originalhandover",
    "cases_originalline",
    "cases_letterstep",
    "cases_archivepackage",
    "cases_exchange",
    "cases_exchangekey",
    "cases_findingstep",
    "cases_circularstep",
    "cases_inspectionstep",
    "cases_alertstep",
    "cases_publicfigures",
    "cases_rolloutchange",
    "cases_appraisalfigure",
    "cases_appraisalstep",
)
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


def protect(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in protect_sql(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def release(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in release_sql(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)
