"""The daily work of the demo cases: contacts, accounts, a problem, a log, and last week's reports up to the government."""

from datetime import date

from django.utils import timezone

from cases.actions import contacts, notes, problems, supervision, weekly, worklogs
from cases.enums_work import ContactWay, OrderGround, ProblemKind, ReportLevel
from cases.management.demo import findings, inspections, rollout
from cases.management.demo.clock import acting_on
from cases.management.demo.people import Cast
from cases.models import Case, Unit, User
from cases.queries import calendars, progress
from cases.queries import weekly as readers

DEV_REFORM = "210214-dev-reform"


def build(cast: Cast, running: Case, pulandian: Case) -> None:
    """What goes on beside the steps in one case of each scheme."""
    days = _workdays(8)
    _visits(running, cast, days)
    with acting_on(days[1], 11):
        for agent in (cast.chen, cast.liu):
            for owed in progress.owed_by(agent):
                notes.tell_progress(owed.case, text=progress.draft(owed.case), by=agent)
    with acting_on(days[1], 17):
        worklogs.write(days[1], text="与设计院约定下周二提供日照分析，届时上门取件。", by=cast.chen)
    _problem(pulandian, cast, days[5])
    _orders(running, pulandian, cast, days)
    findings.build(cast, running, pulandian, days)
    inspections.build(running, cast.feng, days)
    rollout.build(running, pulandian, cast, days)
    _reports(cast)


def _workdays(count: int) -> list[date]:
    """Working days before today, the nearest first at place 1."""
    cal, found = calendars.current(), [timezone.localdate()]
    for _step in range(count):
        found.append(cal.previous_workday(found[-1]))
    return found


def _visits(case: Case, cast: Cast, days: list[date]) -> None:
    """Two visits and a meeting online; the enterprise made no trip."""
    items = list(case.items.filter(item__code="G04").select_related("item"))
    told = (
        (7, ContactWay.AGENT_VISIT, "示例产业园项目现场", "上门收取设计方案图纸一套，当场核对份数。", "公务用车"),
        (
            4,
            ContactWay.OFFICER_VISIT,
            "示例产业园项目现场",
            "审批人员现场踏勘，核对总平面布置，提出两处修改意见。",
            "公务用车",
        ),
        (2, ContactWay.ONLINE, "", "线上会商日照分析的补充要求，企业同意补充。", ""),
    )
    for ago, way, place, purpose, vehicle in told:
        with acting_on(days[ago], 14) as day:
            facts = contacts.Facts(
                way=way, on=day, people="陈帮办（示例）", met="王建业（示例）", place=place, purpose=purpose,
                vehicle=vehicle, items=items,
            )  # fmt: skip
            contacts.record(case, facts, by=cast.chen)


def _problem(case: Case, cast: Cast, day: date) -> None:
    """A unit agent names the units needed; the lead unit takes it up."""
    wanted = list(Unit.objects.filter(code__in=["210214-housing", "210214-transport"]))
    with acting_on(day, 9):
        made = problems.raise_problem(
            case, kind=ProblemKind.PROBLEM, text="用地红线与规划管线有局部冲突，需两部门共同踏勘确定。", wanted=wanted,
            case_item=case.items.filter(item__code="L08").first(), by=cast.unit_agents[DEV_REFORM],
        )  # fmt: skip
    with acting_on(day, 15):
        problems.take_up(made, plan="本周内组织现场踏勘。", by=cast.groups["land_planning"])


def _orders(running: Case, pulandian: Case, cast: Cast, days: list[date]) -> None:
    """An order that was sent back once and is settled, and one of the city's supervisor that waits for its answer."""
    yang, unit = cast.unit_agents[DEV_REFORM], Unit.objects.get(code=DEV_REFORM)
    with acting_on(days[6], 10):
        made = supervision.issue(
            pulandian, unit=unit, ground=OrderGround.INSPECTION, days=2, by=cast.liu,
            demand="抽查发现材料接收后未当场出具接收清单。请补办交接手续，并说明今后如何避免。",
        )  # fmt: skip
    with acting_on(days[5], 9):
        supervision.answer(made, text="已补办交接手续。", by=yang)
    with acting_on(days[5], 14):
        supervision.send_back(made, words="没有说明今后如何避免，请补充。", days=2, by=cast.liu)
    with acting_on(days[4], 9):
        supervision.answer(made, text="已补办交接手续；窗口备有接收清单，今后当场填写、双方签字。", by=yang)
    with acting_on(days[4], 15):
        supervision.accept(made, words="现场核实，窗口已备清单。", by=cast.liu)
    with acting_on(days[1], 10):
        supervision.issue(
            running, unit=running.handling_unit, ground=OrderGround.INSPECTION, days=5, by=cast.feng,
            demand="专项督导发现现场踏勘记录缺少企业签字。请补齐签字并归入办件文书。",
        )  # fmt: skip


def _reports(cast: Cast) -> None:
    """Every agent who owes the report of last week writes it; the chief agent approves; the dispatch group joins them."""
    authors: list[User] = [cast.unit_agents[DEV_REFORM], cast.groups["land_planning"]]
    owed = [one for user in authors for one in readers.owed_by(user)]
    if not owed:
        return
    with acting_on(owed[0].until, 16):
        for author in authors:
            _report(author, ReportLevel.AGENT, cast.liu)
        _report(cast.groups["dispatch"], ReportLevel.GOVERNMENT, cast.liu)


def _report(author: User, level: ReportLevel, head: User) -> None:
    for one in readers.owed_by(author):
        if one.level == level:
            made = weekly.draft(one.post.pk, level, by=author)
            weekly.submit(made, by=author)
            weekly.approve(made, by=head)
