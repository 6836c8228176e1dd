"""Leave and hand-over: everything moves at once, to people proposed with their reasons; those concerned are told (P-091)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone, translation

from cases.actions import finishing, handover, items, problems, public_letters, rectifying, team, transfers
from cases.actions.public_letters import Facts
from cases.enums import CaseStatus, PostRole
from cases.exceptions import BadInput, NotAllowed, Stale
from cases.management.demo.people import person, post
from cases.models import (
    Absence,
    ApprovalItem,
    ChiefContact,
    Notice,
    PublicLetter,
    Rectification,
    Region,
    Stage,
    Transfer,
    User,
)
from cases.queries import handover as readers
from cases.queries import letters, staffing
from cases.queries import proposal as proposal_readers
from tests.cases.kit import fresh, refused
from tests.cases.transferring import lend
from tests.cast import SHOUGUANG, Cast, case_in

S = CaseStatus
TODAY = timezone.localdate


def proposal(user: User) -> dict[str, User]:
    return {piece.key: piece.receivers[0].user for piece in readers.pieces(user)}


def go(user: User, by: User, receivers: dict[str, User] | None = None, **changes: object) -> Absence:
    given = {"since": TODAY(), "until": None, "reason": "调离", "by": by} | changes
    return handover.hand_over(user, receivers=proposal(user) if receivers is None else receivers, **given)  # type: ignore[arg-type]


@pytest.mark.req("P-091")
def test_all_open_work_moves_at_once_and_those_concerned_are_told(cast: Cast) -> None:
    first, second = case_in(cast, S.UNDERWAY, keep={"L01", "L09", "L11"}), case_in(cast, S.NOTIFIED, name="二期")
    items.set_agent(first.items.get(item__code="L01"), agent=cast.chen, by=cast.sun)
    labels = [piece.label for piece in readers.pieces(cast.chen)]
    assert len(labels) == 4  # two first contacts, one item, one category
    made = go(cast.chen, cast.sun, dict.fromkeys(proposal(cast.chen), cast.xu))
    assert readers.pieces(cast.chen) == []
    assert len(made.moved) == 4
    for case in (first, second):
        place = case.team.get(until__isnull=True)
        assert (place.user, place.is_lead) == (cast.xu, True)
        assert Notice.objects.filter(case=case, recipient=cast.wang, kind="work_moved").count() == 1
        assert Notice.objects.filter(case=case, recipient=cast.xu, kind="work_yours").count() == 1
        assert fresh(case).events.last().action == "hand_over"
    assert first.items.get(item__code="L01").agent == cast.xu
    contact = ChiefContact.objects.get(region__code=SHOUGUANG, until__isnull=True)
    assert (contact.user, contact.reason) == (cast.xu, "调离")
    assert Notice.objects.get(recipient=cast.xu, kind="duty_yours")
    for notice in Notice.objects.filter(kind__in=["work_moved", "work_yours", "duty_yours"]):
        assert all(
            "%(" not in text and text for language in ("en", "zh-hans") for text in letters.words(notice, language)
        )


@pytest.mark.req("W-071")
def test_colleagues_of_the_place_are_proposed_by_speciality_and_load_with_the_reason(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY, keep={"L01", "L09"})
    items.set_agent(case.items.get(item__code="L01"), agent=cast.chen, by=cast.sun)
    expert = person("expert", "能手")
    post(expert, f"{SHOUGUANG}-agency", PostRole.SERVICE_AGENT).stages.set(Stage.objects.filter(code="S1"))
    piece = next(one for one in readers.pieces(cast.chen) if one.key.startswith("item"))
    with translation.override("en"):
        ranked = next(one for one in readers.pieces(cast.chen) if one.key == piece.key).receivers
    assert ranked[0].user == expert
    assert "holds the same post" in ranked[0].why
    assert "trained for it" in ranked[0].why
    assert "has 0 open pieces of work" in ranked[0].why
    assert cast.feng not in [one.user for one in ranked]
    assert cast.luo not in [one.user for one in ranked]  # of another place
    team.set_team(case, [team.Member(expert, PostRole.SERVICE_AGENT, True)], by=cast.sun)
    with translation.override("en"):
        again = next(one for one in readers.pieces(cast.chen) if one.key == piece.key).receivers
    assert "has 1 open pieces of work" in again[0].why


def test_somebody_who_is_away_is_not_proposed_and_comes_back(cast: Cast) -> None:
    case_in(cast, S.UNDERWAY)
    go(cast.xu, cast.sun, until=TODAY() + timedelta(days=5))
    assert cast.xu.pk in staffing.absent()
    assert cast.xu not in [one.user for piece in readers.pieces(cast.chen) for one in piece.receivers]
    assert cast.xu.pk not in staffing.absent(TODAY() + timedelta(days=6))


def test_a_transfer_addressed_to_the_person_moves_too(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY, keep={"L01", "L09", "L11"})
    row = lend(cast, case)
    transfers.accept(row, by=User.objects.get(pk=cast.luo.pk))
    go(cast.luo, cast.gao)
    row = Transfer.objects.get()
    assert (row.to_user, row.status) == (cast.gao, "accepted")
    assert case.items.get(item__code="L11").agent == cast.gao


def test_bad_evaluations_problems_and_letters_move_too(cast: Cast) -> None:
    running, ended = case_in(cast, S.UNDERWAY, keep={"L01"}), case_in(cast, S.CLOSED, keep={"L01"}, name="示例二期")
    finishing.evaluate(ended, level=1, comment="太慢", by=cast.li)
    bad = Rectification.objects.get(case=ended)
    rectifying.assign(bad, responsible=cast.chen, by=cast.sun)
    raised = problems.raise_problem(
        running, kind="problem", text="需要住建局协调", wanted=[running.handling_unit], by=cast.chen
    )
    problems.take_up(raised, by=cast.chen)
    letter = public_letters.send(
        Facts("question", "要办什么手续？", Region.objects.get(code=SHOUGUANG), uuid4()), by=None
    )
    PublicLetter.objects.filter(pk=letter.pk).update(assigned_to=cast.chen)
    kinds = {piece.key.split("-")[0] for piece in readers.pieces(cast.chen)}
    assert {"rectification", "problem", "letter"} <= kinds
    go(cast.chen, cast.sun, dict.fromkeys(proposal(cast.chen), cast.xu))
    for row, field in ((bad, "responsible"), (raised, "taken_by"), (letter, "assigned_to")):
        row.refresh_from_db()
        assert getattr(row, field) == cast.xu, field


def test_the_same_leave_is_recorded_once(cast: Cast) -> None:
    first, last = TODAY(), TODAY() + timedelta(days=5)
    go(cast.xu, cast.sun, since=first, until=last)
    for since, until in ((first, last), (first + timedelta(days=2), None), (first - timedelta(days=3), first)):
        with refused(BadInput, says="away on these days already", field="since"):
            go(cast.xu, cast.sun, since=since, until=until)
    go(cast.xu, cast.sun, since=last + timedelta(days=1), until=None)
    assert Absence.objects.filter(user=cast.xu).count() == 2


def test_who_comes_back_earlier_is_at_work_again_and_a_wrong_entry_was_no_absence(cast: Cast) -> None:
    case_in(cast, S.UNDERWAY)
    first, last = TODAY(), TODAY() + timedelta(days=9)
    away = go(cast.xu, cast.sun, since=first, until=last)
    with refused(BadInput, says="Give the reason", field="reason"):
        handover.come_back(away, on=first + timedelta(days=2), reason=" ", by=cast.xu)
    for day, says in (
        (first - timedelta(days=1), "before its first day"),
        (last + timedelta(days=1), "ends by itself"),
    ):
        with refused(BadInput, says=says, field="on"):
            handover.come_back(away, on=day, reason="提前返岗", by=cast.xu)
    with refused(NotAllowed):
        handover.come_back(away, on=first, reason="提前返岗", by=cast.liu)
    handover.come_back(away, on=first + timedelta(days=2), reason="提前返岗", by=cast.xu)
    assert cast.xu.pk in staffing.absent(first + timedelta(days=1))  # control: away until the day before
    assert cast.xu.pk not in staffing.absent(first + timedelta(days=2))
    with refused(Stale, says="has been ended already"):
        handover.come_back(away, on=first, reason="x", by=cast.xu)
    again = go(cast.xu, cast.sun, since=first + timedelta(days=2), until=last)  # the days are free again
    handover.come_back(again, on=again.since, reason="录错日期", by=cast.sun)
    assert cast.xu.pk not in staffing.absent(first + timedelta(days=3))
    assert go(cast.xu, cast.sun, since=first + timedelta(days=2), until=last).pk


def test_who_may_hand_over_whose_work(cast: Cast) -> None:
    case_in(cast, S.UNDERWAY)
    for user in (cast.xu, cast.jin, cast.liu, cast.feng):
        with refused(NotAllowed, says="by the person or by the head"):
            go(cast.chen, user)
    assert go(cast.chen, cast.chen).recorded_by == cast.chen  # control: one's own


def test_nothing_moves_when_one_piece_cannot(cast: Cast) -> None:
    case_in(cast, S.UNDERWAY)
    wanted = proposal(cast.chen)
    with refused(Stale, says="has changed meanwhile"):
        go(cast.chen, cast.sun, dict(list(wanted.items())[:1]))
    with refused(BadInput, says="cannot take this over"):
        go(cast.chen, cast.sun, dict.fromkeys(wanted, cast.luo))
    with refused(BadInput, says="Give the reason", field="reason"):
        go(cast.chen, cast.sun, reason=" ")
    with refused(BadInput, says="before its first day", field="until"):
        go(cast.chen, cast.sun, until=TODAY() - timedelta(days=1))
    go(cast.chen, cast.sun)
    with refused(Stale, says="has changed meanwhile"):  # a second time, from an old page
        go(cast.chen, cast.sun, wanted)


def test_a_receiver_without_the_training_is_refused_by_name(cast: Cast) -> None:
    case_in(cast, S.UNDERWAY)
    untrained = person("untrained", "未训")
    post(untrained, f"{SHOUGUANG}-agency", PostRole.SERVICE_AGENT)
    untrained.trainings.all().delete()
    with refused(BadInput, says="未训（示例） has not had the training"):
        go(cast.chen, cast.sun, dict.fromkeys(proposal(cast.chen), untrained))


@pytest.mark.req("W-024", "W-025", "W-071")
def test_a_team_is_proposed_by_place_first_then_speciality_then_load_with_the_reason(cast: Cast) -> None:
    town = Region.objects.get(code="370783T02")
    case = case_in(cast, S.ACCEPTED, keep={"L01", "L09", "C05"}, town=town)
    near = person("near", "镇上")
    post(near, "370783T02-town", PostRole.UNIT_AGENT)
    master = person("master", "行家")
    held = post(master, f"{SHOUGUANG}-agency", PostRole.SERVICE_AGENT)
    held.stages.set(Stage.objects.filter(is_main=True))
    held.items.set(ApprovalItem.objects.filter(code="C05"))
    raw = person("raw", "新手")
    post(raw, f"{SHOUGUANG}-agency", PostRole.SERVICE_AGENT)
    raw.trainings.all().delete()
    with translation.override("en"):
        found = proposal_readers.team(case)
    names = [one.user for one in found]
    assert names[0] == master
    assert "masters 1 items of this project" in found[0].why
    assert "trained for 2 stages" in found[0].why
    assert names[-1] == near  # another unit comes after the agency of the place
    assert "where the project lies" in found[-1].why
    assert "lacks the training" in next(one.why for one in found if one.user == raw)
    assert cast.luo not in names
    go(cast.xu, cast.sun, until=TODAY() + timedelta(days=2))
    assert cast.xu not in [one.user for one in proposal_readers.team(case)]
