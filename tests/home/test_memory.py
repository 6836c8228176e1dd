"""A process that serves or works takes what it keeps for good out of the search for rubbish."""

import gc
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings
from huey.contrib.djhuey import HUEY

from home import memory, tasks

SERVES = """
import gc
before = gc.get_freeze_count()
import config.wsgi
print(before, gc.get_freeze_count(), "ROOT" if config.wsgi.settings.ROOT_URLCONF in __import__("sys").modules else "")
"""


@pytest.fixture
def thawed() -> Iterator[None]:
    """The tests' own process goes on as it was."""
    gc.unfreeze()
    yield
    memory.settle()


@pytest.mark.usefixtures("thawed")
def test_what_is_there_is_not_searched_again() -> None:
    assert gc.get_freeze_count() == 0
    memory.settle()
    assert gc.get_freeze_count() > 100_000
    kept = gc.get_freeze_count()
    made = [[number] for number in range(1000)]
    assert gc.get_freeze_count() == kept, f"what work makes ({len(made)} lists) is searched"


@pytest.mark.usefixtures("thawed")
def test_the_task_worker_settles_when_it_starts() -> None:
    assert HUEY._startup["settle"] is tasks.settle
    tasks.settle()
    assert gc.get_freeze_count() > 100_000


def test_the_web_server_settles_with_every_view_loaded() -> None:
    command = [sys.executable, "-c", SERVES]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    before, after, root = done.stdout.split()
    assert (int(before), int(after) > 100_000, root) == (0, True, "ROOT")
