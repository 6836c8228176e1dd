"""Reports by mail: each time once, whoever is killed; only to those who may see them on that day; the latest after downtime."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.actions import jobs, mailing, report_mails, summaries
from cases.enums import CaseStatus, JobKind, PostRole
from cases.enums_reports import Rhythm
from cases.exceptions import BadInput, NotAllowed
from cases.management.demo.people import person, post
from cases.models import Job, Notice, Region, ReportSending, ReportSubscription, User
from cases.reports import REPORTS
from tests.cases.kit import refused
from tests.cast import SHOUGUANG, Cast, case_in

pytestmark = pytest.mark.django_db
MONTHLY = REPORTS["monthly"]
SINCE = date(2026, 11, 27)


def subscribed(user: User, since: date = SINCE, language: str = "zh-hans") -> ReportSubscription:
    row = report_mails.subscribe(MONTHLY, place(), Rhythm.MONTH, language=language, by=user)
    ReportSubscription.objects.filter(pk=row.pk).update(since=since)
    row.refresh_from_db()
    return row


def place() -> Region:
    return Region.objects.get(code=SHOUGUANG)


def told() -> list[str]:
    return list(Notice.objects.filter(kind="report_told").order_by("pk").values_list("data__time", flat=True))


@pytest.mark.req("W-065")
def test_a_month_is_sent_once_when_it_is_over_and_not_before(cast: Cast) -> None:
    subscribed(cast.sun)
    assert [report_mails.run(day) for day in (SINCE, date(2026, 11, 30))] == [0, 0], "October was over before"
    assert [report_mails.run(date(2026, 12, day)) for day in (1, 1, 2, 31)] == [1, 0, 0, 0]
    assert told() == ["2026-11"]
    assert report_mails.run(date(2027, 1, 1)) == 1
    assert told() == ["2026-11", "2026-12"]
    assert list(ReportSending.objects.order_by("until").values_list("missed", flat=True)) == [0, 0]


def test_a_worker_killed_between_the_two_rows_leaves_neither(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    subscribed(cast.sun)
    real = report_mails.notices.owe

    def killed(*args: object, **kwargs: object) -> None:
        raise OSError("the lamp went out")

    monkeypatch.setattr(report_mails.notices, "owe", killed)
    with pytest.raises(OSError, match="lamp"), transaction.atomic():
        report_mails.run(date(2026, 12, 1))
    assert (ReportSending.objects.count(), told()) == (0, [])
    monkeypatch.setattr(report_mails.notices, "owe", real)
    assert report_mails.run(date(2026, 12, 1)) == 1
    assert (ReportSending.objects.count(), told()) == (1, ["2026-11"])


def test_of_two_workers_at_the_same_time_one_sends(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other comes when the first has read that nothing was sent, and before it writes."""
    subscribed(cast.sun)
    real, second = report_mails._figures, list[int]()

    def slowly(*args: object) -> object:
        found = real(*args)  # type: ignore[arg-type]
        if not second:
            second.append(0)
            second[0] = report_mails.run(date(2026, 12, 1))
        return found

    monkeypatch.setattr(report_mails, "_figures", slowly)
    assert (report_mails.run(date(2026, 12, 1)), second) == (0, [1])
    assert told() == ["2026-11"]
    row = ReportSending.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():  # what holds it whatever the code does
        ReportSending.objects.create(subscription=row.subscription, since=row.since, until=row.until)


def test_after_downtime_only_the_latest_is_sent_and_says_so(cast: Cast) -> None:
    subscribed(cast.sun, language="en")
    report_mails.run(date(2026, 12, 1))
    assert report_mails.run(date(2027, 4, 2)) == 1
    assert told() == ["2026-11", "2027-03"]
    assert ReportSending.objects.get(until=date(2027, 3, 31)).missed == 3
    mailing.drain("https://example.com")
    first, last = mail.outbox
    assert "not sent" not in first.body
    assert "3 reports before it were not sent" in last.body


def test_who_may_not_see_it_cannot_subscribe(cast: Cast) -> None:
    for user in (cast.chen, cast.xu, cast.liu, cast.wang, cast.jin):
        with refused(NotAllowed):
            report_mails.subscribe(MONTHLY, place(), Rhythm.MONTH, language="en", by=user)
    with refused(BadInput, field="rhythm"):
        report_mails.subscribe(MONTHLY, place(), Rhythm.YEAR, language="en", by=cast.sun)
    with refused(BadInput, field="language"):
        report_mails.subscribe(MONTHLY, place(), Rhythm.MONTH, language="fr", by=cast.sun)


@pytest.fixture
def former(cast: Cast) -> Callable[[], User]:
    """A second manager who can be made to leave."""
    user = person("former", "示例前任")
    held = post(user, f"{SHOUGUANG}-agency", PostRole.OVERALL_MANAGER)

    def leave() -> User:
        type(held).objects.filter(pk=held.pk).update(
            until=timezone.localdate() - timedelta(days=1), since=date(2026, 1, 1)
        )
        return User.objects.get(pk=user.pk)

    subscribed(User.objects.get(pk=user.pk))
    return leave


@pytest.mark.parametrize("leaves", [True, False])
def test_the_right_is_asked_again_when_it_is_sent(leaves: bool, former: Callable[[], User]) -> None:
    if leaves:
        former()
    assert report_mails.run(date(2026, 12, 1)) == int(not leaves)  # control: who stays gets it
    row = ReportSubscription.objects.get()
    assert (row.ended_at is not None, told()) == (leaves, [] if leaves else ["2026-11"])
    assert Notice.objects.filter(kind="report_stopped").count() == int(leaves)
    report_mails.run(date(2027, 1, 1))
    assert Notice.objects.filter(kind="report_stopped").count() == int(leaves)


def test_who_wants_no_more_gets_no_more_and_ends_only_the_own(cast: Cast) -> None:
    row = subscribed(cast.sun)
    with refused(NotAllowed):
        report_mails.unsubscribe(row, by=cast.feng)
    report_mails.unsubscribe(row, by=cast.sun)
    assert report_mails.run(date(2026, 12, 1)) == 0
    assert subscribed(cast.sun) != row, "control: who subscribes again gets it again"
    assert report_mails.run(date(2026, 12, 1)) == 1


def test_a_second_press_changes_the_language_and_makes_no_second_mail(cast: Cast) -> None:
    assert subscribed(cast.sun) == subscribed(cast.sun, language="en")
    assert report_mails.run(date(2026, 12, 1)) == 1


@pytest.mark.parametrize(("language", "words"), [("en", "Monthly summary"), ("zh-hans", "月度汇总")])
def test_the_mail_comes_in_the_language_chosen_with_figures_and_address(language: str, words: str, cast: Cast) -> None:
    case_in(cast, CaseStatus.CLOSED)
    today = timezone.localdate()
    subscribed(cast.sun, today, language)
    with time_machine.travel(today.replace(day=1) + timedelta(days=40), tick=False):
        report_mails.run(today.replace(day=1) + timedelta(days=33))
        mailing.drain("https://example.com")
    sent = mail.outbox[-1]
    region = place().name_en if language == "en" else place().name_zh
    assert words in sent.subject
    assert region in sent.subject
    assert f"https://example.com/office/summaries/monthly/?region={SHOUGUANG}&time={today:%Y-%m}" in sent.body
    accepted = "Accepted: 1" if language == "en" else "受理量：1"
    assert f"· {accepted}" in sent.body
    assert "%(" not in sent.body


def test_a_large_place_is_counted_first_and_sent_by_the_next_run(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summaries, "AT_ONCE", 0)
    case_in(cast, CaseStatus.UNDERWAY)
    today = timezone.localdate()
    subscribed(cast.sun, today)
    after = (today.replace(day=1) + timedelta(days=40)).replace(day=2)
    assert report_mails.run(after) == 0
    assert report_mails.run(after) == 0
    job = Job.objects.get(kind=JobKind.REPORT)
    assert job.made_by is None
    jobs.run(job.pk)
    assert [report_mails.run(after), report_mails.run(after)] == [1, 0]
