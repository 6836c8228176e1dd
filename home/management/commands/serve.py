"""Run the web server and the task worker together until Ctrl-C."""

import contextlib
import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from types import FrameType
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from cases.management.demo_accounts import ACCOUNTS

START_SECONDS = 300  # a small machine that is busy with something else
STOP_SECONDS = 20
PR_SET_PDEATHSIG = 1
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
Child = subprocess.Popen[bytes]


class Stop(Exception):
    """Somebody asked to stop."""


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stop


@contextlib.contextmanager
def own_terminal() -> Iterator[None]:
    """Take the terminal's foreground, so that Ctrl-C reaches this process alone and ``make`` ends without an error."""
    if not sys.stdin.isatty() or os.getpgrp() == os.getpid():
        yield
        return
    before = os.getpgrp()
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)  # nobody would wake a stopped group that the shell does not know
    os.setpgid(0, 0)
    os.tcsetpgrp(0, os.getpid())
    try:
        yield
    finally:
        os.tcsetpgrp(0, before)


def port_is_free(host: str, port: int) -> bool:
    """Can we listen there?"""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def healthy(host: str, port: int) -> bool:
    """Does the health page answer?"""
    client = http.client.HTTPConnection(host, port, timeout=5)
    try:
        client.request("GET", "/health/", headers={"Host": "localhost"})
        return client.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        client.close()


def commands(host: str, port: int, workers: int) -> Iterator[list[str]]:
    """The command lines of the web server and of the worker."""
    web = ["-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers)]
    web += ["--blocking-threads", "1", "--respawn-failed-workers", "--workers-kill-timeout", "10"]
    yield [sys.executable, *web, "--log-level", "warning", "config.wsgi:application"]
    yield [sys.executable, "manage.py", "run_huey", "--graceful-signal", "TERM", "--quiet", "--simple"]


def _end_with_parent() -> None:
    """In the child, on Linux: when this process is killed outright, the child is asked to stop as well."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(command: list[str], base_url: str) -> Child:
    """A child in a session of its own: only we decide when and how it stops. Unless DEBUG says otherwise it shows the
    site's own pages for what is not found or goes wrong, never Django's, which tell how the site is built."""
    environment = {"BASE_URL": base_url, "DEBUG": "0", "SERVE_FILES": "1"} | os.environ
    return subprocess.Popen(  # noqa: S603  our own command lines
        command,
        env=environment,
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_end_with_parent,  # there are no threads yet
    )


def stop(children: list[Child]) -> None:
    """Ask the children to finish what they do; end those that do not in time."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        try:
            child.wait(max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


class Command(BaseCommand):
    """granian and the huey consumer as children: both run, or neither."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=os.environ.get("BIND") or "127.0.0.1")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--setup", action="store_true", help="make the installation ready first (see `setup`)")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        if not port_is_free(host, port):
            raise CommandError(f"Port {port} on {host} is in use. Choose another one: make run PORT={port + 1}")
        if options["setup"]:
            call_command("setup")
            connection.close()
        with own_terminal():
            self._run(host, port, options["workers"])

    def _run(self, host: str, port: int, workers: int) -> None:
        for number in STOP_SIGNALS:
            signal.signal(number, _stop)
        children: list[Child] = []
        try:
            for command in commands(host, port, workers):
                children.append(start(command, f"http://localhost:{port}"))
            self._await_health(children, host, port)
            self._welcome(port)
            while all(child.poll() is None for child in children):
                time.sleep(0.5)
            raise CommandError("The web server or the task worker ended by itself; what it said stands above.")
        except Stop:
            self.stdout.write("\nStopping …")
        finally:
            for number in STOP_SIGNALS:
                signal.signal(number, signal.SIG_IGN)
            stop(children)
        self.stdout.write("Stopped.")

    def _await_health(self, children: list[Child], host: str, port: int) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not healthy(host, port):
            if any(child.poll() is not None for child in children):
                raise CommandError("The web server or the task worker did not start; what it said stands above.")
            if time.monotonic() > deadline:
                raise CommandError(f"The site did not answer within {START_SECONDS} seconds.")
            time.sleep(0.2)

    def _welcome(self, port: int) -> None:
        known = set(get_user_model().objects.filter(email__in=[a[1] for a in ACCOUNTS]).values_list("email", flat=True))
        lines = ["", f"帮代办 is running: http://localhost:{port}/", ""]
        if known:
            rows = [row for row in ACCOUNTS if row[1] in known]
            roles, emails = (max((len(row[place]) for row in rows), default=0) for place in (0, 1))
            lines += [f"  {role:<{roles}}  {email:<{emails}}  {password}" for role, email, password in rows]
            lines += ["", "  enterprises: /my/   officers: /office/   editors: /cms/   sign in: /accounts/login/"]
        lines += ["", f"Mails are written to {settings.EMAIL_FILE_PATH}.", "Ctrl-C stops the site; its data stays."]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()
