"""A place of its own for the benchmark: folder or database, and the web server as ``serve`` starts it."""

import contextlib
import os
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlparse

import redis
from django.conf import settings
from django.db import connection

from home.management.commands import serve

SETTINGS = "config.settings_benchmark"
NAME = "bangdaiban_benchmark"
HOST = "127.0.0.1"
WORKERS = 2


@contextlib.contextmanager
def own_place(keep: bool) -> Iterator[dict[str, str]]:
    """The environment of a run that touches nothing of this installation. ``keep``: leave the data for the next run."""
    folder = settings.VAR_DIR / NAME if keep else Path(tempfile.mkdtemp(prefix=f"{NAME}_"))
    folder.mkdir(exist_ok=True)
    changed = {"VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": SETTINGS}
    database = NAME if keep else f"{NAME}_{os.getpid()}"
    on_server = bool(settings.DATABASE_URL)
    if on_server:
        _make_database(database)
        changed["DATABASE_URL"] = urlparse(settings.DATABASE_URL)._replace(path=f"/{database}").geturl()
    # Whoever stops the benchmark finds nothing left behind.
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(128 + signal.SIGTERM))
    try:
        yield dict(os.environ) | changed
    finally:
        if settings.REDIS_URL:
            _empty_redis()
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)
            if on_server:
                with connection.cursor() as cursor:
                    cursor.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")


def _make_database(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
        cursor.execute(f"ALTER DATABASE {name} SET random_page_cost = 1.1")  # as docs/production.md says


def _empty_redis() -> None:
    """Only what this benchmark put there."""
    client = redis.Redis.from_url(settings.REDIS_URL)
    for key in client.scan_iter(match="benchmark:*"):
        client.delete(key)
    client.close()


@dataclass(frozen=True)
class Running:
    """A web server that answers."""

    port: int
    pid: int

    def resident(self) -> list[int]:
        """Resident memory in bytes of the main process and of its workers; empty where there is no /proc."""
        return [size for pid in (self.pid, *_children(self.pid)) if (size := resident(pid))]


@contextlib.contextmanager
def running() -> Iterator[Running]:
    """granian with two workers and one blocking thread each, as ``manage.py serve`` starts it."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    web = next(serve.commands(HOST, port, WORKERS))
    child = serve.start(web, f"http://localhost:{port}")
    try:
        deadline = time.monotonic() + serve.START_SECONDS
        while not serve.healthy(HOST, port):
            if child.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("The web server did not start; what it said stands above.")
            time.sleep(0.2)
        yield Running(port, child.pid)
    finally:
        serve.stop([child])


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(part) for part in listed.read_text().split()] if listed.exists() else []


def peak(pid: int = 0) -> int:
    """The greatest resident memory of a process, without ``pid`` of this one, so far in bytes; 0 where there is no /proc."""
    return _size(pid or os.getpid(), "VmHWM:")


def resident(pid: int = 0) -> int:
    """What a process holds now, in bytes."""
    return _size(pid or os.getpid(), "VmRSS:")


def _size(pid: int, what: str) -> int:
    status = Path(f"/proc/{pid}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(what)), 0)
