"""My day of somebody with very much to do is kept for a minute, and is never older than what one did oneself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db.models.signals import post_init
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from backoffice.views import home
from cases.models import Case, User
from cases.queries import daily, progress, worklists
from tests.cast import Cast, case_in

RENAMED = "示例改名项目"
Desk = Callable[[User], Client]


@pytest.fixture
def much(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody has more than is read anew each time."""
    monkeypatch.setattr(home, "LONG", 0)


@pytest.fixture
def case(cast: Cast) -> Case:
    return case_in(cast, "submitted")


def rename(case: Case) -> None:
    """Somebody else does something."""
    case.project.name = RENAMED
    case.project.save(update_fields=["name"])


def day(client: Client) -> str:
    return client.get(reverse("office:home")).content.decode()


def test_who_has_little_to_do_reads_it_as_it_is(cast: Cast, at_desk: Desk, case: Case) -> None:
    chen = at_desk(cast.chen)
    assert RENAMED not in day(chen)
    rename(case)
    assert RENAMED in day(chen)


@pytest.mark.usefixtures("much")
def test_much_is_kept_until_one_does_something_oneself(cast: Cast, at_desk: Desk, case: Case) -> None:
    chen = at_desk(cast.chen)
    assert case.number in day(chen)
    rename(case)
    assert RENAMED not in day(chen)
    at_desk(cast.sun).post(reverse("office:accept", args=[case.uuid]))
    assert RENAMED not in day(chen)
    chen.post(reverse("office:accept", args=[case.uuid]))
    assert RENAMED in day(chen)


@pytest.mark.usefixtures("much")
def test_it_is_kept_for_one_reader_in_one_language(cast: Cast, at_desk: Desk, case: Case) -> None:
    chen = at_desk(cast.chen)
    assert case.number in day(chen)
    assert "Waiting for me" in day(chen)
    chen.cookies["django_language"] = "zh-hans"
    assert "Waiting for me" not in day(chen)
    assert case.number not in day(at_desk(cast.luo))


@pytest.mark.usefixtures("much")
def test_whoever_lost_a_post_reads_nothing_of_what_it_opened(cast: Cast, at_desk: Desk, case: Case) -> None:
    chen = at_desk(cast.chen)
    assert case.number in day(chen)
    cast.chen.posts.update(
        until=timezone.localdate() - timedelta(days=1), since=timezone.localdate() - timedelta(days=9)
    )
    assert case.number not in day(chen)


@pytest.mark.usefixtures("much", "case")
def test_the_kept_day_takes_few_queries(
    cast: Cast, at_desk: Desk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    chen = at_desk(cast.chen)
    day(chen)
    with django_assert_max_num_queries(8):
        day(chen)


def test_applications_that_wait_for_the_enterprise_hide_no_task(
    cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = case_in(cast, "agreement")
    Case.objects.filter(pk=waiting.pk).update(next_due=timezone.localdate() - timedelta(days=9))
    monkeypatch.setattr(worklists, "AMONG", 1)
    assert [task.case for task in worklists.tasks(cast.chen)] == [case]


def test_an_accepted_application_waits_for_the_head_alone(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    accepted, later = case_in(cast, "accepted"), case_in(cast, "submitted")
    Case.objects.filter(pk=accepted.pk).update(next_due=timezone.localdate() - timedelta(days=9))
    Case.objects.filter(pk=later.pk).update(next_due=timezone.localdate() + timedelta(days=9))
    monkeypatch.setattr(worklists, "AMONG", 1)
    assert [task.case for task in worklists.tasks(cast.chen)] == [later]
    assert [task.case for task in worklists.tasks(cast.sun)] == [accepted]


def test_only_the_cases_that_are_shown_are_read(cast: Cast) -> None:
    rows = [case_in(cast, "underway"), case_in(cast, "signed")]
    long_ago = timezone.now() - timedelta(days=60)
    for number, row in enumerate(rows):
        Case.objects.filter(pk=row.pk).update(signed_at=long_ago - timedelta(days=number))
        row.notes.filter(progress=True).delete()
    every = progress.owed_by(cast.chen)
    assert [owed.case for owed in every] == [rows[1], rows[0]]
    assert every == sorted(every, key=lambda owed: owed.due)
    with cases_read() as read:
        everything = daily.duties(cast.chen)
    assert len(read) >= 2
    with cases_read() as read:
        assert daily.duties(cast.chen, 1) == everything[:1]
    assert len(read) == 1


@contextmanager
def cases_read() -> Iterator[list[int]]:
    """The keys of the cases that become objects meanwhile."""
    read: list[int] = []

    def note(instance: Case, **_signal: object) -> None:
        read.append(instance.pk)

    post_init.connect(note, sender=Case)
    try:
        yield read
    finally:
        post_init.disconnect(note, sender=Case)
