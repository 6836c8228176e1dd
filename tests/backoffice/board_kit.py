"""Everybody who reads a board, and a busy week: something of everything that a board counts."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backoffice.boards.numbers import Number
from cases.actions import alerts, circulars, findings, finishing, inspections, problems, public_letters, supervision
from cases.enums import CaseStatus, JobKind, JobState, OpenDate, PostRole
from cases.enums_ladder import Rung, Watch
from cases.management.demo import people, walks
from cases.models import (
    Alert,
    Case,
    Checklist,
    DateMove,
    Finding,
    FollowUp,
    GroupHandover,
    Inspection,
    Job,
    Meeting,
    Notice,
    PlanRow,
    PolicyBenefit,
    Post,
    PublicLetter,
    SupervisionOrder,
    User,
    WeeklyReport,
)
from cases.queries import mails
from tests.cases import transferring
from tests.cast import PULANDIAN, Cast, case_in

CHINA = ZoneInfo("Asia/Shanghai")
SIGNED, NOW = (datetime(2026, month, day, 10, tzinfo=CHINA) for month, day in ((9, 1), (11, 9)))
DUE, TODAY = date(2026, 11, 4), NOW.date()


def readers(cast: Cast) -> dict[PostRole, User]:
    """One person for each board."""
    presenter = people.person("presenter", "韩宣讲")
    people.post(presenter, "370783-agency", PostRole.POLICY_PRESENTER)
    return {
        PostRole.OVERALL_MANAGER: cast.sun,
        PostRole.PROCESS_GUIDE: cast.xu,
        PostRole.CHIEF_LIAISON: cast.qian,
        PostRole.CHIEF_AGENT: cast.liu,
        PostRole.GROUP_AGENT: cast.groups["construction"],
        PostRole.WORK_SUPERVISOR: cast.feng,
        PostRole.POLICY_PRESENTER: presenter,
        PostRole.ADMINISTRATOR: cast.jin,
    }


def busy_week(cast: Cast, presenter: User) -> None:
    """Cases of both places in many states, and what hangs on them. Time stands at ``NOW``."""
    with time_machine.travel(SIGNED, tick=False):
        late, far = case_in(cast, CaseStatus.UNDERWAY), case_in(cast, CaseStatus.UNDERWAY, PULANDIAN)
    PlanRow.objects.filter(plan__case__in=[late, far]).update(end=DUE)
    soon, *_others = [case_in(cast, status) for status in ("submitted", "signed", "notified")]
    Case.objects.filter(pk__in=[late.pk, far.pk]).update(next_due=DUE)
    Case.objects.filter(pk=soon.pk).update(next_due=TODAY + timedelta(days=1))
    case_in(cast, CaseStatus.GENERATION, PULANDIAN)
    walks.suspend(case_in(cast, CaseStatus.UNDERWAY), cast.sun)
    _work_for_the_group(far, cast)
    _transfers(cast)
    _after_the_end(cast, late)
    for case, by in ((late, cast.sun), (far, cast.liu)):
        _supervision(walks.refreshed(case), by)
    _inspections(late, cast)
    for kind in ("question", "complaint", "question"):
        public_letters.send(public_letters.Facts(kind, "怎样申请？", late.region, uuid4()), by=None)
    PublicLetter.objects.filter(pk=PublicLetter.objects.latest("pk").pk).update(due=DUE)
    alerts.run()
    _alerts(far, presenter)
    _machine(late)


def _work_for_the_group(case: Case, cast: Cast) -> None:
    """The unit of the group agent has an item, a meeting, a task, a problem and an order; an agent has reported."""
    post: Post = cast.groups["construction"].posts.get()
    case.items.update(unit=post.unit)
    meeting = Meeting.objects.create(
        case=case, kind="coordination", planned_on=TODAY + timedelta(days=2), place="x", called_by=cast.liu
    )
    meeting.units.add(post.unit)
    meeting.tasks.create(text="x", unit=post.unit, due=TODAY)
    raised = problems.raise_problem(case, kind="problem", text="x", wanted=[post.unit], by=cast.liu)
    type(raised).objects.filter(pk=raised.pk).update(lead=post.unit)
    supervision.issue(walks.refreshed(case), unit=post.unit, ground="complaint", demand="x", days=1, by=cast.liu)
    a_report(case, post, cast.unit_agents["210214-housing"])
    first, second = (table.group for table in case.flow_tables.order_by("group__order")[:2])
    GroupHandover.objects.create(case=case, giver=first, taker=second, on=DUE, by=cast.liu)
    passed = case.items.order_by("pk")[0]
    type(passed).objects.filter(pk=passed.pk).update(status="passed", done_on=DUE)


def a_report(case: Case, post: Post, author: User, **more: object) -> WeeklyReport:
    """A weekly report that waits for its approval."""
    told = {"progress": "x", "problems": "x", "suggestions": "x", "since": DUE, "until": DUE, "due": DUE}
    given = {"level": "agent", "region": case.region, "unit": post.unit, "author": author, "status": "submitted"}
    return WeeklyReport.objects.create(**(told | given | more))


def _transfers(cast: Cast) -> None:
    """One offer that waits, one that was taken over."""
    for number in range(2):
        case = case_in(cast, CaseStatus.SUBMITTED, keep=transferring.CITY)
        made = transferring.offer(cast, case)
        if number:
            transferring.transfers.accept(made, by=transferring.again(cast.gao))


def _after_the_end(cast: Cast, case: Case) -> None:
    """Ended cases: one rated as bad, one whose visit is late; a benefit that waits and one that was granted."""
    closed = case_in(cast, CaseStatus.CLOSED)
    finishing.evaluate(closed, level=2, dimensions={"efficiency": 1}, comment="x", by=cast.wang)
    FollowUp.objects.filter(case=closed, on=None).update(due=DUE)
    given = {"case": case, "applied_on": DUE, "agent": cast.chen, "by": cast.chen}
    PolicyBenefit.objects.create(policy="x", **given)
    PolicyBenefit.objects.create(policy="y", status="granted", decided_on=DUE, granted=1, reason="x", **given)


def _supervision(case: Case, by: User) -> None:
    """A problem, an order that is late, a finding whose unit is late, a notice that waits."""
    unit = case.handling_unit
    problems.raise_problem(case, kind="pre_review", text="x", wanted=[unit], by=by)
    order = supervision.issue(walks.refreshed(case), unit=unit, ground="complaint", demand="x", days=1, by=by)
    SupervisionOrder.objects.filter(pk=order.pk).update(due=DUE)
    other = case.items.exclude(unit=None)[0].unit
    for _twice in range(2):
        row = findings.file(walks.refreshed(case), kind="slowness", unit=other, text="x", by=by)
    Finding.objects.filter(pk=row.pk).update(status="hearing", hearing_due=DUE)
    circulars.write(circulars.Facts("praise", "internal", case.region, unit, "x", "x"), by=by)


def _inspections(case: Case, cast: Cast) -> None:
    """One that is reported and whose answer is late."""
    plan = inspections.Plan("x", case.region, Checklist.objects.get(), [cast.feng], TODAY, TODAY, TODAY)
    row = inspections.plan(plan, units=[case.handling_unit], by=cast.feng)[0]
    reported = {"status": "reported", "number": "x", "reported_at": NOW, "answer_due": DUE, "conclusion": "x"}
    Inspection.objects.filter(pk=row.pk).update(**reported)


def _alerts(case: Case, presenter: User) -> None:
    """Higher steps, a flow table, and a page of the portal, which no case has."""
    for step, row in zip((Rung.SUPERVISE, Rung.CONFER), Alert.objects.order_by("-pk")[:2], strict=True):
        Alert.objects.filter(pk=row.pk).update(rung=step)
    given = {"name_zh": "x", "name_en": "x", "rung": Rung.REMIND, "since": TODAY, "due": TODAY + timedelta(days=3)}
    table = Alert.objects.create(case=case, what=Watch.FLOW_TABLE, label="x", **given)
    table.people.add(*case.team_user_ids)
    Alert.objects.create(what=Watch.PAGE, label="x", **given).people.add(presenter)


def _machine(case: Case) -> None:
    """Jobs and mails in every state, and a date that the calendar moved."""
    for state in JobState:
        ended = timezone.now() if state in (JobState.DONE, JobState.FAILED) else None
        job = Job.objects.create(kind=JobKind.RECOMPUTE_DATES, state=state, finished_at=ended)
    DateMove.objects.create(job=job, case=case, what=OpenDate.MILESTONE, ref="x", old=DUE, new=TODAY)
    first, second, *_rest = Notice.objects.order_by("pk").values_list("pk", flat=True)
    Notice.objects.exclude(pk__gt=second + 5).update(sent_at=None)
    Notice.objects.filter(pk__gt=second + 5).update(sent_at=timezone.now())
    Notice.objects.filter(pk=first).update(failure="OSError: x", attempts=2)
    Notice.objects.filter(pk=second).update(failure="OSError: x", attempts=mails.MAX_ATTEMPTS)


def rows_behind(client: Client, number: Number) -> int:
    """How many rows the list has that the number opens."""
    page = client.get(number.url)
    assert page.status_code == 200, number.url
    assert not (page.context.get("filter") and page.context["filter"].form.errors), number.url
    return int(page.context["table"].paginator.count)


def numbers(client: Client, name: str = "office:board") -> list[Number]:
    """Every number on a page."""
    return list(_numbers(client.get(reverse(name)).context))


def _numbers(context: Any) -> Iterator[Number]:
    yield from context.get("numbers") or []
    for drawn in context.get("panels") or []:
        yield from drawn["numbers"]
