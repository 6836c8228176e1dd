"""Preparations that are written again: the same rows as on the real way, and the real way again whenever something differs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone, translation

from cases.models import User
from tests import recorded
from tests.cases.kit import everything
from tests.cast import Cast, case_in


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_a_case_is_written_again_row_by_row(cast: Cast) -> None:
    with undone():
        case_in(cast, "underway", name="只在此处使用的示例项目")
        taken = everything()
    recording = list(recorded._recordings.values())[-1][-1]
    recorded._same_keys_again()
    assert recorded._written_again(recording)
    assert everything() == taken
    assert {name for name, rows in taken.items() if rows} >= {"case", "caseevent", "caseitem", "issueddocument", "plan"}


def test_other_keys_take_the_real_way(cast: Cast) -> None:
    with undone():
        case_in(cast, "submitted", name="另一个只在此处使用的示例项目")
    recording = list(recorded._recordings.values())[-1][-1]
    recorded._same_keys_again()
    recording.counted = [(rows + 1, last) for rows, last in recording.counted]
    before = everything()
    assert not recorded._written_again(recording)
    assert everything() == before


def test_whatever_differs_takes_the_real_way(db: None, request: pytest.FixtureRequest) -> None:
    taken: list[int] = []

    def take() -> int:
        taken.append(User.objects.create_user(f"probe-{len(taken)}@example.com", None, name="示例").pk)
        return taken[-1]

    @contextmanager
    def another_test() -> Iterator[None]:
        with undone(), recorded.journal(request.node):
            yield

    def again() -> int:
        found = recorded.replayed("probe", None, take)
        assert User.objects.filter(pk=found, email="probe-0@example.com").exists() == (len(taken) == 1)
        return len(taken)

    now = timezone.now()
    with time_machine.travel(now, tick=False):
        for _turn in range(2):
            with another_test():
                assert again() == 1  # the second time from the journal
        with another_test():
            User.objects.create_user("before@example.com", None, name="示例")
            assert again() == 2
        with another_test(), translation.override("en"):
            assert again() == 3
    for moved in (timedelta(hours=2), timedelta(days=1), -timedelta(minutes=1)):
        with time_machine.travel(now + moved, tick=False), another_test():
            count = len(taken)
            assert again() == count + 1
    with time_machine.travel(now, tick=False), another_test():  # control
        assert recorded.replayed("probe", None, take) == taken[0]
    recorded.forget()
    with time_machine.travel(now, tick=False), another_test():
        count = len(taken)
        assert again() == count + 1


def test_a_test_that_replaces_something_keeps_no_journal(
    db: None, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    with recorded.journal(request.node):
        assert recorded._journal is None
