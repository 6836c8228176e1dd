"""Messages are a debt in the database: a dead mail server, a killed worker or one bad row loses nothing and holds up nobody."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from pytest_django import Settings

from cases.actions import mailing, notices
from cases.enums import CaseStatus
from cases.models import Case, Notice, User
from cases.queries import mails
from tests.cast import Cast, case_in

SITE = "https://example.com"


class DeadServer(EmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError("no answer")


class Picky(EmailBackend):
    """Takes everybody's mail but one's."""

    def send_messages(self, messages: Any) -> int:
        if any("wang" in address for message in messages for address in message.to):
            raise TimeoutError("busy")
        return super().send_messages(messages)


class Slow(EmailBackend):
    """Takes forty seconds for each mail, while a second worker looks for work."""

    clock: Any
    stolen: list[int]

    def send_messages(self, messages: Any) -> int:
        Slow.clock.shift(40)
        Slow.stolen += notices.claim(50)
        return super().send_messages(messages)


def use(settings: Settings, backend: type[EmailBackend]) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.{backend.__name__}"


@pytest.fixture
def owed(cast: Cast) -> list[Notice]:
    Notice.objects.all().delete()
    return notices.owe([cast.wang, cast.li, cast.chen], "accepted", case_in_quiet(cast))


def case_in_quiet(cast: Cast) -> Case:
    case = case_in(cast, CaseStatus.SUBMITTED)
    Notice.objects.all().delete()
    return case


def test_what_is_owed_is_sent_once(owed: list[Notice]) -> None:
    assert mailing.drain(SITE) == 3
    assert sorted(m.to[0] for m in mail.outbox) == sorted(n.email_to for n in owed)
    assert mailing.drain(SITE) == 0
    assert len(mail.outbox) == 3
    assert Notice.objects.filter(sent_at=None).count() == 0


def test_a_mail_says_which_project_it_is_about_also_when_its_words_do_not(owed: list[Notice], cast: Cast) -> None:
    case = owed[0].case
    assert case is not None
    told = notices.owe([cast.wang], "preapproval_applied", case, {"item": "L09"})[0]
    notices.owe([cast.wang], "letter_answered", None, {"letter": "1", "text": "已答复"})
    mailing.drain(SITE)
    texts = {message.extra_headers["X-Notice"]: str(message.body) for message in mail.outbox}
    foot = f"{case.project.name} {case.number}\n{SITE}/my/cases/{case.uuid}/"
    assert texts[str(told.pk)].rstrip().endswith(foot)
    assert texts[str(Notice.objects.get(kind="letter_answered").pk)].strip() == "已答复"


def test_a_dead_server_loses_nothing_and_each_try_waits_longer(owed: list[Notice], settings: Settings) -> None:
    good = settings.EMAIL_BACKEND
    use(settings, DeadServer)
    waits = []
    now = timezone.now()
    for attempt in range(1, mails.MAX_ATTEMPTS + 1):
        with time_machine.travel(now, tick=False):
            assert mailing.drain(SITE) == 0
            row = Notice.objects.get(pk=owed[0].pk)
            assert (row.attempts, row.sent_at) == (attempt, None)
            assert "no answer" in row.failure
            assert row.leased_until is not None
            waits.append(row.leased_until - now)
            assert mailing.drain(SITE) == 0  # nobody tries again before the wait is over
            assert Notice.objects.get(pk=owed[0].pk).attempts == attempt
            now = row.leased_until + timedelta(seconds=1)
    assert waits == sorted(waits)
    assert len(set(waits)) == len(waits)
    settings.EMAIL_BACKEND = good
    with time_machine.travel(now, tick=False):
        assert mailing.drain(SITE) == 0  # given up: the row stays for the administrator
        assert Notice.objects.filter(sent_at=None).count() == 3


def test_when_the_server_is_back_everything_leaves(owed: list[Notice], settings: Settings) -> None:
    good = settings.EMAIL_BACKEND
    use(settings, DeadServer)
    mailing.drain(SITE)
    settings.EMAIL_BACKEND = good
    assert mailing.drain(SITE) == 0  # not before the wait is over
    with time_machine.travel(timezone.now() + timedelta(minutes=10), tick=False):
        assert mailing.drain(SITE) == 3
    row = Notice.objects.get(pk=owed[0].pk)
    assert (row.failure, row.leased_until, row.attempts) == ("", None, 1)


def test_one_mailbox_that_does_not_answer_holds_up_nobody(owed: list[Notice], settings: Settings) -> None:
    use(settings, Picky)
    assert mailing.drain(SITE) == 2
    assert list(Notice.objects.filter(sent_at=None).values_list("recipient__email", flat=True)) == ["wang@example.com"]


def test_a_message_that_cannot_be_worded_or_addressed_holds_up_nobody(owed: list[Notice]) -> None:
    Notice.objects.filter(pk=owed[0].pk).update(kind="no such kind")
    Notice.objects.filter(pk=owed[1].pk).update(email_to="a@example.com\nBcc: b@example.com")
    assert mailing.drain(SITE) == 1
    assert [m.to for m in mail.outbox] == [[owed[2].email_to]]
    for bad in owed[:2]:
        bad.refresh_from_db()
        assert (bad.sent_at, bad.attempts) == (None, 1)
        assert bad.failure


def test_what_a_killed_worker_had_taken_comes_free_when_its_lease_ends(owed: list[Notice]) -> None:
    assert len(notices.claim(50)) == 3  # and then the worker dies
    assert mailing.drain(SITE) == 0
    with time_machine.travel(timezone.now() + notices.LEASE + timedelta(seconds=1), tick=False):
        assert mailing.drain(SITE) == 3


def test_a_slow_server_does_not_make_two_workers_send_the_same_message(owed: list[Notice], settings: Settings) -> None:
    use(settings, Slow)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        Slow.clock, Slow.stolen = clock, []
        assert mailing.drain(SITE) == 3
    assert Slow.stolen == []
    assert len(mail.outbox) == 3


def test_a_batch_is_no_more_than_was_asked_for_and_the_oldest_first(owed: list[Notice]) -> None:
    assert notices.claim(2) == [owed[0].pk, owed[1].pk]
    assert notices.claim(2) == [owed[2].pk]
    assert notices.claim(2) == []


def test_each_reader_gets_mail_in_his_own_language_and_a_link_to_his_own_side(cast: Cast) -> None:
    case = case_in_quiet(cast)
    User.objects.filter(pk=cast.wang.pk).update(language="en")
    notices.owe(User.objects.filter(pk__in=[cast.wang.pk, cast.chen.pk]), "accepted", case)
    mailing.drain(SITE)
    by_reader = {m.to[0]: m for m in mail.outbox}
    assert by_reader["wang@example.com"].subject.startswith("Accepted: ")
    assert f"{SITE}/my/" in by_reader["wang@example.com"].body
    assert f"{SITE}/office/" in by_reader["chen@example.com"].body
    assert case.project.name in by_reader["chen@example.com"].subject


def test_people_who_left_are_not_written_to_and_nobody_twice(cast: Cast) -> None:
    cast.li.is_active = False
    made = notices.owe([cast.wang, cast.wang, cast.li], "accepted")
    assert [n.recipient for n in made] == [cast.wang]


def test_only_the_reader_marks_a_message_as_read_and_the_first_time_counts(owed: list[Notice], cast: Cast) -> None:
    mine = owed[0]
    assert notices.mark_read(mine, by=cast.li).read_at is None
    first = notices.mark_read(mine, by=cast.wang).read_at
    assert first is not None
    assert notices.mark_read(mine, by=cast.wang).read_at == first
