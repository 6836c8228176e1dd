"""After signing: what is needed is confirmed once, with unit and limit, and told once and for all."""

import pytest
from django.utils import timezone

from cases.actions import meetings, paper_data, reference, review
from cases.enums import CaseStatus, DocumentKind, ItemStatus, MeetingKind
from cases.exceptions import BadInput, CaseError, NotAllowed, StepNotAllowed
from cases.management.demo import walks
from cases.models import ApprovalItem, Case, ItemDependency, MaterialRequirement, Notice, ServiceScheme, Unit
from cases.queries import calendars, clocks, roadmap, supplements
from cases.queries.trials import Bench
from tests.cases.kit import fresh, refused
from tests.cast import FEW, PULANDIAN, Cast, case_in

S = CaseStatus
KEEP: dict[str, dict[str, object]] = {code: {} for code in FEW}


def joint_review(case: Case, cast: Cast) -> None:
    units = [Unit.objects.get(code="370783-housing")]
    today = timezone.localdate()
    meeting = meetings.call(
        case, kind=MeetingKind.JOINT_REVIEW, planned_on=today, place="会议室", units=units, by=cast.chen
    )
    meetings.hold(meeting, held_on=today, minutes="逐项确认", by=cast.chen)


@pytest.fixture
def signed(cast: Cast) -> Case:
    return case_in(cast, S.SIGNED)


@pytest.fixture
def reviewed(signed: Case, cast: Cast) -> Case:
    joint_review(signed, cast)
    return fresh(signed)


@pytest.mark.req("W-051")
def test_under_zero_n_the_joint_review_comes_first_and_calling_it_is_not_holding_it(signed: Case, cast: Cast) -> None:
    with refused(CaseError, says="joint review meeting"):
        review.confirm_items(signed, keep=KEEP, by=cast.chen)
    with refused(CaseError, says="joint review meeting"):
        review.notify_once(signed, by=cast.chen)
    meetings.call(
        signed, kind=MeetingKind.JOINT_REVIEW, planned_on=timezone.localdate(), place="会议室",
        units=[Unit.objects.get(code="370783-housing")], by=cast.chen,
    )  # fmt: skip
    with refused(CaseError, says="joint review meeting"):
        review.confirm_items(signed, keep=KEEP, by=cast.chen)
    coordination = meetings.call(
        signed, kind=MeetingKind.COORDINATION, planned_on=timezone.localdate(), place="会议室",
        units=[Unit.objects.get(code="370783-housing")], by=cast.chen,
    )  # fmt: skip
    meetings.hold(coordination, held_on=timezone.localdate(), minutes="别的会", by=cast.chen)
    with refused(CaseError, says="joint review meeting"):
        review.confirm_items(signed, keep=KEEP, by=cast.chen)
    joint_review(signed, cast)
    review.confirm_items(signed, keep=KEEP, by=cast.chen)
    assert set(signed.items.values_list("status", flat=True)) == {ItemStatus.CONFIRMED}


@pytest.mark.req("P-050")
def test_under_one_three_n_items_are_confirmed_without_a_joint_review(cast: Cast) -> None:
    case = case_in(cast, S.SIGNED, PULANDIAN)
    review.confirm_items(case, keep=KEEP, by=cast.liu)
    assert set(case.items.values_list("group__code", flat=True)) == {"land_planning"}


def test_every_item_is_decided_and_dropping_needs_the_reason(reviewed: Case, cast: Cast) -> None:
    some = {code: {} for code in ("L01", "L08")}
    with refused(BadInput, says="Say for every item", field="keep"):
        review.confirm_items(reviewed, keep=some, by=cast.chen)
    with refused(BadInput, says="is not needed", field="drop"):
        review.confirm_items(reviewed, keep=some, drop={"L09": " "}, by=cast.chen)
    with refused(BadInput, says="At least one item must remain", field="keep"):
        review.confirm_items(reviewed, keep={}, drop=dict.fromkeys(FEW, "不需要"), by=cast.chen)
    for wrong in ({"keep": KEEP | {"G01": {}}}, {"keep": some, "drop": {"L09": "x", "G01": "x"}}):
        with refused(BadInput, says="not part of the case: G01"):
            review.confirm_items(reviewed, **wrong, by=cast.chen)  # type: ignore[arg-type]
    review.confirm_items(reviewed, keep=some, drop={"L09": "用地已办结"}, by=cast.chen)
    dropped = reviewed.items.get(item__code="L09")
    assert (dropped.status, dropped.why) == (ItemStatus.DROPPED, "用地已办结")
    assert reviewed.events.order_by("-seq")[0].data["dropped"] == {"L09": "用地已办结"}


@pytest.mark.req("P-004")
def test_what_the_confirmation_changes_is_told_and_signed_for_in_both_directions(reviewed: Case, cast: Cast) -> None:
    some = {code: {} for code in ("L01", "L08")}
    review.confirm_items(reviewed, keep=some, drop={"L09": "用地已办结"}, add=["G01"], by=cast.chen)
    paper = supplements.open_of(reviewed)
    assert paper is not None
    assert {one["change"] for one in paper.data["items"]} == {"增加", "取消"}
    told = Notice.objects.filter(case=reviewed, recipient=cast.wang, kind__in=("item_dropped", "item_added"))
    assert sorted((one.kind, one.data["item"]) for one in told) == [("item_added", "G01"), ("item_dropped", "L09")]


def test_a_confirmation_that_changes_nothing_asks_for_no_signature(reviewed: Case, cast: Cast) -> None:
    review.confirm_items(reviewed, keep=KEEP, by=cast.chen)
    assert supplements.open_of(reviewed) is None
    some = {code: {} for code in ("L01", "L08")}
    review.confirm_items(fresh(reviewed), keep=some, drop={"L09": "用地已办结"}, by=cast.chen)
    first = supplements.open_of(reviewed)
    review.confirm_items(fresh(reviewed), keep=some, drop={"L09": "用地已办结"}, by=cast.chen)
    assert supplements.open_of(reviewed) == first  # control: said once


def test_items_are_added_from_the_catalogue_only(reviewed: Case, cast: Cast) -> None:
    with refused(BadInput, says="no item X99", field="add"):
        review.confirm_items(reviewed, keep=KEEP, add=["X99"], by=cast.chen)
    ApprovalItem.objects.filter(code="G02").update(active=False)
    with refused(BadInput, says="no item G02", field="add"):
        review.confirm_items(reviewed, keep=KEEP, add=["G02"], by=cast.chen)
    review.confirm_items(reviewed, keep=KEEP, add=["G01"], by=cast.chen)
    added = reviewed.items.get(item__code="G01")
    assert (added.status, added.promised_days) == (ItemStatus.CONFIRMED, added.item.promised_days)
    assert added.materials.count() == added.item.materials.count()


def test_the_deciding_unit_is_proposed_from_the_place_and_the_agency_may_name_another(
    reviewed: Case, cast: Cast
) -> None:
    other = Unit.objects.get(code="370700-agency")
    review.confirm_items(reviewed, keep=KEEP | {"L01": {"unit": other, "mode": "assist"}}, by=cast.chen)
    first, second = reviewed.items.get(item__code="L01"), reviewed.items.get(item__code="L08")
    assert (first.unit, first.assist_mode) == (other, "assist")
    assert second.unit is not None
    assert second.unit.code == "370783-natural-resources"


def test_only_the_agency_confirms(reviewed: Case, cast: Cast) -> None:
    for user in (cast.wang, cast.feng, cast.jin, cast.liu):
        with refused(NotAllowed, says="the assisting agency"):
            review.confirm_items(reviewed, keep=KEEP, by=user)


@pytest.mark.req("W-052", "P-050")
def test_the_notification_lists_what_was_confirmed_and_nothing_else(reviewed: Case, cast: Cast) -> None:
    with refused(CaseError, says="Confirm the items first"):
        review.notify_once(reviewed, by=cast.chen)
    review.confirm_items(reviewed, keep={"L01": {}, "L08": {}}, drop={"L09": "不需要"}, by=cast.chen)
    document = review.notify_once(reviewed, by=cast.chen)
    assert document.kind == DocumentKind.NOTIFICATION
    told = {row["name"]: row for row in document.data["items"]}
    assert set(told) == {row.item.name_zh for row in reviewed.items.exclude(item__code="L09").select_related("item")}
    filing = told[reviewed.items.get(item__code="L01").item.name_zh]
    assert filing["promised_limit"] == "1个工作日"
    assert filing["statutory_limit"] == "即办"
    assert len(filing["materials"]) == 4
    assert Notice.objects.filter(kind="notified", recipient=cast.wang).count() == 1
    with refused(StepNotAllowed):  # once and for all
        review.notify_once(reviewed, by=cast.chen)


def test_a_later_change_of_the_catalogue_does_not_touch_a_running_case(reviewed: Case, cast: Cast) -> None:
    review.confirm_items(reviewed, keep=KEEP, by=cast.chen)
    item = reviewed.items.get(item__code="L09")
    promised = (item.promised_days, item.statutory_days, item.statutory_unit)
    papers = list(item.materials.values_list("name_zh", flat=True))
    reference.change(
        item.item, {"promised_days": 19, "statutory_days": 60, "statutory_unit": "cal"}, reason="新规定", by=cast.jin
    )
    MaterialRequirement.objects.filter(item=item.item).update(name_zh="改了名的材料")
    review.confirm_items(fresh(reviewed), keep=KEEP, by=cast.chen)  # said again, promised as before
    item.refresh_from_db()
    assert (item.promised_days, item.statutory_days, item.statutory_unit) == promised
    assert list(item.materials.values_list("name_zh", flat=True)) == papers
    document = review.notify_once(reviewed, by=cast.chen)
    told = next(row for row in document.data["items"] if row["name"] == item.item.name_zh)
    assert (told["promised_limit"], told["statutory_limit"]) == ("3个工作日", "20个工作日")
    bench = Bench(fresh(reviewed))
    assert bench.schedule(bench.in_force).slots["L09"].days == 3
    ApprovalItem.objects.filter(code="L01").update(promised_days=9)
    later = walks.draft(cast, keep={"L01"}, name="后来的示例项目")  # control: a new case gets the new limit
    assert roadmap.tasks(later.items.all(), {}, timezone.localdate(), calendars.current())[0].days == 9


def test_a_later_change_of_the_scheme_does_not_touch_a_running_case(cast: Cast) -> None:
    case = case_in(cast, S.SIGNED, PULANDIAN)
    due = list(case.flow_tables.values_list("due", flat=True))
    ServiceScheme.objects.update(flow_table_wd=1, delivery_wd=1, correction_days=1)
    case = fresh(case)
    assert list(case.flow_tables.values_list("due", flat=True)) == due
    assert (case.term("delivery_wd"), case.scheme.delivery_wd) == (10, 1)


def test_the_promised_clock_runs_by_the_limit_that_was_promised(reviewed: Case, cast: Cast) -> None:
    review.confirm_items(reviewed, keep=KEEP, by=cast.chen)
    review.notify_once(reviewed, by=cast.chen)
    walks.name_team(reviewed, cast, cast.chen)
    walks.plan(fresh(reviewed), cast, cast.chen)
    item = reviewed.items.get(item__code="L09")
    for code in (1, 3):
        walks.items.record(item, code=code, on=timezone.localdate(), by=cast.chen)
    ApprovalItem.objects.filter(code="L09").update(promised_days=19)
    clock = clocks.item_clock(reviewed.items.get(item__code="L09"))
    assert clock.promised is not None
    assert clock.promised.limit == 3


@pytest.mark.req("W-075")
def test_only_items_that_need_nothing_of_one_another_stand_side_by_side(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY, keep={"L01", "L08", "L09", "L11", "G01"})
    items = list(
        case.items.select_related("item__stage").prefetch_related("item__links__requires").order_by("item__code")
    )
    codes = {row.item.name_zh: row.item.code for row in items}
    needs = {"L09": "L08"}
    steps = paper_data.flow(items)
    assert sorted(codes[name] for step in steps for wave in step.waves for name in wave) == sorted(codes.values())
    wave_of = {codes[name]: (step.label, at) for step in steps for at, wave in enumerate(step.waves) for name in wave}
    for later, earlier in needs.items():
        assert wave_of[later][0] == wave_of[earlier][0]
        assert wave_of[later][1] > wave_of[earlier][1]
    assert any(len(wave) > 1 for step in steps for wave in step.waves)  # control: what is free stands together


@pytest.mark.req("W-075")
def test_a_chain_through_another_stage_is_a_chain(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.SUBMITTED, keep={"L01", "L08", "L09"})
    rows = {row.item.code: row for row in case.items.select_related("item__stage").order_by("item__code")}
    other = ApprovalItem.objects.get(code="G01")
    ItemDependency.objects.filter(item__code__in=["L01", "L08", "G01"]).delete()
    ItemDependency.objects.create(item=other, requires=rows["L01"].item, kind="all")
    ItemDependency.objects.create(item=rows["L08"].item, requires=other, kind="all")
    case.items.filter(item__code="L09").update(item=other)
    chained = list(case.items.select_related("item__stage").prefetch_related("item__links__requires"))
    waves = [wave for step in paper_data.flow(chained) for wave in step.waves]
    assert all(len(wave) == 1 for wave in waves)
    assert len(waves) == 3
