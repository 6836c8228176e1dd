"""The yearly notice of holidays becomes the calendar, at once and with a version."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest

from cases.actions import reference, reference_calendar, reference_load
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.models import CalendarDay, ReferenceVersion
from cases.queries import calendars
from cases.queries import reference as known
from tests.cast import Cast

Capture = Callable[..., AbstractContextManager[list[Any]]]

REST = [
    (date(2026, 12, 31), date(2027, 1, 2), "元旦"),
    (date(2027, 2, 5), date(2027, 2, 11), "春节"),
    (date(2027, 10, 1), date(2027, 10, 7), "国庆节"),
]
WORK = [date(2027, 1, 3), date(2027, 2, 14)]


def notice(by: Any, **changes: Any) -> int:
    told: dict[str, Any] = {"rest": REST, "work": WORK, "source": "国办发明电（示例）", "reason": "国务院办公厅通知"}
    return reference_calendar.enter_notice(2027, **told | changes, by=by)


def test_a_notice_makes_its_year_certain(cast: Cast, django_capture_on_commit_callbacks: Capture) -> None:
    assert 2027 in calendars.current().provisional_years
    assert calendars.last_certain_day() == date(2026, 12, 31)
    with django_capture_on_commit_callbacks(execute=True):
        assert notice(cast.jin) == 366  # the year and the last day of the year before
    calendar = calendars.current()
    assert calendar.provisional_years == frozenset()
    worked = {
        day: calendar.days[day] for day in (date(2026, 12, 31), date(2027, 1, 3), date(2027, 2, 8), date(2027, 2, 14))
    }
    assert list(worked.values()) == [False, True, False, True]
    assert calendars.last_certain_day() == date(2027, 12, 31)
    assert CalendarDay.objects.get(date="2027-02-14").kind == "makeup"
    # Without the notice the first of May is a legal holiday, with this one it is an ordinary Saturday.
    assert (CalendarDay.objects.get(date="2027-05-01").kind, CalendarDay.objects.filter(date__year=2027).count()) == (
        "weekend",
        365,
    )


def test_a_calendar_held_by_another_process_is_read_again(
    cast: Cast, django_capture_on_commit_callbacks: Capture
) -> None:
    """Control: before the commit is told of, the held calendar answers."""
    held = calendars.current()
    with django_capture_on_commit_callbacks() as owed:
        notice(cast.jin)
    assert calendars.current() is held
    for call in owed:
        call()
    assert calendars.current().days[date(2027, 2, 14)]


def test_a_notice_leaves_a_version_of_its_year(cast: Cast) -> None:
    notice(cast.jin)
    newest, first = known.versions(CalendarDay, "2027")
    assert (newest.changed_by, newest.data["provisional"], first.data["provisional"]) == (cast.jin, False, True)
    assert "2027-02-14 调休上班" in newest.data["work"]
    assert {d.field for d in known.differences(first, newest)} == {"rest", "work", "source", "provisional"}
    assert newest in known.history(CalendarDay.objects.get(date="2027-06-01"))
    assert [v.number for v in known.versions(CalendarDay, "2026-12-31")] == [2, 1]


def test_the_same_notice_twice_changes_nothing(cast: Cast) -> None:
    notice(cast.jin)
    before = ReferenceVersion.objects.count()
    assert notice(cast.jin) == 0
    assert ReferenceVersion.objects.count() == before


def test_a_later_load_keeps_the_notice(cast: Cast) -> None:
    notice(cast.jin)
    counts = reference_load.load()
    assert (counts.created, counts.updated, counts.kept) == (0, 0, 366)
    assert CalendarDay.objects.get(date="2027-02-14").is_workday


def test_a_wrong_notice_is_refused_where_it_is_wrong(cast: Cast) -> None:
    before = list(CalendarDay.objects.values())
    for field, changes in (
        ("rest", {"rest": []}),
        ("rest", {"rest": [(date(2027, 2, 11), date(2027, 2, 5), "春节")]}),
        ("rest", {"rest": [*REST, (date(2027, 2, 11), date(2027, 2, 12), "春节")]}),
        ("rest", {"rest": [(date(2028, 2, 5), date(2028, 2, 6), "春节")]}),
        ("rest", {"rest": [(date(2027, 2, 5), date(2027, 2, 6), " ")]}),
        ("work", {"work": [date(2027, 2, 6)]}),
        ("work", {"work": [date(2027, 2, 15)]}),
        ("work", {"work": [date(2028, 2, 19)]}),
        ("source", {"source": ""}),
        ("reason", {"reason": ""}),
    ):
        with pytest.raises(BadInput) as caught:
            notice(cast.jin, **changes)
        assert caught.value.field == field
    with pytest.raises(NotAllowed):
        notice(cast.chen)
    assert list(CalendarDay.objects.values()) == before


def test_a_single_day_can_be_changed_but_not_removed(cast: Cast, django_capture_on_commit_callbacks: Capture) -> None:
    day = CalendarDay.objects.get(date="2027-03-01")
    with django_capture_on_commit_callbacks(execute=True):
        reference.change(day, {"is_workday": False, "kind": "holiday", "name": "示例"}, reason="临时放假", by=cast.jin)
    assert calendars.current().days[date(2027, 3, 1)] is False
    assert [v.number for v in known.history(day)] == [2, 1]
    with pytest.raises(CaseError):
        reference.retire(day, reason="临时放假", by=cast.jin)
    assert reference_load.load().kept == 1
