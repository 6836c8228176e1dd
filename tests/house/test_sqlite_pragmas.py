"""SQLite is opened so that an acknowledged write is on the disk and two writers wait for each other."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseWrapper

from config.env import env_database


@pytest.fixture
def opened(tmp_path: Path) -> DatabaseWrapper:
    """A connection as an installation without DATABASE_URL opens it."""
    wrapper = DatabaseWrapper(dict(connection.settings_dict) | env_database("", str(tmp_path / "db.sqlite3")))
    wrapper.inc_thread_sharing()
    return wrapper


@pytest.mark.parametrize(
    ("pragma", "expected"),
    [
        ("synchronous", 2),  # FULL
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("busy_timeout", 20_000),
        ("journal_mode", "delete"),
    ],
)
def test_an_installation_on_sqlite_is_safe(opened: DatabaseWrapper, pragma: str, expected: int | str) -> None:
    raw = opened.get_new_connection(opened.get_connection_params())
    try:
        assert raw.execute(f"PRAGMA {pragma}").fetchone() == (expected,)
    finally:
        raw.close()


def test_a_transaction_takes_the_write_lock_at_once(opened: DatabaseWrapper) -> None:
    opened.get_connection_params()
    assert opened.transaction_mode == "IMMEDIATE"


def test_a_database_address_of_an_unknown_kind_stops_the_start() -> None:
    with pytest.raises(ImproperlyConfigured, match="postgres"):
        env_database("mysql://somewhere/x", "")


def test_a_postgresql_address_is_read_with_its_escapes() -> None:
    entry = env_database("postgres://us%40er:p%2Fw@db.example:5433/cases", "")
    assert {key: entry[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "cases",
        "USER": "us@er",
        "PASSWORD": "p/w",
        "HOST": "db.example",
        "PORT": "5433",
    }
