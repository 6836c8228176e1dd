"""Who may do what: one literal table, and the doors it guards. Default deny; what you may not see does not exist."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases import permissions
from cases.actions import agreements, applications, intake, items, meetings, projects, team
from cases.enums import Action, CaseStatus, MeetingKind, PostRole
from cases.exceptions import BadInput, NotAllowed
from cases.management.demo import people, walks
from cases.models import Case, CaseItem, Notice, Post, Region, RouteDecision, Transfer, Unit, User, WorkGroup
from cases.queries import cases as readers
from cases.queries import documents, files, story
from cases.queries import items as item_readers
from cases.queries import people as concerned_people
from cases.transitions import TABLE
from tests.cases.daily_matrix import DAILY_ONE_THREE_N, DAILY_ZERO_N
from tests.cases.kit import fresh, refused
from tests.cast import PULANDIAN, SHOUGUANG, Cast, case_in

A, S = Action, CaseStatus

# One letter per person; ``PEOPLE_*`` below say who they are. A letter in the cell: this person may.
# 0+N: o owner, m member, x stranger; g agent, d manager, p guide, l liaison of the agency, t team member from elsewhere;
# n policy presenter, s supervisor, a administrator, u agent of the deciding unit, v agent of another unit, w invited unit,
# f chief contact whom one item was offered to, h head of his agency, c chief contact who has taken over another.
ZERO_N: dict[tuple[S, A], str] = {
    (S.DRAFT, A.EDIT): "om",
    (S.DRAFT, A.SUBMIT): "om",
    (S.DRAFT, A.UPLOAD): "om",
    (S.DRAFT, A.WITHDRAW): "om",
    (S.SUBMITTED, A.WITHDRAW): "om",
    (S.SUBMITTED, A.REQUEST_CORRECTION): "gdplt",
    (S.SUBMITTED, A.ACCEPT): "gdplt",
    (S.SUBMITTED, A.DECLINE): "dl",
    (S.CORRECTING, A.ANSWER_CORRECTION): "om",
    (S.CORRECTING, A.UPLOAD): "om",
    (S.CORRECTING, A.DECLINE): "dl",
    (S.ACCEPTED, A.OFFER_AGREEMENT): "dl",
    (S.ACCEPTED, A.SET_TEAM): "gdplt",
    (S.AGREEMENT, A.SIGN_AGREEMENT): "o",
    (S.AGREEMENT, A.WITHDRAW): "om",
    (S.SIGNED, A.CALL_MEETING): "gdplt",
    (S.SIGNED, A.GIVE_OPINION): "gdpltw",
    (S.SIGNED, A.HOLD_MEETING): "gdplt",
    (S.SIGNED, A.CHANGE_MEETING): "gdplt",
    (S.SIGNED, A.CONFIRM_ITEMS): "gdplt",
    (S.SIGNED, A.NOTIFY_ONCE): "gdplt",
    (S.SIGNED, A.SUSPEND): "dl",
    (S.SIGNED, A.ADD_ITEM): "gdplt",
    (S.NOTIFIED, A.DROP_ITEM): "gdplt",
    (S.NOTIFIED, A.SET_PLAN): "gdplt",
    (S.NOTIFIED, A.TERMINATE): "dl",
    (S.UNDERWAY, A.RECORD_FACT): "gdpltuc",
    (S.UNDERWAY, A.ADD_ITEM): "gdplt",
    (S.UNDERWAY, A.DROP_ITEM): "gdplt",
    (S.UNDERWAY, A.ADD_RESULT): "gdpltuc",
    (S.SUSPENDED, A.ADD_RESULT): "gdpltuc",
    (S.DELIVERING, A.ADD_RESULT): "gdpltuc",
    (S.UNDERWAY, A.START_DELIVERY): "gdplt",
    (S.UNDERWAY, A.SUSPEND): "dl",
    (S.UNDERWAY, A.TERMINATE): "dl",
    (S.SUSPENDED, A.SIGN_SUSPENSION): "o",
    (S.SUSPENDED, A.RESUME): "dl",
    (S.SUSPENDED, A.RECORD_FACT): "gdpltuc",
    (S.DELIVERING, A.DELIVER): "gdplt",
    (S.DELIVERING, A.ISSUE_COMPLETION): "dl",
    (S.COMPLETION, A.SIGN_COMPLETION): "o",
    (S.CLOSED, A.EVALUATE): "om",
    (S.CLOSED, A.ARCHIVE): "gdplt",
    (S.ARCHIVED, A.EVALUATE): "om",
}
# 1+3+N: o owner, x stranger, c chief agent, k agent of the group, j agent of another group, i agent of a foreign group,
# u agent of the deciding unit, v agent of another unit, g agent of another region, s supervisor of another region.
ONE_THREE_N: dict[tuple[S, A], str] = {
    (S.SUBMITTED, A.OPEN_GENERATION): "c",
    (S.SUBMITTED, A.ACCEPT): "",
    (S.GENERATION, A.CALL_MEETING): "c",
    (S.GENERATION, A.HOLD_MEETING): "c",
    (S.GENERATION, A.CHANGE_MEETING): "c",
    (S.GENERATION, A.DECIDE_GENERATION): "c",
    (S.GENERATION, A.ACCEPT): "c",
    (S.GENERATION, A.DECLINE): "c",
    (S.GENERATION, A.WITHDRAW): "o",
    (S.ACCEPTED, A.OFFER_AGREEMENT): "c",
    (S.AGREEMENT, A.SIGN_AGREEMENT): "o",
    (S.NOTIFIED, A.FILE_FLOW_TABLE): "ckj",
    (S.UNDERWAY, A.FILE_FLOW_TABLE): "ckj",
    (S.UNDERWAY, A.RECORD_FACT): "cu",
    (S.UNDERWAY, A.ADD_ITEM): "c",
    (S.UNDERWAY, A.DROP_ITEM): "c",
    (S.UNDERWAY, A.ADD_RESULT): "cu",
    (S.UNDERWAY, A.SUSPEND): "c",
}
ZERO_N |= DAILY_ZERO_N
ONE_THREE_N |= DAILY_ONE_THREE_N


def extra(key: str, unit: str, role: str, group: WorkGroup | None = None) -> User:
    made = people.person(key, key)
    people.post(made, unit, role, group)
    return made


def lent(case: Case, code: str, to: User, status: str) -> None:
    """An item that was offered to, or taken over by, its chief contact."""
    unit = to.posts.get().unit
    decision = RouteDecision.objects.create(case=case, kind="direct", proposed=True, reason="x", by=to)
    Transfer.objects.create(
        case=case, scope="item", case_item=case.items.get(item__code=code), decision=decision, status=status, to_unit=unit, to_user=to,
        from_unit=case.handling_unit, channel="platform", offered_by=to, due=timezone.localdate(), answered_at=timezone.now(),
    )  # fmt: skip


@pytest.fixture
def zero_n(cast: Cast) -> tuple[Case, dict[str, User]]:
    case = case_in(cast, S.SIGNED)
    guest = extra("guest", "370700-agency", PostRole.SERVICE_AGENT)
    places = [team.Member(cast.chen, PostRole.SERVICE_AGENT, True), team.Member(guest, PostRole.SERVICE_AGENT)]
    team.set_team(case, places, by=cast.chen)
    invited = Unit.objects.get(code="370783-housing")
    meetings.call(
        case,
        kind=MeetingKind.JOINT_REVIEW,
        planned_on=timezone.localdate(),
        place="会议室",
        units=[invited],
        by=cast.chen,
    )
    CaseItem.objects.filter(case=case, item__code="L01").update(unit=Unit.objects.get(code="370783-dev-reform"))
    taker = extra("taker", "370700-housing", PostRole.UNIT_AGENT)
    lent(case, "L08", cast.luo, "offered")
    lent(case, "L01", taker, "accepted")
    return fresh(case), {
        "o": cast.wang, "m": cast.li, "x": cast.zhao, "g": cast.chen, "d": cast.sun, "p": cast.xu, "l": cast.qian,
        "t": guest, "s": cast.feng, "a": cast.jin, "f": cast.luo, "h": cast.gao, "c": taker,
        "n": extra("presenter", "370783-agency", PostRole.POLICY_PRESENTER),
        "u": extra("unit-dev", "370783-dev-reform", PostRole.UNIT_AGENT),
        "v": extra("unit-other", "370783-emergency", PostRole.UNIT_AGENT),
        "w": extra("unit-housing", invited.code, PostRole.UNIT_AGENT),
    }  # fmt: skip


@pytest.fixture
def one_three_n(cast: Cast) -> tuple[Case, dict[str, User]]:
    case = case_in(cast, S.UNDERWAY, PULANDIAN)
    foreign = WorkGroup.objects.get(code="land_planning")
    lead, foreign.pk, foreign.code = foreign.lead, None, "elsewhere"
    foreign.region = Region.objects.get(code=SHOUGUANG)
    foreign.save()
    return fresh(case), {
        "o": cast.he, "x": cast.wang, "c": cast.liu, "k": cast.groups["land_planning"],
        "j": cast.groups["construction"], "i": extra("foreign-group", lead.code, PostRole.GROUP_AGENT, foreign),
        "u": cast.unit_agents["210214-dev-reform"], "v": cast.unit_agents["210214T03-town"], "g": cast.chen, "s": cast.feng,
    }  # fmt: skip


ON_ITEM = {A.RECORD_FACT, A.ADD_RESULT, A.PRE_APPROVE, A.DEFER_MATERIAL, A.COMMIT}


def allowed(case: Case, cast: dict[str, User], action: Action) -> str:
    """Letters of those who may, an item of the case at hand where the act is about one."""
    item = case.items.get(item__code="L01") if action in ON_ITEM else None
    return "".join(key for key, user in cast.items() if permissions.may(user, action, case, item))


def actual(case: Case, everybody: dict[str, User], table: dict[tuple[S, A], str]) -> dict[tuple[S, A], str]:
    """The table as the permissions answer it, letters in the order of the table's own cell."""
    found = {}
    for (status, action), letters in table.items():
        case.status = status
        may = allowed(case, everybody, action)
        found[(status, action)] = letters if set(may) == set(letters) else may
    return found


@pytest.mark.req("W-022", "P-060")
def test_under_zero_n_an_act_belongs_to_exactly_these(zero_n: tuple[Case, dict[str, User]]) -> None:
    assert actual(*zero_n, ZERO_N) == ZERO_N


@pytest.mark.req("P-050", "P-051", "P-052")
def test_under_one_three_n_an_act_belongs_to_exactly_these(one_three_n: tuple[Case, dict[str, User]]) -> None:
    assert actual(*one_three_n, ONE_THREE_N) == ONE_THREE_N


def test_every_act_of_the_table_stands_in_one_of_the_two_matrices() -> None:
    assert {action for _status, action in TABLE} == {action for _status, action in ZERO_N | ONE_THREE_N}


def test_nobody_may_anything_that_the_table_does_not_know(zero_n: tuple[Case, dict[str, User]]) -> None:
    case, everybody = zero_n
    for status in S:
        case.status = status
        for action in A:
            if (status, action) not in TABLE:
                assert allowed(case, everybody, action) == ""


def test_supervisors_may_only_order_and_check_and_administrators_nothing_in_any_status(
    zero_n: tuple[Case, dict[str, User]],
) -> None:
    case, everybody = zero_n
    own = Unit.objects.get(code="370700-agency")
    case.meetings.get().units.add(own)  # even when their own unit is asked
    for status, action in TABLE:
        case.status = status
        case.__dict__.pop("asked_unit_ids", None)
        for key in "sa":
            orders = key == "s" and action in {A.SUPERVISE, A.CHECK_ORDER, A.CALL_BACK, A.CHECK_RECTIFICATION}
            assert permissions.may(everybody[key], action, case, case.items.first()) == orders, (status, action, key)
    case.status = S.SIGNED
    assert permissions.may(everybody["t"], A.GIVE_OPINION, case)  # control: an agent of the same unit may


def test_a_person_who_was_switched_off_may_nothing(zero_n: tuple[Case, dict[str, User]], cast: Cast) -> None:
    case, _everybody = zero_n
    assert permissions.may(cast.chen, A.CONFIRM_ITEMS, case)
    cast.chen.is_active = False
    assert not permissions.may(cast.chen, A.CONFIRM_ITEMS, case)


def test_a_post_that_ended_gives_nothing(zero_n: tuple[Case, dict[str, User]], cast: Cast) -> None:
    case, _everybody = zero_n
    assert permissions.may(cast.qian, A.SUSPEND, case)
    yesterday = timezone.localdate() - timedelta(days=1)
    Post.objects.filter(user=cast.qian).update(since=yesterday, until=yesterday)
    gone = User.objects.get(pk=cast.qian.pk)
    assert not permissions.may(gone, A.SUSPEND, case)
    assert case not in readers.visible_to(gone)


def test_nobody_handles_the_case_of_his_own_enterprise(cast: Cast) -> None:
    case = case_in(cast, S.SUBMITTED)
    cast.heavy.memberships.create(user=cast.sun, role="member")
    both = User.objects.get(pk=cast.sun.pk)
    for action in (A.ACCEPT, A.DECLINE, A.REQUEST_CORRECTION, A.COMMENT):
        assert not permissions.may(both, action, case)
    with refused(NotAllowed, says="belongs to"):
        intake.accept(case, ground="major_list", reference="名单", by=both)
    assert permissions.may(both, A.WITHDRAW, case)  # control: as a member of the enterprise
    assert permissions.may(cast.qian, A.DECLINE, case)


# ---- who signs


def test_a_colleague_without_the_right_to_sign_cannot_sign_and_the_owner_can(cast: Cast) -> None:
    case = case_in(cast, S.AGREEMENT)
    document = documents.awaiting_enterprise(case).get()
    for user in (cast.li, cast.zhao, cast.sun, cast.chen, cast.feng, cast.jin):
        with refused(NotAllowed, says="a person who may sign for the enterprise"):
            agreements.sign(document, by=user)
        with refused(NotAllowed, says="a person who may sign for the enterprise"):
            agreements.hand_in_paper(document, walks.pdf(), by=user)
    agreements.sign(document, by=cast.wang)
    assert fresh(case).status == S.SIGNED


def test_an_agent_of_another_unit_cannot_record_and_the_items_own_can(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY, PULANDIAN)
    item = case.items.get(item__code="L01")
    today = timezone.localdate()
    for user in (cast.unit_agents["210214-housing"], cast.groups["construction"], cast.chen, cast.he):
        with refused(NotAllowed, says="the agent of the item"):
            items.record(item, code=1, on=today, by=user)
    items.record(item, code=1, on=today, by=cast.unit_agents["210214-dev-reform"])
    assert item.facts.count() == 1


def test_the_agent_named_for_an_item_sees_and_works_it_though_another_unit_decides(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY, PULANDIAN)
    town = cast.unit_agents["210214T03-town"]
    item = case.items.get(item__code="L01")
    assert case not in readers.visible_to(town)
    items.set_agent(item, agent=town, by=cast.liu)
    assert case in readers.visible_to(town)
    assert item in item_readers.mine(town)
    items.record(item, code=1, on=timezone.localdate(), by=town)
    with refused(NotAllowed):  # control: only this one
        items.record(case.items.get(item__code="L08"), code=1, on=timezone.localdate(), by=town)


# ---- who sees


@pytest.mark.req("W-033", "W-034")
def test_a_case_exists_only_for_its_people(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY, PULANDIAN)
    units = cast.unit_agents  # 发改 decides an item, 住建 was asked in the generation review
    sees = {cast.he, cast.liu, units["210214-dev-reform"], units["210214-housing"], *cast.groups.values()}
    blind = {
        cast.wang, cast.li, cast.zhao, cast.chen, cast.sun, cast.xu, cast.qian, cast.feng, cast.jin,
        units["210214T03-town"],
    }  # fmt: skip
    for user in sees:
        assert case in readers.visible_to(user), user
        assert item_readers.visible_to(user).filter(case=case).count() == 3
    for user in blind:
        assert case not in readers.visible_to(user), user
        assert not files.visible_to(user).filter(case=case).exists()
        assert not documents.visible_to(user).filter(case=case).exists()
        assert not item_readers.visible_to(user).filter(case=case).exists()


@pytest.mark.req("W-027")
def test_a_supervisor_sees_the_region_with_everything_in_it(cast: Cast) -> None:
    case = case_in(cast, S.SUBMITTED)
    assert case in readers.visible_to(cast.feng)
    assert case in readers.visible_to(cast.sun)
    assert case not in readers.visible_to(cast.liu)


def test_a_neighbour_whose_code_only_begins_alike_is_another_region(cast: Cast) -> None:
    case = case_in(cast, S.SUBMITTED)
    city = Region.objects.get(code="370700")
    longer = Region.objects.create(
        code="3707831", name_zh="邻区", name_en="Neighbour", level="county", path=f"{city.path}/3707831",
        parent=city,
    )  # fmt: skip
    assert case in readers.visible_to(cast.sun)
    Case.objects.filter(pk=case.pk).update(region=longer, handling_unit=Unit.objects.get(code="370700-agency"))
    Case.objects.filter(pk=case.pk).update(first_unit=Unit.objects.get(code="370700-agency"))
    assert case not in readers.visible_to(User.objects.get(pk=cast.sun.pk))
    assert case in readers.visible_to(cast.feng)  # control: the city holds both


def test_an_administrator_sees_no_case_not_even_from_a_former_team(cast: Cast) -> None:
    case = case_in(cast, S.SIGNED)
    assert not readers.visible_to(cast.jin).exists()
    case.team.create(user=cast.jin, role=PostRole.SERVICE_AGENT)
    assert not readers.visible_to(cast.jin).exists()
    for who, role in ((cast.jin, PostRole.ADMINISTRATOR), (cast.feng, PostRole.WORK_SUPERVISOR)):
        with refused(BadInput, says="does not hold this post", field="members"):
            team.set_team(case, [team.Member(who, role, is_lead=True)], by=cast.chen)


def test_a_group_agent_without_a_group_sees_nothing(cast: Cast) -> None:
    case_in(cast, S.UNDERWAY)
    case_in(cast, S.UNDERWAY, PULANDIAN)
    lost = extra("lost", "210214-housing", PostRole.GROUP_AGENT, None)
    assert not readers.visible_to(lost).exists()
    assert readers.visible_to(cast.groups["construction"]).count() == 1  # control


@pytest.mark.parametrize("withdrawn", [False, True])
def test_what_was_never_submitted_is_nobodys_business(cast: Cast, withdrawn: bool) -> None:
    case = case_in(cast, S.DRAFT)
    if withdrawn:
        applications.withdraw(case, by=cast.wang)
    for user in (cast.chen, cast.sun, cast.feng, cast.zhao):
        assert case not in readers.visible_to(user)
    assert case in readers.visible_to(cast.li)
    sent = case_in(cast, S.SUBMITTED)
    if withdrawn:
        applications.withdraw(sent, by=cast.wang)
    assert sent in readers.visible_to(cast.chen)  # control: once submitted it stays on record


def test_an_officer_of_elsewhere_reads_his_own_enterprises_case_as_an_enterprise(cast: Cast) -> None:
    case = case_in(cast, S.ACCEPTED, PULANDIAN)
    cast.marine.memberships.create(user=cast.chen, role="member")
    both = User.objects.get(pk=cast.chen.pk)
    minutes = case.documents.filter(kind="minutes").first()
    assert minutes is not None
    assert minutes not in documents.visible_to(both)
    assert minutes.file not in files.visible_to(both)
    assert [e.kind for e in story.timeline(case, both)] == [e.kind for e in story.timeline(case, cast.he)]
    assert len(story.timeline(case, cast.liu)) > len(story.timeline(case, both))  # control


def test_somebody_who_belongs_to_no_enterprise_starts_no_project_for_it(cast: Cast) -> None:
    with refused(NotAllowed, says="do not belong"):
        projects.start(cast.heavy, walks.facts(), by=cast.zhao)


# ---- who is told


@pytest.mark.req("P-061")
def test_on_signing_the_chief_the_group_agents_and_the_agents_of_the_deciding_units_are_told(cast: Cast) -> None:
    case = case_in(cast, S.SIGNED, PULANDIAN)
    told = set(Notice.objects.filter(case=case, kind="signed_agency").values_list("recipient", flat=True))
    assert told >= {cast.liu.pk, cast.unit_agents["210214-dev-reform"].pk, *(u.pk for u in cast.groups.values())}
    assert cast.unit_agents["210214-housing"].pk not in told  # decides nothing here
    assert told.isdisjoint({cast.he.pk, cast.jin.pk, cast.feng.pk, cast.wang.pk})


def test_administrators_and_supervisors_of_an_invited_unit_are_not_written_to(cast: Cast) -> None:
    unit = Unit.objects.get(code="370700-agency")
    speaker = extra("city-agent", unit.code, PostRole.SERVICE_AGENT)
    assert set(concerned_people.of_units([unit])) == {speaker, cast.gao, cast.luo}
