"""Roadmap arithmetic (W-073, P-062): tasks, their order and their days in; dates, slack and the binding chain out.

Pure: the calendar and the first day are handed in. A date that cannot be known is not guessed: a task behind a
milestone without a date has no dates and names what it waits for. `model` is what goes in and comes out, `network` the
relations inside the set, `rows` the same as numbers, `forward` the earliest dates, `capacity` the same when people can
handle only so much at once, `finish` everything that is read from them.
"""

from cases.scheduling.model import (
    After,
    Binding,
    CircularDependency,
    InvalidTask,
    Kind,
    Link,
    MissingPredecessor,
    NoCapacity,
    OutOfReach,
    Overlap,
    Schedule,
    SchedulingError,
    Slot,
    Task,
)
from cases.scheduling.planning import plan

__all__ = [
    "After",
    "Binding",
    "CircularDependency",
    "InvalidTask",
    "Kind",
    "Link",
    "MissingPredecessor",
    "NoCapacity",
    "OutOfReach",
    "Overlap",
    "Schedule",
    "SchedulingError",
    "Slot",
    "Task",
    "plan",
]
