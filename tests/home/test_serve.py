"""`serve` starts two programs, and leaves none behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from home.management.commands import serve


@pytest.fixture
def busy() -> Iterator[int]:
    """A port that somebody else listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def _alive(pid: int) -> bool:
    """A process that has ended but was not collected by its new parent counts as ended."""
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def test_a_busy_port_is_named_with_a_way_out(busy: int) -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("serve", port=busy, host="127.0.0.1")
    assert str(refusal.value) == f"Port {busy} on 127.0.0.1 is in use. Choose another one: make run PORT={busy + 1}"


def test_a_free_port_is_free(busy: int) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    assert (serve.port_is_free("127.0.0.1", free), serve.port_is_free("127.0.0.1", busy)) == (True, False)


def test_nobody_listening_is_not_healthy() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        assert not serve.healthy("127.0.0.1", probe.getsockname()[1])


def test_stopping_ends_the_willing_and_the_deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "STOP_SECONDS", 1)
    deaf_code = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    )
    willing = serve.start([sys.executable, "-c", "import time; time.sleep(60)"], "http://localhost:1")
    deaf = subprocess.Popen([sys.executable, "-c", deaf_code], stdout=subprocess.PIPE, start_new_session=True)
    assert deaf.stdout
    deaf.stdout.readline()
    serve.stop([willing, deaf])
    assert (willing.returncode, deaf.returncode) == (-signal.SIGTERM, -signal.SIGKILL)


def test_the_running_site_shows_its_own_error_pages_unless_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    told = [
        sys.executable,
        "-c",
        "import os; raise SystemExit(os.environ['DEBUG'] + os.environ['SERVE_FILES'] == '01')",
    ]
    assert serve.start(told, "http://localhost:1").wait() == 1
    monkeypatch.setenv("DEBUG", "1")
    assert serve.start(told, "http://localhost:1").wait() == 0


def test_both_programs_run_with_the_measured_options() -> None:
    web, worker = serve.commands("127.0.0.1", 8000, 2)
    assert web[web.index("--blocking-threads") + 1] == "1"
    assert worker[worker.index("--graceful-signal") + 1] == "TERM"


def test_killing_the_parent_outright_leaves_no_child_behind() -> None:
    parent = """
import sys, time, django
django.setup()
from home.management.commands import serve
child = serve.start([sys.executable, "-c", "import time; time.sleep(60)"], "http://localhost:1")
print(child.pid, flush=True)
time.sleep(60)
"""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings_test"}
    running = subprocess.Popen(
        [sys.executable, "-c", parent], stdout=subprocess.PIPE, env=environment, cwd=settings.BASE_DIR
    )
    assert running.stdout
    child = int(running.stdout.readline())
    running.kill()
    running.wait()
    deadline = time.monotonic() + 10
    while _alive(child) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not _alive(child)
