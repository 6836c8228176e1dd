"""Stretches of time and how long they are together: overlapping ones count once. Pure; days in, working days out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cases.worktime import ONE_DAY, Pause, WorkCalendar


@dataclass(frozen=True, order=True)
class Span:
    """The days from ``first`` to ``last``, both counted; empty when ``last`` lies before ``first``."""

    first: date
    last: date


def after(start: date, end: date) -> Span:
    """The days that a clock counts from ``start`` to ``end``: the day of the event is not counted (民法典 §201)."""
    return Span(start + ONE_DAY, end)


def of_pause(pause: Pause, now: date) -> Span:
    """The days of a pause, its first one included; an open one lasts until ``now``."""
    return Span(pause.start, pause.end or now)


def merge(spans: Iterable[Span]) -> list[Span]:
    """The same days as stretches that neither overlap nor touch, in order."""
    kept = [span for span in spans if span.first <= span.last]
    if len(kept) < 2:  # nearly always, and asked for a million times by a count
        return kept
    found: list[Span] = []
    for span in sorted(kept):
        if found and span.first <= found[-1].last + ONE_DAY:
            found[-1] = Span(found[-1].first, max(found[-1].last, span.last))
        else:
            found.append(span)
    return found


def within(spans: Iterable[Span], frames: Iterable[Span]) -> list[Span]:
    """The days of ``spans`` that lie in ``frames``."""
    cut = merge(frames)
    return merge(
        Span(max(span.first, frame.first), min(span.last, frame.last)) for span in merge(spans) for frame in cut
    )


def without(spans: Iterable[Span], holes: Iterable[Span]) -> list[Span]:
    """The days of ``spans`` that lie in none of ``holes``."""
    left, cut, whole = [], merge(holes), merge(spans)
    if not cut:
        return whole
    for span in whole:
        first = span.first
        for hole in cut:
            if hole.first <= span.last and hole.last >= first:
                left.append(Span(first, hole.first - ONE_DAY))
                first = hole.last + ONE_DAY
        left.append(Span(first, span.last))
    return merge(left)


def working_days(spans: Iterable[Span], cal: WorkCalendar) -> int:
    """Working days in the stretches, each once."""
    return sum(cal.worked_between(span.first - ONE_DAY, span.last) for span in merge(spans))
