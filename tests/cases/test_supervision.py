"""Supervision orders: on facts, to a unit, with a day to answer; answered, checked by another, settled or sent back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone, translation

from cases import permissions, worktime
from cases.actions import supervision, urging
from cases.enums import Action, CaseStatus, OpenDate, PostRole, Side
from cases.enums_work import OrderGround, OrderStatus
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.management.demo import people
from cases.models import Case, IssuedDocument, Notice, SupervisionOrder, Unit, User
from cases.queries import calendars, cases, daily, documents, letters, story
from cases.queries import supervision as readers
from cases.queries import urging as late_readers
from tests.cases.kit import fresh, pdf, refused
from tests.cases.test_recompute import next_workday, rest_day, run
from tests.cast import PULANDIAN, Cast, case_in

S, G = CaseStatus, OrderGround
CHINA = ZoneInfo("Asia/Shanghai")
SIGNED = datetime(2026, 9, 1, 10, tzinfo=CHINA)  # a Tuesday
LATER = datetime(2026, 11, 10, 10, tzinfo=CHINA)  # a Tuesday, everything planned is past
DEV = "210214-dev-reform"


@pytest.fixture
def case(cast: Cast) -> Case:
    with time_machine.travel(SIGNED, tick=False):
        return case_in(cast, S.UNDERWAY, PULANDIAN)


@pytest.fixture
def supervisor(cast: Cast) -> User:
    made = people.person("watch", "示例督导员")
    people.post(made, f"{PULANDIAN}-business-environment", PostRole.WORK_SUPERVISOR)
    return made


@pytest.fixture
def now() -> Any:
    with time_machine.travel(LATER, tick=False):
        yield LATER


def unit(code: str = DEV) -> Unit:
    return Unit.objects.get(code=code)


def issued(case: Case, by: User, **more: Any) -> SupervisionOrder:
    key = next(fact.key for fact in readers.facts(case) if fact.ground == G.ITEM_LATE)
    given = {"unit": unit(), "demand": "立即办结并说明原因。", "days": 3, "key": key} | more
    return supervision.issue(fresh(case), **given, by=by)


def told(kind: str) -> set[User]:
    return {notice.recipient for notice in Notice.objects.filter(kind=kind).select_related("recipient")}


@pytest.mark.req("W-095", "P-092")
def test_an_order_rests_on_what_the_record_shows_that_day(case: Case, cast: Cast, now: datetime) -> None:
    fact = next(fact for fact in readers.facts(case) if fact.ground == G.ITEM_LATE)
    order = issued(case, cast.liu)
    assert (order.ground, order.case_item, order.unit) == (G.ITEM_LATE, fact.item, unit())
    assert order.facts["due"] == fact.due.isoformat()
    assert order.facts["late"] == worktime.used(fact.due, LATER.date(), calendars.current())
    assert order.due == worktime.due(LATER.date(), 3, "wd", calendars.current()).date
    with translation.override("en"):
        assert f"{order.facts['late']} working days overdue" in readers.words(order.facts)
    paper = order.document
    assert paper is not None
    assert paper.number.startswith(f"DB-{PULANDIAN}-2026-")
    assert paper.data["demand"] == "立即办结并说明原因。"
    assert "逾期" in paper.data["facts"]
    assert paper.unit == case.handling_unit
    assert paper not in documents.visible_to(cast.he), "between units: not for the enterprise"
    assert case.events.latest("seq").public is False


def test_the_unit_and_the_agency_are_told(case: Case, cast: Cast, supervisor: User, now: datetime) -> None:
    issued(case, supervisor)
    assert told("order_issued") == {cast.unit_agents[DEV], cast.groups["dispatch"]}, "everybody who speaks for the unit"
    assert cast.liu in told("order_known")
    assert not told("order_issued") & told("order_known")
    for notice in Notice.objects.filter(kind__startswith="order"):
        subject, body = letters.words(notice, "en")
        assert "DB-" in subject
        assert "%(" not in body
        assert "立即办结" in body


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"demand": " "}, "demand"), ({"days": 0}, "days"), ({"days": 61}, "days"), ({"key": "item:XX"}, "key"),
        ({"key": "", "ground": ""}, "key"), ({"key": "", "ground": "item_late"}, "key"),
    ],
)  # fmt: skip
def test_an_order_without_ground_demand_or_time_is_refused(
    case: Case, cast: Cast, now: datetime, given: dict[str, Any], field: str
) -> None:
    with refused(BadInput, field=field):
        issued(case, cast.liu, **given)


def test_only_units_that_have_to_do_with_the_case_get_an_order(case: Case, cast: Cast, now: datetime) -> None:
    with refused(BadInput, says="nothing to do with the case", field="unit"):
        issued(case, cast.liu, unit=Unit.objects.get(code="370783-agency"))


def test_a_supervisor_of_another_region_has_no_voice(case: Case, cast: Cast, supervisor: User, now: datetime) -> None:
    far = people.person("far", "示例外地督导员")
    people.post(far, "370783-agency", PostRole.WORK_SUPERVISOR)
    assert permissions.may(supervisor, Action.SUPERVISE, case)
    assert not permissions.may(supervisor, Action.RECORD_FACT, case), "it is the one act of a supervisor"
    for nobody in (far, cast.he, cast.unit_agents[DEV]):
        with refused(NotAllowed, says="belongs to"):
            issued(case, nobody)


@pytest.mark.req("W-095", "P-092")
def test_the_answer_is_printed_and_signed_by_the_unit_and_another_checks_it(
    case: Case, cast: Cast, supervisor: User, now: datetime
) -> None:
    order, yang = issued(case, supervisor), cast.unit_agents[DEV]
    first = order.document
    assert [duty.kind for duty in daily.duties(yang) if duty.pk == order.pk] == ["order"]
    reply = supervision.answer(order, text="已受理，周五前办结。", proof=pdf("受理单.pdf"), by=yang)
    order.refresh_from_db()
    assert (order.status, reply.round, reply.proof is not None) == (OrderStatus.ANSWERED, 1, True)
    assert first is not None
    assert order.document is not None
    assert IssuedDocument.objects.get(pk=first.pk).replaced_by == order.document
    assert order.document.data["answer"] == "已受理，周五前办结。"
    assert {row.side for row in order.document.signatures.all()} == {Side.AGENCY, Side.UNIT}
    assert told("order_answered") == {supervisor}
    assert [duty.kind for duty in daily.duties(supervisor) if duty.pk == order.pk] == ["order_check"]
    supervision.accept(order, words="已核实。", by=supervisor)
    order.refresh_from_db()
    assert order.status == OrderStatus.CLOSED
    assert order.closed_at is not None
    assert told("order_accepted") == {yang, cast.groups["dispatch"]}
    with refused(CaseError, says="This order is"):
        supervision.accept(order, by=supervisor)


def test_whoever_answered_does_not_check(case: Case, cast: Cast, now: datetime) -> None:
    order = issued(case, cast.liu, unit=case.handling_unit)
    supervision.answer(order, text="已办。", by=cast.liu)
    with refused(NotAllowed, says="does not check"):
        supervision.accept(order, by=cast.liu)


@pytest.mark.parametrize("code", ["210214-housing", "210214-business-environment"])
def test_another_unit_cannot_answer(case: Case, cast: Cast, now: datetime, code: str) -> None:
    order = issued(case, cast.liu)
    somebody = people.person("other", "示例他人")
    people.post(somebody, code, PostRole.UNIT_AGENT)
    with refused(NotAllowed):
        supervision.answer(order, text="x", by=somebody)


def test_sent_back_the_unit_answers_again_by_a_new_day(case: Case, cast: Cast, now: datetime) -> None:
    order, yang = issued(case, cast.liu), cast.unit_agents[DEV]
    supervision.answer(order, text="正在办。", by=yang)
    with refused(BadInput, field="words"):
        supervision.send_back(order, words=" ", days=2, by=cast.liu)
    supervision.send_back(order, words="没有说明原因。", days=2, by=cast.liu)
    order.refresh_from_db()
    assert (order.status, order.days) == (OrderStatus.ISSUED, 2)
    assert order.due == worktime.due(LATER.date(), 2, "wd", calendars.current()).date
    supervision.answer(order, text="原因是材料未齐，今日已办结。", by=yang)
    assert [(reply.round, reply.accepted) for reply in order.replies.all()] == [(1, False), (2, None)]
    assert case.documents.filter(kind="supervision").count() == 3


def test_a_withdrawn_order_stays_on_record_and_its_paper_is_no_longer_in_force(
    case: Case, cast: Cast, now: datetime
) -> None:
    order = issued(case, cast.liu)
    supervision.withdraw(order, reason="事实有误。", by=cast.liu)
    order.refresh_from_db()
    assert order.status == OrderStatus.WITHDRAWN
    assert order.document is not None
    assert order.document.withdrawn_at is not None
    assert not readers.to_answer(cast.unit_agents[DEV])


@pytest.mark.req("P-070", "W-095")
def test_an_order_that_is_not_answered_in_time_is_urged_by_the_rule(case: Case, cast: Cast, now: datetime) -> None:
    order = issued(case, cast.liu)
    number = str(order)
    assert number not in {matter.label for matter in late_readers.overdue(fresh(case))}
    with time_machine.travel(LATER + timedelta(days=6), tick=False):
        late = {matter.label: matter.people for matter in late_readers.overdue(fresh(case))}
        assert set(late[number]) == {cast.unit_agents[DEV], cast.groups["dispatch"]}
        assert case.pk in late_readers.late_cases(timezone.localdate())
        urging.run()
        assert case.urges.filter(what="order", label=number, to=cast.unit_agents[DEV]).count() == 1


def test_the_enterprise_reads_nothing_of_it(case: Case, cast: Cast, now: datetime) -> None:
    before = [(row.date, row.what) for row in story.coming(fresh(case))]
    issued(case, cast.liu)
    assert [(row.date, row.what) for row in story.coming(fresh(case))] == before
    assert not [entry for entry in story.timeline(case, cast.he) if entry.kind == Action.SUPERVISE]
    assert [entry for entry in story.timeline(case, cast.liu) if entry.kind == Action.SUPERVISE]


def test_an_open_order_shows_the_case_to_its_unit(case: Case, cast: Cast, now: datetime) -> None:
    lead = case.flow_tables.first().group.lead
    head = people.person("lead", "示例牵头单位")
    people.post(head, lead.code, PostRole.SERVICE_AGENT)
    seen: Callable[[], bool] = lambda: cases.visible_to(User.objects.get(pk=head.pk)).filter(pk=case.pk).exists()  # noqa: E731
    assert not seen()
    order = issued(case, cast.liu, unit=lead)
    assert seen()
    supervision.withdraw(order, reason="x", by=cast.liu)
    assert not seen()


def test_urgings_without_an_answer_and_problems_left_lying_are_facts_too(case: Case, cast: Cast, now: datetime) -> None:
    urging.run()
    with time_machine.travel(LATER + timedelta(days=1), tick=False):
        grounds = {fact.ground for fact in readers.facts(fresh(case))}
        assert {G.ITEM_LATE, G.URGING_IGNORED} <= grounds
        with translation.override("zh-hans"):
            assert all("应于" in readers.words(fact.data()) for fact in readers.facts(fresh(case)))


def test_the_day_to_answer_moves_with_the_working_calendar(case: Case, cast: Cast) -> None:
    order = supervision.issue(case, unit=unit(), ground=G.INSPECTION, demand="整改。", days=3, by=cast.liu)
    before = order.due
    run(rest_day(cast, next_workday()))
    order.refresh_from_db()
    assert order.due == calendars.current().next_workday(before)
    assert case.date_moves.get(what=OpenDate.ORDER).new == order.due
    letters_of = Notice.objects.filter(kind="dates_moved", case=case).select_related("recipient")
    orders = {row.recipient for row in letters_of if "order" in {line["what"] for line in row.data["moved"]}}
    assert orders == {cast.liu, cast.unit_agents[DEV], cast.groups["dispatch"]}, "the enterprise reads nothing of it"


@pytest.mark.req("W-095", "P-092")
def test_nobody_of_the_unit_settles_or_withdraws_an_order_that_another_issued(
    case: Case, cast: Cast, supervisor: User, now: datetime
) -> None:
    """The chief agent looks over the place and heads the unit addressed: what a supervisor ordered is not his to end."""
    order = issued(case, supervisor, unit=case.handling_unit)
    with refused(NotAllowed, says=supervisor.name):
        supervision.withdraw(order, reason="不想整改。", by=cast.liu)
    colleague = people.person("colleague", "示例同事")
    people.post(colleague, case.handling_unit.code, PostRole.UNIT_AGENT)
    supervision.answer(order, text="已办。", by=colleague)
    for act in (supervision.accept, partial(supervision.send_back, words="不行。", days=2)):
        with refused(NotAllowed, says="Nobody of the unit addressed"):
            act(order, by=cast.liu)
    order.refresh_from_db()
    assert order.status == OrderStatus.ANSWERED
    supervision.accept(order, by=supervisor)
    own = issued(case, cast.liu, unit=case.handling_unit)  # the head orders the own people and ends it
    supervision.withdraw(own, reason="已当面说清。", by=cast.liu)
    assert readers.withdrawn_by(case) == {str(own): cast.liu.name}
