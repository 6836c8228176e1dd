"""Work measured in a process that did nothing before, like the task worker's."""

import multiprocessing
import resource
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple, ParamSpec, Self, TypeVar

import django

from home import memory
from home.benchmark import server

P = ParamSpec("P")
Result = TypeVar("Result")
MB = 1_000_000
LOOK = 0.05  # seconds


class Cost(NamedTuple):
    """Seconds in all, seconds of the processor, greatest memory before and until the end in MB; with the processes that it began."""

    took: float
    busy: float
    before: float
    peak: float


def run(work: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> tuple[Result, Cost]:
    """What ``work`` (a function of a module, with what can be sent to another process) gives, and what it cost."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=fresh, initializer=django.setup) as worker:
        return worker.submit(_measured, work, *args, **kwargs).result()


def _measured(work: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> tuple[Result, Cost]:
    memory.settle()
    before, since, busy = server.peak(), time.perf_counter(), time.process_time()
    with _Together() as together:
        result = work(*args, **kwargs)
    took, busy = time.perf_counter() - since, time.process_time() - busy
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = max(server.peak(), together.peak)
    return result, Cost(took, busy + used.ru_utime + used.ru_stime, before / MB, peak / MB)


class _Together:
    """The greatest memory of this process and of those that it began, at one time, in bytes. What the system tells of them when
    they have ended counts in what their parent had when it began them."""

    def __init__(self) -> None:
        self.peak, self._over = 0, threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)

    def _look(self) -> None:
        while not self._over.wait(LOOK):
            begun = [server.peak(one.pid) for one in multiprocessing.active_children() if one.pid]
            self.peak = max(self.peak, server.resident() + sum(begun))

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._watch.join()
