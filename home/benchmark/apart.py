"""Work measured in a process that did nothing before, like the task worker's."""

import multiprocessing
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple, ParamSpec, TypeVar

import django

from home import memory
from home.benchmark import server

P = ParamSpec("P")
Result = TypeVar("Result")
MB = 1_000_000


class Cost(NamedTuple):
    """Seconds in all, seconds of the processor, greatest memory before and until the end in MB."""

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
    result = work(*args, **kwargs)
    took, busy = time.perf_counter() - since, time.process_time() - busy
    return result, Cost(took, busy, before / MB, server.peak() / MB)
