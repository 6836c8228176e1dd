"""Nobody checks his own work: who was ever responsible for a bad evaluation, or wrote about it, neither calls back nor closes (C.5)."""

from collections.abc import Iterable
from datetime import date

import pytest
from django.utils import timezone, translation

from cases.actions import finishing, followups, handover, rectifying
from cases.enums import CaseStatus, PostRole
from cases.enums_finish import RectificationStatus
from cases.exceptions import NotAllowed
from cases.management.demo import people
from cases.models import Absence, Case, Notice, Post, Rectification, User
from cases.queries import aftercare, daily, urging
from cases.queries import handover as pieces
from tests.cases.kit import fresh, refused
from tests.cast import Cast, case_in

pytestmark = pytest.mark.req("P-080")
GONE = date(2025, 6, 30)  # nobody of them is in post any more


def said(outcome: str = "settled") -> followups.Answer:
    left = "还慢" if outcome == "left" else ""
    return followups.Answer("phone", timezone.localdate(), "王建业（示例）", "都办好了。", outcome, left)


@pytest.fixture
def case(cast: Cast) -> Case:
    return case_in(cast, CaseStatus.CLOSED)


@pytest.fixture
def bad(case: Case, cast: Cast) -> Rectification:
    finishing.evaluate(case, level=2, comment="太慢", by=cast.li)
    return Rectification.objects.get()


def answered(bad: Rectification, author: User) -> Rectification:
    rectifying.measure(bad, cause="guide", text="改写指南。", by=author)
    rectifying.reply(bad, text="指南已改写。", by=author)
    return again(bad)


def again(bad: Rectification) -> Rectification:
    return Rectification.objects.get(pk=bad.pk)


def owed(*users: User) -> list[str]:
    """What My day says of it to each: the words, or nothing."""
    with translation.override("en"):
        return [
            " ".join(str(one.sentence) for one in daily.duties(user) if one.kind == "rectification") for user in users
        ]


def alone(*kept: User, at: Case) -> None:
    """Only these are left in the agency."""
    Post.objects.filter(unit=at.handling_unit).exclude(user__in=kept).update(until=GONE)


def settle(bad: Rectification, caller: User, checker: User) -> None:
    followups.record(fresh(bad.case), said(), call_back=True, by=caller)
    rectifying.close(bad, result="已改进", by=checker)
    assert again(bad).closed_by == checker


def test_a_head_who_put_it_right_himself_neither_calls_back_nor_closes_it(bad: Rectification, cast: Cast) -> None:
    rectifying.assign(bad, responsible=cast.sun, by=cast.sun)
    answered(bad, cast.sun)
    assert bad.case.team.get().user == cast.chen
    for served in (cast.sun, cast.chen):
        with refused(NotAllowed, says="does not call the enterprise back. Who can: "):
            followups.record(fresh(bad.case), said(), call_back=True, by=served)
    followups.record(fresh(bad.case), said(), call_back=True, by=cast.xu)
    with refused(NotAllowed, says=f"does not check it. Who can: {cast.qian.name}."):
        rectifying.close(bad, result="已改进", by=cast.sun)
    rectifying.close(bad, result="已改进", by=cast.qian)  # the control: the other head had no part in it
    assert again(bad).closed_by == cast.qian


@pytest.mark.parametrize("by_hand_over", [False, True])
def test_whoever_was_responsible_a_moment_before_stays_out_of_it(
    bad: Rectification, cast: Cast, by_hand_over: bool
) -> None:
    rectifying.assign(bad, responsible=cast.sun, by=cast.qian)
    if by_hand_over:
        keys = {piece.key: cast.chen for piece in pieces.pieces(cast.sun)}
        today = timezone.localdate()
        handover.hand_over(cast.sun, receivers=keys, since=today, until=today, reason="出差", by=cast.sun)
        assert Absence.objects.exists()
    else:
        rectifying.assign(bad, responsible=cast.chen, by=cast.qian)
    answered(again(bad), cast.chen)
    assert set(again(bad).held_by.all()) == {cast.sun, cast.chen}
    for former in (cast.sun, cast.chen):
        with refused(NotAllowed, says="had a part in putting it right does not call"):
            followups.record(fresh(bad.case), said(), call_back=True, by=former)
    followups.record(fresh(bad.case), said(), call_back=True, by=cast.xu)
    with refused(NotAllowed, says="does not check it"):
        rectifying.close(bad, result="已改进", by=cast.sun)
    assert owed(cast.sun, cast.chen, cast.xu, cast.qian) == ["", "", "", "Check how a bad evaluation was put right"]
    rectifying.close(bad, result="已改进", by=cast.qian)


def test_who_only_wrote_the_measure_has_had_a_part_in_it(bad: Rectification, cast: Cast) -> None:
    answered(bad, cast.sun)  # nobody was named
    assert aftercare.party(again(bad)) == {cast.sun.pk}
    assert not aftercare.may_check(cast.sun, again(bad))
    assert [aftercare.may_check(user, again(bad)) for user in (cast.qian, cast.feng, cast.chen)] == [True, True, False]
    assert not aftercare.may_call_back(cast.sun, again(bad))
    settle(bad, cast.xu, cast.qian)


def test_where_the_agency_has_one_head_the_check_goes_to_those_above(bad: Rectification, cast: Cast) -> None:
    alone(cast.sun, cast.chen, at=bad.case)
    answered(bad, cast.sun)
    row = again(bad)
    assert (aftercare.who_calls_back(row), aftercare.who_checks(row)) == ([cast.chen], [cast.feng])
    assert Notice.objects.filter(kind="rectification_answered", recipient=cast.feng).count() == 1
    assert owed(cast.sun, cast.chen, cast.feng) == ["", "", "Call the enterprise back after a bad evaluation"]
    followups.record(fresh(bad.case), said(), call_back=True, by=cast.chen)
    assert Notice.objects.filter(kind="rectification_called", recipient=cast.feng).count() == 1
    assert owed(cast.sun, cast.chen, cast.feng) == ["", "", "Check how a bad evaluation was put right"]
    rectifying.close(bad, result="已改进", by=cast.feng)
    assert again(bad).closed_by == cast.feng


def test_with_nobody_left_in_the_agency_those_above_call_back_and_check(bad: Rectification, cast: Cast) -> None:
    alone(cast.sun, at=bad.case)
    bad.case.team.update(until=timezone.now())
    answered(bad, cast.sun)
    assert aftercare.who_calls_back(again(bad)) == [cast.feng]
    settle(bad, cast.feng, cast.feng)


def test_without_anybody_above_it_says_so_until_somebody_is_in_post(bad: Rectification, cast: Cast) -> None:
    alone(cast.sun, cast.chen, at=bad.case)
    Post.objects.filter(role__in=[PostRole.WORK_SUPERVISOR, PostRole.OVERALL_MANAGER]).exclude(user=cast.sun).update(
        until=GONE
    )
    answered(bad, cast.sun)
    followups.record(fresh(bad.case), said(), call_back=True, by=cast.chen)
    with refused(NotAllowed, says="Who can: nobody in post; ask the administrator."):
        rectifying.close(bad, result="已改进", by=cast.sun)
    people.post(cast.feng, "370700-agency", PostRole.WORK_SUPERVISOR)
    rectifying.close(bad, result="已改进", by=User.objects.get(pk=cast.feng.pk))
    assert again(bad).status == RectificationStatus.CLOSED


def test_somebody_of_the_enterprise_is_never_asked_to_check(bad: Rectification, cast: Cast) -> None:
    answered(bad, cast.sun)
    bad.case.enterprise.memberships.create(user=cast.qian, role="member")
    assert aftercare.who_checks(again(bad)) == [cast.feng]
    assert owed(User.objects.get(pk=cast.qian.pk), cast.feng)[0] == ""
    assert owed(cast.feng) == ["Call the enterprise back after a bad evaluation"]


@pytest.mark.parametrize("heads", ["both", "one"])
def test_my_day_the_urging_and_the_page_name_the_same_people_at_every_step(
    bad: Rectification, cast: Cast, heads: str
) -> None:
    """``owed_rectifications`` asks the database, ``who_puts_right`` asks people: they never differ."""
    if heads == "one":
        alone(cast.sun, cast.chen, cast.xu, at=bad.case)
    everybody = [cast.sun, cast.qian, cast.chen, cast.xu, cast.feng, cast.gao, cast.liu, cast.jin]

    def agree(wanted: Iterable[User]) -> None:
        row = again(bad)
        users = [User.objects.get(pk=user.pk) for user in everybody]
        mine = {user for user in users if user.is_active and row in aftercare.owed_rectifications(user)}
        assert mine == set(aftercare.who_puts_right(row)) == set(wanted)

    checkers = [cast.qian] if heads == "both" else [cast.feng]
    agree([cast.sun, cast.qian] if heads == "both" else [cast.sun])
    rectifying.assign(bad, responsible=cast.sun, by=cast.sun)
    agree([cast.sun])
    rectifying.assign(bad, responsible=cast.chen, by=cast.sun)
    agree([cast.chen])
    answered(bad, cast.chen)
    agree(checkers)
    followups.record(fresh(bad.case), said("left"), call_back=True, by=cast.xu)
    agree([cast.chen, *checkers])
    User.objects.filter(pk=cast.chen.pk).update(is_active=False)
    agree(dict.fromkeys([cast.sun, *([cast.qian] if heads == "both" else []), *checkers]))
    User.objects.filter(pk=cast.chen.pk).update(is_active=True)
    rectifying.reply(again(bad), text="再次调整。", by=cast.chen)
    followups.record(fresh(bad.case), said(), call_back=True, by=cast.xu)
    agree(checkers)
    rectifying.close(bad, result="已改进", by=checkers[0])
    agree([])


def test_what_is_late_and_waits_for_the_check_is_urged_of_those_who_check(bad: Rectification, cast: Cast) -> None:
    answered(bad, cast.sun)
    Rectification.objects.update(due=timezone.localdate().replace(year=2020))
    (matter,) = (one for one in urging.matters(fresh(bad.case)) if one.what == "rectification")
    assert matter.people == (cast.qian,)
