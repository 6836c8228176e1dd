"""The gate under pressure: numbers, signatures and submissions by many hands at once; and the chain of events."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from cases.actions import agreements, applications, enterprises, events, moves, notices, numbers, projects
from cases.enums import Action, CaseStatus, Side
from cases.exceptions import CaseError, Stale
from cases.management.demo import walks
from cases.migrations._append_only import release_sql
from cases.models import Case, CaseEvent, Enterprise, IssuedDocument, Notice, NumberSequence, Project, Signature, User
from cases.queries import documents
from tests.cases.kit import everything, fresh, pdf, refused
from tests.cast import Cast, case_in
from tests.conftest import append_only_tables

S = CaseStatus


def at_once(hands: int, act: Callable[[int], Any]) -> list[Any]:
    """``act(number)`` by so many threads that begin together; results, or the refusal itself."""
    start = Barrier(hands)

    def run(number: int) -> Any:
        start.wait()
        try:
            return act(number)
        except CaseError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(hands) as pool:
        return list(pool.map(run, range(hands)))


def done(results: list[Any]) -> list[Any]:
    return [result for result in results if not isinstance(result, CaseError)]


# ---- numbers


@pytest.mark.django_db(transaction=True)
def test_fifty_hands_get_fifty_numbers_without_a_hole() -> None:
    def take(_number: int) -> int:
        with transaction.atomic():
            return numbers.next_number("test/2026")

    assert sorted(at_once(50, take)) == list(range(1, 51))


@pytest.mark.django_db(transaction=True)
def test_a_number_that_was_rolled_back_is_given_again() -> None:
    def take_and_fail() -> None:
        with transaction.atomic():
            numbers.next_number("test/2026")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        take_and_fail()
    with transaction.atomic():
        assert numbers.next_number("test/2026") == 1
    assert NumberSequence.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_number_is_only_taken_inside_the_transaction_that_uses_it() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        numbers.next_number("test/2026")


@pytest.mark.django_db
def test_numbers_of_different_scopes_do_not_mix() -> None:
    assert numbers.case_number("370783", 2026) == "BDB-370783-2026-0001"
    assert numbers.case_number("370783", 2026) == "BDB-370783-2026-0002"
    assert numbers.case_number("210214", 2026) == "BDB-210214-2026-0001"
    assert numbers.case_number("370783", 2027) == "BDB-370783-2027-0001"
    assert numbers.document_number("WT", "210214", 2026) == "WT-210214-2026-0001"


# ---- the same act by many hands


@pytest.mark.django_db(transaction=True)
def test_twenty_submissions_of_one_application_give_one_number(cast: Cast) -> None:
    case = case_in(cast, S.DRAFT)
    results = at_once(20, lambda n: applications.submit(fresh(case), by=User.objects.get(pk=cast.wang.pk)))
    assert len(done(results)) == 1
    assert fresh(case).number == f"BDB-370783-{timezone.localdate().year}-0001"
    assert NumberSequence.objects.get(scope__startswith="case/").last == 1
    assert IssuedDocument.objects.filter(case=case).count() == 1
    assert Notice.objects.filter(case=case, kind="receipt").count() == 1
    assert Notice.objects.filter(case=case, kind="submitted", recipient=cast.chen).count() == 1
    assert events.broken_link(case) is None


@pytest.mark.django_db(transaction=True)
def test_ten_applications_submitted_together_get_ten_numbers_without_a_hole(cast: Cast) -> None:
    cases = [walks.draft(cast, keep={"L01"}, name=f"示例项目 {n}") for n in range(10)]
    results = at_once(10, lambda n: applications.submit(fresh(cases[n]), by=User.objects.get(pk=cast.wang.pk)))
    assert len(done(results)) == 10
    year = timezone.localdate().year
    assert sorted(str(fresh(case).number) for case in cases) == [f"BDB-370783-{year}-{n:04d}" for n in range(1, 11)]


@pytest.mark.django_db(transaction=True)
def test_twenty_hands_sign_one_document_once(cast: Cast) -> None:
    case = case_in(cast, S.AGREEMENT)
    document = documents.awaiting_enterprise(case).get()

    def sign(number: int) -> Signature:
        mine = IssuedDocument.objects.get(pk=document.pk)
        owner = User.objects.get(pk=cast.wang.pk)
        # Half of them on paper: both ways meet at the same gate.
        return agreements.sign(mine, by=owner) if number % 2 else agreements.hand_in_paper(mine, pdf(), by=owner)

    results = at_once(20, sign)
    assert len(done(results)) == 1
    assert Signature.objects.filter(document=document, side=Side.ENTERPRISE).count() == 1
    told = Notice.objects.filter(case=case, recipient=cast.chen, kind__in=["signed_agency", "paper_handed_in"])
    assert told.count() == 1
    assert events.broken_link(case) is None


@pytest.mark.django_db(transaction=True)
def test_a_paper_is_confirmed_or_rejected_but_not_both(cast: Cast) -> None:
    case = case_in(cast, S.AGREEMENT)
    waiting = agreements.hand_in_paper(documents.awaiting_enterprise(case).get(), pdf(), by=cast.wang)

    def check(number: int) -> Signature:
        mine, agent = Signature.objects.get(pk=waiting.pk), User.objects.get(pk=cast.chen.pk)
        if number % 2:
            return agreements.confirm_paper(mine, by=agent)
        return agreements.reject_paper(mine, reason="没有公章", by=agent)

    assert len(done(at_once(10, check))) == 1
    waiting.refresh_from_db()
    assert (waiting.confirmed_at is None) != (waiting.rejected_at is None)
    assert (fresh(case).status == S.SIGNED) == (waiting.confirmed_at is not None)


@pytest.mark.django_db(transaction=True)
def test_the_same_new_form_sent_by_many_hands_makes_one_draft(cast: Cast) -> None:
    once = uuid4()

    def start(_number: int) -> Case:
        owner = User.objects.get(pk=cast.wang.pk)
        return projects.start(Enterprise.objects.get(pk=cast.heavy.pk), walks.facts(), by=owner, once=once)

    results = at_once(10, start)
    assert len({case.pk for case in done(results)}) == 1
    assert (Project.objects.count(), Case.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_one_enterprise_and_one_membership_come_of_many_clicks(cast: Cast) -> None:
    def register(_number: int) -> Enterprise:
        by = User.objects.get(pk=cast.zhao.pk)
        return enterprises.create(name="示例新企业", uscc="91350100M000100Y43", by=by)

    assert len(done(at_once(10, register))) == 1
    _row, token = enterprises.invite(cast.heavy, email=cast.zhao.email, role="member", by=cast.wang)
    joined = at_once(10, lambda n: enterprises.join(token, by=User.objects.get(pk=cast.zhao.pk)))
    assert len({place.pk for place in done(joined)}) == 1
    assert cast.heavy.memberships.filter(user=cast.zhao).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_people_on_one_page_the_second_is_told_and_nothing_of_the_first_is_lost(cast: Cast) -> None:
    case = case_in(cast, S.DRAFT)
    seen = case.version

    def change(number: int) -> Case:
        by = User.objects.get(pk=(cast.wang if number else cast.li).pk)
        return projects.change(fresh(case), {"scale": f"第{number}人"}, by=by, version=seen)

    results = at_once(2, change)
    assert len(done(results)) == 1
    assert [type(r) for r in results if isinstance(r, CaseError)] == [Stale]
    assert fresh(case).version == seen + 1


@pytest.mark.django_db(transaction=True)
def test_two_mail_workers_never_take_the_same_message(cast: Cast) -> None:
    notices.owe([cast.wang, cast.li, cast.chen, cast.sun, cast.xu, cast.qian], "accepted")
    taken = [pk for ids in at_once(6, lambda n: notices.claim(2)) for pk in ids]
    assert len(taken) == len(set(taken)) == 6


@pytest.mark.django_db(transaction=True)
def test_the_mail_worker_is_woken_when_it_is_committed_and_not_by_what_was_undone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[int] = []
    monkeypatch.setattr(moves, "_pokes", [lambda: woken.append(Notice.objects.count())])
    case = case_in(cast, S.DRAFT)
    before = len(woken)
    with pytest.raises(CaseError):
        applications.submit(case, by=cast.zhao)
    assert len(woken) == before
    applications.submit(case, by=cast.wang)
    assert len(woken) == before + 1
    assert woken[-1] == Notice.objects.count() > 0  # the messages were there when it woke


# ---- what one act writes


def test_an_act_that_fails_halfway_leaves_nothing(cast: Cast) -> None:
    case = case_in(cast, S.SUBMITTED)
    before = everything()

    def fail_halfway() -> None:
        with moves.turn(case, Action.DECLINE, by=cast.sun) as turn:
            numbers.next_number("test")
            turn.case.corrections.create(requested_by=cast.sun, due=timezone.localdate())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    assert everything() == before


def test_who_acts_is_not_written_to_and_everybody_else_once(cast: Cast) -> None:
    case = case_in(cast, S.SUBMITTED)
    with moves.turn(case, Action.COMMENT, by=cast.chen) as turn:
        turn.tell([cast.chen, cast.sun, cast.sun], "accepted")
    assert list(Notice.objects.filter(kind="accepted").values_list("recipient", flat=True)) == [cast.sun.pk]


def test_the_gate_refuses_a_case_that_changed_after_it_was_locked(cast: Cast) -> None:
    """What the row lock prevents on PostgreSQL, the comparison of versions notices anywhere."""
    case = case_in(cast, S.SUBMITTED)
    with refused(Stale, says="at the same moment"), moves.turn(case, Action.COMMENT, by=cast.chen):
        Case.objects.filter(pk=case.pk).update(version=99)


# ---- the chain of events


@pytest.fixture
def long_story(cast: Cast) -> Case:
    case = case_in(cast, S.CLOSED)
    walks.archive(case, cast.chen)
    return fresh(case)


def unprotected() -> None:
    """Only here: take away the triggers that keep events as they were written."""
    with connection.cursor() as cursor:
        for statement in release_sql(connection.vendor, append_only_tables()):
            cursor.execute(statement)


def test_each_event_carries_the_hash_of_the_one_before(long_story: Case) -> None:
    chain = list(long_story.events.order_by("seq"))
    assert [event.seq for event in chain] == list(range(1, len(chain) + 1))
    assert [event.previous_hash for event in chain] == ["", *(event.hash for event in chain[:-1])]
    assert events.broken_link(long_story) is None


def test_the_database_itself_keeps_the_log(long_story: Case) -> None:
    for act in (
        lambda: long_story.events.update(data={}),
        lambda: long_story.events.all().delete(),
        lambda: CaseEvent.objects.filter(case=long_story, seq=3).update(actor=None),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()
    assert events.broken_link(long_story) is None


def test_whatever_is_changed_past_the_triggers_breaks_the_chain_at_its_place(long_story: Case) -> None:
    third = long_story.events.get(seq=3)
    unprotected()
    for change in (
        {"data": {"reason": "别的"}}, {"actor": None}, {"new_status": "declined"}, {"action": "comment"},
        {"public": not third.public}, {"at": timezone.now() + timedelta(days=1)}, {"hash": "0" * 64},
        {"previous_hash": "0" * 64}, {"seq": 99},
    ):  # fmt: skip
        CaseEvent.objects.filter(pk=third.pk).update(**change)
        assert events.broken_link(long_story) == 3, change
        third.save()
        assert events.broken_link(long_story) is None  # control: put back, the chain holds


def test_an_event_that_was_taken_out_or_slipped_in_breaks_the_chain(long_story: Case) -> None:
    unprotected()
    third = long_story.events.get(seq=3)
    CaseEvent.objects.filter(pk=third.pk).delete()
    assert events.broken_link(long_story) == 3
    forged = CaseEvent(
        case=long_story, seq=3, action="comment", old_status=third.old_status, new_status=third.new_status,
        data={}, previous_hash=third.previous_hash,
    )  # fmt: skip
    forged.hash = events.digest(forged)  # even with a hash of its own that is right
    forged.save()
    assert events.broken_link(long_story) == 4


def test_words_of_every_kind_come_back_from_the_database_as_they_were_hashed(cast: Cast) -> None:
    case = case_in(cast, S.SUBMITTED)
    for said in (
        "“引号”’ \\ / 换行\n制表\t",
        "😀 𠮷 é é",
        "100 % %(name)s {}",
        {"小": 1.5, "on": timezone.localdate()},
    ):
        with moves.turn(case, Action.COMMENT, by=cast.chen) as turn:
            turn.note(said=said, amount=10**15, zero=0.0, none=None)
    assert events.broken_link(case) is None
