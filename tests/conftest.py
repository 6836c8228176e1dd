"""What every test stands on: compiled texts, a quick database, reference data, known requirement numbers."""

import gc
import hashlib
import importlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.utils import translation
from hypothesis import settings as examples
from pytest_django import DjangoDbBlocker
from pytest_django.plugin import blocking_manager_key

from cases.migrations import _append_only
from cases.queries import ladder
from home import memory, requirements, translations

# Machines are shared: how long an example takes says nothing.
examples.register_profile("shared", deadline=None)
examples.load_profile("shared")
ROOT = Path(__file__).resolve().parent.parent
#: A transactional test emptied every table, and the reference data have not been written since.
_emptied = False


def pytest_configure(config: pytest.Config) -> None:
    """Texts come from .mo files, which are not in the repository."""
    translations.refresh()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A marker that names a requirement which does not exist proves nothing: refuse it."""
    known = set(requirements.numbers())
    for item in items:
        for marker in item.iter_markers("req"):
            if unknown := set(marker.args) - known:
                raise pytest.UsageError(
                    f"{item.nodeid}: no such requirement in docs/requirements.md: {sorted(unknown)}"
                )


def pytest_collection_finish(session: pytest.Session) -> None:
    """Libraries, models and thousands of collected tests stay to the end: the collector need not search them.

    It comes by less often than at work, for a tenth of the processor time: here memory is no matter, on a server it is.
    """
    memory.settle()
    gc.set_threshold(20_000, 20, 20)


def _schema_key() -> str:
    """Changes whenever a migration or a pinned dependency does."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted(ROOT.glob("*/migrations/*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _template() -> Path:
    """A migrated, empty SQLite database that later runs start from: Wagtail's migrations take half a minute."""
    return Path(settings.VAR_DIR) / f"test-schema-{_schema_key()}.sqlite3"


def _on_sqlite() -> bool:
    return settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool, django_db_modify_db_settings: None) -> bool:
    """Start from the migrated template when there is one; migrate then finds nothing to do."""
    if _on_sqlite() and _template().exists():
        Path(settings.DATABASES["default"]["TEST"]["NAME"]).write_bytes(_template().read_bytes())
        return True
    return django_db_keepdb


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The test database with the reference data that every installation has."""
    with django_db_blocker.unblock():
        if _on_sqlite() and not _template().exists():
            _keep_template()
        _let_flush_pass()
        _load_reference()


def append_only_tables() -> tuple[str, ...]:
    """Every table that a migration of ours protects: each such migration names its own in ``TABLES``."""
    names = sorted(path.stem for path in (ROOT / "cases" / "migrations").glob("0*.py"))
    found = [getattr(importlib.import_module(f"cases.migrations.{name}"), "TABLES", ()) for name in names]
    return tuple(table for tables in found for table in tables)


def _let_flush_pass() -> None:
    """Transactional tests end by emptying every table; only there the append-only triggers step aside."""
    empty, tables = connection.ops.sql_flush, append_only_tables()

    def sql_flush(*args: Any, **options: Any) -> list[str]:
        global _emptied
        from tests import recorded  # noqa: PLC0415  models need the settings

        recorded.forget()
        _emptied = True
        vendor = connection.vendor
        return [
            *_append_only.release_sql(vendor, tables),
            *empty(*args, **options),
            *_append_only.protect_sql(vendor, tables),
        ]

    connection.ops.sql_flush = sql_flush


def _keep_template() -> None:
    for old in Path(settings.VAR_DIR).glob("test-schema-*.sqlite3"):
        old.unlink(missing_ok=True)
    scratch = _template().with_suffix(f".{hashlib.sha256(str(settings.MEDIA_ROOT).encode()).hexdigest()[:8]}")
    target = sqlite3.connect(scratch)
    connection.ensure_connection()
    connection.connection.backup(target)
    target.close()
    scratch.replace(_template())


def _load_reference() -> None:
    call_command("load_reference", verbosity=0)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Write the reference data for good after a flush: inside a test they would get other keys each time on PostgreSQL."""
    global _emptied
    wanted = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ())) or item.get_closest_marker("django_db")
    if _emptied and wanted:
        with item.config.stash[blocking_manager_key].unblock():
            _load_reference()
        _emptied = False


@pytest.fixture
def reference(db: None) -> None:
    """The catalogue, regions, units, calendar and schemes, which every test database has."""


@pytest.fixture
def place(cast: Any) -> Iterator[Any]:
    """The place that is appraised, seen on the day after its quarter; see tests/appraising.py."""
    from tests import appraising  # noqa: PLC0415  models need the settings

    made = appraising.build(cast)
    with time_machine.travel(appraising.NOW, tick=False):
        yield made


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """No test reads what another one cached."""
    cache.clear()


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """Every test begins in the default language: a page shown by an earlier one may have left another."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def cast(reference: None, request: pytest.FixtureRequest) -> Iterator[Any]:
    """The invented people with their posts; see tests/cast.py."""
    from cases.management.demo import people  # noqa: PLC0415  models need the settings
    from tests import recorded  # noqa: PLC0415

    with recorded.journal(request.node):
        yield recorded.replayed("cast", None, people.build)


@pytest.fixture
def fresh_ladder() -> Iterator[None]:
    """Rules of the ladder as they stand in this test: a process keeps those that it has read."""
    ladder.forget()
    yield
    ladder.forget()
