"""What an administrator sees of mails, jobs, store and calendar; and who sees it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from backoffice.boards import machine
from cases.actions import notices
from cases.enums import CaseStatus, JobKind, JobState, MailState
from cases.models import Case, Job, Notice, StoredFile, User
from cases.queries import mails, operations
from tests.backoffice import board_kit as kit
from tests.cast import Cast, case_in

SignIn = Callable[[User], Client]


def a_mail(cast: Cast, **values: object) -> Notice:
    (made,) = notices.owe([cast.chen], "urged_now")
    Notice.objects.filter(pk=made.pk).update(**values)
    made.refresh_from_db()
    return made


def test_a_mail_is_in_the_state_that_the_list_finds_it_by(cast: Cast) -> None:
    now = timezone.now()
    made = {
        MailState.OWED: a_mail(cast),
        MailState.FAILING: a_mail(cast, attempts=2, failure="OSError: x"),
        MailState.GIVEN_UP: a_mail(cast, attempts=mails.MAX_ATTEMPTS, failure="OSError: x"),
        MailState.SENT: a_mail(cast, attempts=1, sent_at=now),
    }
    a_mail(cast, email_to="")  # read in the application alone: no mail
    for state, notice in made.items():
        assert mails.state(notice) == state
        assert list(mails.all_mails().filter(mails.STATES[state])) == [notice]


def test_the_list_of_mails_tells_no_case_and_none_of_the_words(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY)
    Notice.objects.filter(case=case).update(failure="SMTPServerDisconnected: x")
    client = at_desk(cast.jin)
    page = client.get(reverse("office:mails"), {"state": "failing"}).content.decode()
    assert "SMTPServerDisconnected" in page
    assert cast.wang.name in page
    assert str(case.number) not in page
    assert case.project.name not in page
    assert at_desk(cast.sun).get(reverse("office:mails")).status_code == 403


def test_background_work_is_found_by_its_state(cast: Cast, at_desk: SignIn) -> None:
    for state in JobState:
        ended = timezone.now() if state in (JobState.DONE, JobState.FAILED) else None
        Job.objects.create(kind=JobKind.LEDGER, state=state, finished_at=ended)
    client = at_desk(cast.jin)

    def found(query: str) -> int:
        return client.get(reverse("office:jobs") + query).context["table"].paginator.count  # type: ignore[no-any-return]

    assert [found(query) for query in ("", "?state=open", "?state=failed", "?kind=recompute_dates")] == [4, 2, 1, 0]


@pytest.mark.parametrize(
    ("day", "tone"),
    [((2026, 10, 1), ""), ((2026, 11, 9), "due"), ((2026, 12, 20), "late"), ((2027, 2, 1), "late")],
)
def test_the_calendar_warns_before_it_runs_out(day: tuple[int, int, int], tone: str, cast: Cast) -> None:
    assert operations.calendar_left(date(2026, 12, 30)) == (date(2026, 12, 31), 1)
    with time_machine.travel(datetime(*day, 10, tzinfo=kit.CHINA), tick=False):
        assert machine.calendar(None).tone == tone


def test_an_old_mail_says_that_the_worker_may_stand_still(cast: Cast) -> None:
    assert machine.oldest(None).tone == ""
    notice = a_mail(cast)
    assert machine.oldest(None).tone == ""
    Notice.objects.filter(pk=notice.pk).update(created_at=timezone.now() - timedelta(minutes=20))
    assert machine.oldest(None).tone == "late"


def test_the_store_is_counted_by_kind_without_what_was_removed(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY)
    kinds = {kind.value: (n, size) for kind, n, size in operations.stored()}
    held = StoredFile.objects.filter(case=case, removed_at=None)
    assert sum(n for n, _size in kinds.values()) == held.count() > 0
    assert sum(size for _n, size in kinds.values()) == sum(held.values_list("size", flat=True))
    assert len(machine.kinds()) == len(kinds)


def test_the_disk_is_measured_also_before_there_is_a_store(settings: Settings, tmp_path: Path) -> None:
    settings.PRIVATE_ROOT = tmp_path / "not" / "yet"
    found = operations.room()
    assert 0 < found.free < found.total
    assert operations.Room(5, 100).percent == 5


def test_the_board_of_the_administrator_names_no_case(cast: Cast, at_desk: SignIn) -> None:
    with time_machine.travel(kit.NOW, tick=False):
        kit.busy_week(cast, cast.xu)
        page = at_desk(cast.jin).get(reverse("office:board")).content.decode()
    for case in Case.objects.exclude(number=None).select_related("project", "enterprise"):
        assert str(case.number) not in page
        assert case.project.name not in page
    assert "Mails given up" in page
