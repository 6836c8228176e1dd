"""Hand-overs with the windows of the hall, and from one group of the task force to the next."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.actions import groups, windows
from cases.enums import CaseStatus, DocumentKind, ItemStatus, Side
from cases.enums_finish import HandedKind, WindowWay
from cases.exceptions import BadInput, CaseError, NotAllowed, Stale, StepNotAllowed
from cases.management.demo import walks
from cases.models import Case, CaseItem, GroupHandover, HandedPaper, Notice, Unit, WindowHandover, WorkGroup
from cases.queries import daily, readiness
from cases.queries import groups as readers
from tests.cases.documents_data import PROJECT, text
from tests.cases.documents_finishing import a_window_slip
from tests.cases.kit import fresh, refused
from tests.cast import PULANDIAN, Cast, case_in

S = CaseStatus
TWO_GROUPS = {"L01", "L08", "C05"}


def met(case: Case, **changes: object) -> windows.Meeting:
    facts = {
        "way": "from_window", "unit": case.handling_unit, "window": "综合窗口 3 号", "on": timezone.localdate(),
        "window_person": "示例窗口",
    }  # fmt: skip
    return windows.Meeting(**(facts | changes))  # type: ignore[arg-type]


def passed(case: Case) -> CaseItem:
    walks.pass_item(case.items.get(item__code="L01"), case.team.get().user)
    return case.items.select_related("item").get(item__code="L01")


@pytest.mark.req("P-078")
def test_a_result_comes_from_the_window_with_a_numbered_slip_and_is_told(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY)
    item = passed(case)
    result = windows.Paper(item.item.result_zh, HandedKind.RESULT, item.file_number, item=item)
    made = windows.record(fresh(case), met(case), [result, windows.Paper("示例回执", copies=2)], by=cast.chen)
    assert list(made.papers.values_list("kind", "number", "copies")) == [
        ("result", item.file_number, 1),
        ("other", "", 2),
    ]
    assert (made.window_person, made.agency_person) == ("示例窗口", cast.chen.name)
    paper = made.document
    assert (paper.kind, paper.for_enterprise, paper.number.startswith("CK-")) == (DocumentKind.WINDOW, False, True)
    assert [one.side for one in paper.signatures.all()] == [Side.AGENCY]
    event = case.events.order_by("-seq")[0]
    assert (event.data["count"], event.data["document"]) == (3, paper.number)
    assert Notice.objects.filter(kind="window_handed").exclude(recipient=cast.chen).count() == case.team.count() - 1


@pytest.mark.req("P-078")
def test_whoever_stands_at_the_window_signs_for_the_unit(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY, PULANDIAN)
    clerk = cast.unit_agents["210214-dev-reform"]
    unit = Unit.objects.get(code="210214-dev-reform")
    made = windows.record(fresh(case), met(case, unit=unit), [windows.Paper("受理通知书", HandedKind.SLIP)], by=clerk)
    assert [one.side for one in made.document.signatures.all()] == [Side.UNIT]


def test_the_slip_names_who_gives_first_and_counts_the_papers() -> None:
    given = text(windows.form.window_slip(a_window_slip(PROJECT, to_window=False)))
    assert given.index("移交人（窗口，签字）") < given.index("接收人（帮代办机构，签字）")
    brought = text(windows.form.window_slip(a_window_slip(PROJECT, to_window=True, note="另附光盘。")))
    assert brought.index("移交人（帮代办机构，签字）") < brought.index("接收人（窗口，签字）")
    assert "以上共2份" in brought
    assert "另附光盘。" in brought


def test_a_hand_over_without_its_facts_is_refused(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY)
    today, paper = timezone.localdate(), [windows.Paper("示例")]
    stranger = Unit.objects.get(code="210214-dev-reform")
    other = case_in(cast, S.UNDERWAY, name="另一个示例项目").items.first()
    item = case.items.select_related("item").get(item__code="L01")
    for wrong, papers, field, says in (
        ({"way": "sideways"}, paper, "way", "which way"),
        ({"window": " "}, paper, "window", "Name the window"),
        ({"window_person": ""}, paper, "window_person", "Name the window"),
        ({"on": today + timedelta(days=1)}, paper, "on", "cannot lie in the future"),
        ({"on": today - timedelta(days=1)}, paper, "on", "began later"),
        ({"unit": stranger}, paper, "unit", "nothing to do"),
        ({}, [], "others", "List what"),
        ({}, [windows.Paper(" ")], "others", "List what"),
        ({}, [windows.Paper("x", copies=0)], "others", "Between 1 and 999"),
        ({}, [windows.Paper("x")] * (windows.MOST + 1), "others", "At most"),
        ({}, [windows.Paper("x", HandedKind.SLIP, item=other)], "results", "does not belong"),
        ({}, [windows.Paper("x", HandedKind.RESULT, item=item)], "results", "has passed"),
    ):
        with refused(BadInput, says=says, field=field):
            windows.record(fresh(case), met(case, **wrong), papers, by=cast.chen)  # type: ignore[arg-type]
    with refused(NotAllowed):
        windows.record(fresh(case), met(case), paper, by=cast.feng)


def test_a_result_goes_each_way_once_and_an_old_page_records_nothing(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY)
    item = passed(case)
    result = [windows.Paper("示例批复", HandedKind.RESULT, item=item)]
    version = fresh(case).version
    windows.record(fresh(case), met(case), result, by=cast.chen, version=version)
    with refused(Stale):
        windows.record(fresh(case), met(case), result, by=cast.chen, version=version)
    with refused(BadInput, says="handed over this way already", field="results"):
        windows.record(fresh(case), met(case), result, by=cast.chen)
    windows.record(fresh(case), met(case, way=WindowWay.TO_WINDOW), result, by=cast.chen)
    assert WindowHandover.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        HandedPaper.objects.update(copies=0)


# ---- from group to group (P-069)


@pytest.fixture
def grouped(cast: Cast) -> Case:
    """A case of 普兰店 with items of two groups."""
    return case_in(cast, S.UNDERWAY, PULANDIAN, TWO_GROUPS)


def pair() -> tuple[WorkGroup, WorkGroup]:
    return WorkGroup.objects.get(code="land_planning"), WorkGroup.objects.get(code="construction")


def finish_first(case: Case, cast: Cast) -> None:
    for row in case.items.filter(group__code="land_planning").exclude(status=ItemStatus.DROPPED).order_by("item__code"):
        walks.pass_item(row, cast.liu)


def kinds(user: object, case: Case) -> list[str]:
    return [one.kind for one in daily.duties(user) if one.case == case and one.kind.startswith("group")]  # type: ignore[arg-type]


@pytest.mark.req("P-069")
def test_a_group_that_has_finished_hands_over_and_the_next_acknowledges(grouped: Case, cast: Cast) -> None:
    giver, taker = pair()
    first, second = cast.groups["land_planning"], cast.groups["construction"]
    assert kinds(first, grouped) == kinds(cast.liu, grouped) == []
    with refused(CaseError, says="Not finished yet"):
        groups.hand_over(grouped, giver=giver, taker=taker, by=first)
    finish_first(grouped, cast)
    assert kinds(first, grouped) == kinds(cast.liu, grouped) == ["group_hand"]
    assert kinds(second, grouped) == []
    made = groups.hand_over(
        fresh(grouped), giver=giver, taker=taker, papers="规划许可证\n总平面图", note="图纸有两版", by=first
    )
    assert {row.item.code for row in made.items.select_related("item")} == {"L01", "L08"}
    assert made.on == timezone.localdate()
    assert kinds(first, grouped) == []
    assert kinds(second, grouped) == kinds(cast.liu, grouped) == ["group_take"]
    assert set(Notice.objects.filter(kind="group_handed").values_list("recipient", flat=True)) == {
        second.pk,
        cast.liu.pk,
    }
    with refused(NotAllowed, says="belongs to the agent of"):
        groups.acknowledge(made, by=first)
    groups.acknowledge(made, remark="已核对", by=second)
    with refused(CaseError, says="acknowledged already"):
        groups.acknowledge(made, by=cast.liu)
    made.refresh_from_db()
    assert (made.taken_by, made.remark) == (second, "已核对")
    assert kinds(second, grouped) == kinds(cast.liu, grouped) == []
    assert set(Notice.objects.filter(kind="group_taken").values_list("recipient", flat=True)) == {first.pk, cast.liu.pk}


@pytest.mark.req("P-069")
def test_only_the_groups_own_agent_or_the_chief_agent_hands_over_and_only_once(grouped: Case, cast: Cast) -> None:
    giver, taker = pair()
    finish_first(grouped, cast)
    with refused(NotAllowed, says="belongs to the agent of"):
        groups.hand_over(fresh(grouped), giver=giver, taker=taker, by=cast.groups["construction"])
    with refused(BadInput, says="no flow table", field="way"):
        groups.hand_over(fresh(grouped), giver=giver, taker=WorkGroup.objects.get(code="generation"), by=cast.liu)
    with refused(CaseError, says="Not finished yet"):
        groups.hand_over(fresh(grouped), giver=taker, taker=giver, by=cast.liu)
    groups.hand_over(fresh(grouped), giver=giver, taker=taker, by=cast.liu)
    with refused(CaseError, says="handed the project over already"):
        groups.hand_over(fresh(grouped), giver=giver, taker=taker, by=cast.liu)
    row = GroupHandover.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupHandover.objects.create(case=grouped, giver=giver, taker=taker, on=row.on, by=cast.liu)


def test_where_nothing_is_left_for_another_group_nothing_is_owed(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY, PULANDIAN, {"L01", "L08"})
    finish_first(case, cast)
    assert readers.owed(case) == []
    assert not readiness.ready(case, "hand_to_group")  # type: ignore[arg-type]
    assert kinds(cast.liu, case) == []


def test_the_scheme_without_groups_knows_no_hand_over_between_them(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY)
    giver, taker = pair()
    with refused(StepNotAllowed):
        groups.hand_over(case, giver=giver, taker=taker, by=cast.sun)


def test_the_work_list_asks_the_same_number_of_questions_for_many_hand_overs(
    grouped: Case, cast: Cast, django_assert_num_queries: object
) -> None:
    finish_first(grouped, cast)
    chief = cast.liu
    assert len(readers.to_hand(chief)) == 1
    other = case_in(cast, S.UNDERWAY, PULANDIAN, TWO_GROUPS, name="另一个示例项目")
    finish_first(other, cast)
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(readers.to_hand(chief)) + len(readers.to_take(chief)) == 2
