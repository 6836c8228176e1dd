"""Long preparations are taken once and then written again: the same statements on the same database, at a fraction of the time.

A test that wants a case under way needs some hundred questions and rules before it begins. All of that is deterministic:
from the same database, at the same hour of the same day, in the same language, it writes the same rows. So the first test
takes the real way while a journal keeps every statement that writes; the next ones write those statements again and check
that the database gives the same keys. Whatever differs (something written before, another day, another hour, a test that
replaces functions or settings) takes the real way again.
"""

import copy
import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.core import mail
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone, translation

from cases.models import StoredFile

T = TypeVar("T")
INTO = re.compile(r'INSERT (?:OR IGNORE )?INTO "(\w+)"')
OWNED = re.compile(r"pg_get_serial_sequence\(.*?\)")
GONE_BACK = "ROLLBACK"
FRESH = timedelta(hours=1)
#: Fixtures after which the same statements need not mean the same.
LIVE = {"monkeypatch", "settings", "transactional_db", "live_server"}


@dataclass
class Statement:
    sql: str
    params: Any
    many: bool


@dataclass
class Recording:
    """What a preparation wrote, and what it left to be done after the commit."""

    at: datetime
    result: Any
    statements: list[Statement]
    counted: list[tuple[int, Any]]
    afterwards: list[tuple[Callable[[], object], bool]]
    mails: list[Any]
    files: dict[Path, bytes]


@dataclass
class Journal:
    """What was written since the test began: as a digest, and in full while something is recorded."""

    digest: Any = field(default_factory=hashlib.sha256)
    recorded: list[list[Statement]] = field(default_factory=list)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        result = execute(sql, params, many, context)
        word = sql.lstrip().split(" ", 1)[0].upper()
        if word in ("INSERT", "UPDATE", "DELETE", GONE_BACK):
            # The name of a savepoint counts on from test to test; that one was gone back to is what matters.
            said = word if word == GONE_BACK else sql
            self.digest.update(repr((said, params)).encode())
            for written in self.recorded:
                written.append(Statement(said, params, many))
        return result


_journal: Journal | None = None
_recordings: dict[tuple[object, ...], list[Recording]] = {}
_epoch = 0
#: {epoch: where every sequence of PostgreSQL stands while no test runs}
_sequences: dict[int, dict[str, int | None]] = {}


def forget() -> None:
    """The tables were emptied: from now on the reference rows have other keys."""
    global _epoch
    _epoch += 1
    _recordings.clear()


@contextmanager
def journal(test: Any) -> Iterator[None]:
    """Keep a journal for one test, unless it or a fixture of ours replaces what the preparations stand on."""
    global _journal
    if LIVE & _asked_for(test) or not connection.in_atomic_block:
        yield
        return
    _same_keys_again()
    _journal = Journal()
    try:
        with connection.execute_wrapper(_journal):
            yield
    finally:
        _journal = None


def _asked_for(test: Any) -> set[str]:
    """The fixtures that the test and our own fixtures name; pytest's plugins use some for themselves."""
    info = test._fixtureinfo
    ours = [made for found in info.name2fixturedefs.values() for made in found if made.baseid.startswith("tests")]
    return {name for made in ours for name in made.argnames} | set(info.initialnames)


def _same_keys_again() -> None:
    """PostgreSQL's sequences do not go back with the transaction; SQLite's do."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        # To look where all of them stand takes a tenth of the time of setting them.
        begin, back = _sequences.get(_epoch, {}), _setval()
        for name in [name for name, last in _standing(cursor).items() if name in back and begin.get(name, 0) != last]:
            cursor.execute(back[name])
        _sequences.setdefault(_epoch, _standing(cursor))


def _standing(cursor: CursorWrapper) -> dict[str, int | None]:
    """{sequence: the last number that it gave, or none}."""
    cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'")
    return dict(cursor.fetchall())


@cache
def _setval() -> dict[str, str]:
    """{sequence: the statement that sets it to the highest key of its table}."""
    from django.apps import apps  # noqa: PLC0415  only PostgreSQL needs it

    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    statements = connection.ops.sequence_reset_sql(no_style(), models)
    calls = [OWNED.search(statement)[0] for statement in statements]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(calls)}")
        return {name.split(".")[1].strip('"'): sql for name, sql in zip(cursor.fetchone(), statements, strict=True)}


def replayed(name: str, arguments: object, take: Callable[[], T]) -> T:
    """What ``take()`` returns after it wrote its rows: a key, or something that may be copied."""
    if _journal is None:
        return take()
    now = timezone.now()
    key = (
        _epoch, name, repr(arguments), timezone.localdate(), translation.get_language(), _journal.digest.hexdigest(),
    )  # fmt: skip
    for known in _recordings.get(key, []):
        if known.at <= now <= known.at + FRESH and _written_again(known):
            return copy.deepcopy(known.result)
    callbacks, mails, written = len(connection.run_on_commit), len(mail.outbox), list[Statement]()
    _journal.recorded.append(written)
    try:
        result = take()
    finally:
        _journal.recorded.pop()
    if all(statement.sql != GONE_BACK for statement in written):
        made = Recording(
            now,
            copy.deepcopy(result),
            written,
            _count(written),
            [(func, robust) for _savepoints, func, robust in connection.run_on_commit[callbacks:]],
            mail.outbox[mails:],
            {path: path.read_bytes() for path in _files()},
        )
        _recordings.setdefault(key, []).append(made)
    return result


class _Differs(Exception):
    """The database gave other keys than the first time."""


def _written_again(known: Recording) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in known.statements:
                (cursor.executemany if statement.many else cursor.execute)(statement.sql, statement.params)
            if _count(known.statements) != known.counted:
                raise _Differs
    except _Differs:
        return False
    for func, robust in known.afterwards:
        transaction.on_commit(func, robust=robust)
    mail.outbox.extend(known.mails)
    for path, content in known.files.items():  # an earlier test may have damaged or deleted them
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return True


def _count(statements: list[Statement]) -> list[tuple[int, Any]]:
    """How many rows each table written to has, and the key of the last one."""
    tables = sorted({found[1] for statement in statements if (found := INTO.match(statement.sql))})
    with connection.cursor() as cursor:
        counted = []
        for table in tables:
            cursor.execute(f'SELECT count(*), max("id") FROM "{table}"')  # noqa: S608  the name is the database's own
            counted.append(cursor.fetchone())
    return counted


def _files() -> list[Path]:
    return [settings.PRIVATE_ROOT / path for path in StoredFile.objects.values_list("path", flat=True)]
