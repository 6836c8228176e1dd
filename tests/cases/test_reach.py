"""What My day asks the database: the same cases as the one door to them gives, and everybody's own among them."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
import time_machine

from cases import permissions
from cases.actions import alerts as ladder
from cases.actions import intake, notes, problems, team, transfers
from cases.actions.team import Member
from cases.enums import CaseStatus, PostRole
from cases.enums_work import ProblemKind
from cases.models import Alert, Case, CaseItem, TeamMember, User
from cases.queries import alerts, cases, daily, items, progress, worklists
from tests.cases.kit import fresh
from tests.cases.test_supervision import LATER, SIGNED, issued
from tests.cases.transferring import CITY, again, lend, offer
from tests.cast import PULANDIAN, Cast, case_in

S = CaseStatus


@pytest.fixture
def many(cast: Cast) -> list[Case]:
    """Cases of every way to them: new, signed, lent, handed on, given back, of two schemes, with an order, and a draft."""
    with time_machine.travel(SIGNED, tick=False):
        rows = [case_in(cast, status, name=f"示例项目{status}") for status in (S.DRAFT, S.SUBMITTED)]
        rows.append(case_in(cast, S.UNDERWAY, keep={"L01", "L11"}))
        lend(cast, rows[2])
        given = [case_in(cast, S.SUBMITTED, keep=CITY, name=f"示例上级项目{turn}") for turn in ("甲", "乙")]
        rows += given
        for case in given:
            transfers.accept(offer(cast, case), lead=cast.luo, by=again(cast.gao))
        rows += [case_in(cast, S.UNDERWAY, PULANDIAN, name="示例普兰店项目")]
    with time_machine.travel(LATER, tick=False):
        transfers.end(fresh(given[1]).transfers.get(), reason="已办完", by=again(cast.gao))
        issued(fresh(rows[-1]), cast.liu)
    return [fresh(case) for case in rows]


def everybody() -> list[User]:
    return list(User.objects.order_by("pk"))


@pytest.mark.req("W-034", "W-036")
@pytest.mark.parametrize("few", [cases.FEW, 2, 0])
def test_cases_are_reached_in_two_ways_and_they_are_the_same_cases(
    many: list[Case], few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases, "FEW", few)
    kinds = set()
    for user in everybody():
        seen = set(cases.visible_to(user).exclude(number=None))
        own = {case for case in seen if case.handling_unit_id in cases.own_agencies(user)}
        assert set(Case.objects.filter(cases.reach(user))) - seen == set(), user
        assert seen - set(Case.objects.filter(cases.reach(user))) == set(), user
        assert set(Case.objects.filter(cases.elsewhere(user)).exclude(number=None)) == seen - own, user
        kinds |= {(bool(own), bool(seen - own))}
        below = CaseItem.objects.exclude(status__in=["proposed", "dropped"])
        assert set(items.visible_to(user)) == set(below.filter(case__in=seen)), user
    assert kinds == {(True, True), (True, False), (False, True), (False, False)}  # somebody of every kind


@pytest.mark.req("W-074")
def test_what_a_person_answers_for_is_seen_by_that_person(many: list[Case]) -> None:
    mine = {user: set(Case.objects.filter(cases.mine(user))) for user in everybody()}
    for user, rows in mine.items():
        assert rows <= set(cases.visible_to(user)), user
        for case in rows:
            assert user.pk in case.team_user_ids or not case.team_user_ids
            assert permissions.is_handler(user, case) or permissions.is_applicant(user, case), (user, case)
    assert sum(map(bool, mine.values())) > 5


@pytest.mark.req("W-074")
def test_a_case_knows_whether_it_has_a_team(many: list[Case], cast: Cast) -> None:
    def marks() -> dict[int, bool]:
        return dict(Case.objects.values_list("pk", "has_team"))

    def counted() -> dict[int, bool]:
        return {case.pk: bool(case.team_user_ids) for case in Case.objects.all()}

    assert marks() == counted()
    assert set(marks().values()) == {True, False}
    new, back = many[1], many[4]  # never had one; came back to where nobody had been named
    assert (new.has_team, back.has_team) == (False, False)
    intake.accept(fresh(new), ground="major_list", reference="名单", by=cast.chen)
    team.set_team(fresh(new), [Member(cast.chen, PostRole.SERVICE_AGENT, True)], by=cast.sun)
    assert fresh(new).has_team
    assert marks() == counted()
    TeamMember.objects.filter(case=new).delete()  # the control: behind its back the mark goes wrong
    assert marks() != counted()


@pytest.mark.req("W-072")
def test_the_head_of_the_day_counts_what_one_sees(many: list[Case]) -> None:
    told = 0
    for user in everybody():
        slowly: dict[str, int] = {}
        for case in cases.visible_to(user):
            if case.status not in {S.DRAFT, S.WITHDRAWN, S.DECLINED, S.TERMINATED, S.ARCHIVED}:
                slowly[case.status] = slowly.get(case.status, 0) + 1
        assert worklists.counts(user) == slowly, user
        told += sum(slowly.values())
    assert told > len(many)


@pytest.mark.req("W-072", "P-072")
def test_the_most_urgent_of_everything_owed_comes_first_however_few_are_asked_for(many: list[Case], cast: Cast) -> None:
    with time_machine.travel(LATER, tick=False):
        case = many[2]
        notes.write(fresh(case), text="何时领证？", internal=False, by=cast.wang)
        problems.raise_problem(
            fresh(case), kind=ProblemKind.PROBLEM, text="跨区管廊", wanted=[case.handling_unit], by=cast.chen
        )
        found = {user: daily.duties(user) for user in everybody()}
        for user, every in found.items():
            assert all((one.due or date.max) <= (next_.due or date.max) for one, next_ in pairwise(every))
            for few in range(len(every)):
                assert [duty.due for duty in daily.duties(user, few)] == [duty.due for duty in every[:few]]
        assert {duty.kind for every in found.values() for duty in every} >= {"enquiry", "progress", "problem", "order"}
        for user, every in found.items():
            assert [one.case for one in progress.owed_by(user)] == [d.case for d in every if d.kind == "progress"]


@pytest.mark.req("P-070")
def test_warnings_of_the_day_are_those_that_a_person_carries(many: list[Case], cast: Cast) -> None:
    with time_machine.travel(LATER, tick=False):
        ladder.look(LATER.date())
        carried = 0
        for user in everybody():
            rows = list(alerts.carried_by(user).filter(ended_on=None).order_by("due", "pk"))
            assert alerts.carried_now(user) == [row.pk for row in rows]
            carried += len(rows)
        assert carried
        # What was heard or put off comes after what was not.
        first, second, *_rest = mine = alerts.carried_now(cast.chen)
        ladder.acknowledge(Alert.objects.get(pk=first), answer="已联系。", by=cast.chen)
        assert alerts.carried_now(cast.chen) == [*mine[1:], first]
        until = LATER.date() + timedelta(days=1)
        ladder.put_off(Alert.objects.get(pk=second), until=until, why="等回函", by=cast.chen)
        assert alerts.carried_now(cast.chen) == [*mine[2:], first, second]
