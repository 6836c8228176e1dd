"""Drive a case along the real actions, exactly as people would, up to a status."""

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cases import transitions
from cases.actions import (
    agreements,
    applications,
    archiving,
    finishing,
    intake,
    items,
    meetings,
    pausing,
    planning,
    projects,
    review,
    team,
)
from cases.enums import BLZT, CaseStatus, Ground, ItemStatus, MeetingKind, PostRole, Verdict
from cases.management.demo.people import PULANDIAN, SHOUGUANG, Cast
from cases.models import Case, CaseItem, FlowTable, ProjectCategory, Region, Unit, User
from cases.queries import documents, eligibility, results

S = CaseStatus
WORKS_DAYS = 300
ORDER = [
    S.DRAFT,
    S.SUBMITTED,
    S.GENERATION,
    S.ACCEPTED,
    S.AGREEMENT,
    S.SIGNED,
    S.NOTIFIED,
    S.UNDERWAY,
    S.DELIVERING,
    S.COMPLETION,
    S.CLOSED,
    S.ARCHIVED,
]


def facts(region: str = SHOUGUANG, **changes: Any) -> dict[str, Any]:
    """The facts of an invented industrial project."""
    return {
        "name": "年产五万吨示例新材料项目",
        "project_code": "",
        "category": ProjectCategory.objects.get(code="IND"),
        "region": Region.objects.get(code=region),
        "address": "示例产业园纬一路以北",
        "investment": Decimal("320000000.00"),
        "funding": "private",
        "land_acquisition": "grant",
        "land_area": Decimal("66700.00"),
        "floor_area": Decimal("42000.00"),
        "scale": "新建生产车间两座、仓库一座及配套设施，总建筑面积约四万二千平方米。",
        "benefits": "达产后预计年产值六亿元，新增就业二百人。",
        "need_land": "工业用地约一百亩",
        "need_planning": "符合园区规划",
        "need_energy": "年综合能耗约八百吨标准煤",
        "need_emission": "废水接入园区管网",
        "need_funding": "自筹",
        "contact_name": "王建业（示例）",
        "contact_phone": "138 0000 0001",
    } | changes


def sides(cast: Cast, region: str) -> tuple[User, Any, User, User]:
    """Owner, enterprise, who handles, who signs for the agency."""
    if region == PULANDIAN:
        return cast.he, cast.marine, cast.liu, cast.liu
    return cast.wang, cast.heavy, cast.chen, cast.sun


def draft(cast: Cast, region: str = SHOUGUANG, keep: set[str] | None = None, **changes: Any) -> Case:
    """A draft with the items the system proposes, or only those named."""
    owner, enterprise, _agent, _chief = sides(cast, region)
    case = projects.start(enterprise, facts(region, **changes), by=owner)
    if keep is not None:
        choices = {
            row.item.code: applications.Choice(taken=row.item.code in keep) for row in case.items.select_related("item")
        }
        choices |= {code: applications.Choice(taken=True) for code in keep}
        applications.choose_items(case, choices, {}, by=owner)
    return case


def walk(case: Case, to: str, cast: Cast) -> Case:
    """Take the case step by step to ``to`` (a status on the straight way, see ORDER)."""
    region = (case.scheme.code == "one_three_n" and PULANDIAN) or SHOUGUANG
    owner, _enterprise, agent, chief = sides(cast, region)
    steps: dict[str, Callable[[], object]] = {
        S.SUBMITTED: lambda: applications.submit(case, by=owner),
        S.GENERATION: lambda: intake.open_generation(case, by=agent),
        S.ACCEPTED: lambda: accept(case, agent),
        S.AGREEMENT: lambda: agreements.offer(case, by=chief),
        S.SIGNED: lambda: agreements.sign(documents.awaiting_enterprise(case)[0], by=owner),
        S.NOTIFIED: lambda: notify(case, cast, agent),
        S.UNDERWAY: lambda: plan(case, cast, agent),
        S.DELIVERING: lambda: finish_items(case, agent),
        S.COMPLETION: lambda: complete(case, agent, chief),
        S.CLOSED: lambda: agreements.sign(documents.awaiting_enterprise(case).get(kind="completion"), by=owner),
        S.ARCHIVED: lambda: archive(case, agent),
    }
    for status in ORDER[1 : ORDER.index(S(to)) + 1]:
        if ORDER.index(S(case.status)) >= ORDER.index(status) or (
            status == S.GENERATION and not case.scheme.generation_review
        ):
            continue
        if status == S.ACCEPTED and case.scheme.generation_review:
            generation(case, agent, timezone.localdate())
        steps[status]()
        case = refreshed(case)
    return case


def refreshed(case: Case) -> Case:
    return Case.objects.select_related(
        "scheme", "project__region", "project__category", "region", "handling_unit", "enterprise"
    ).get(pk=case.pk)


def accept(case: Case, agent: User) -> None:
    """On the first ground that fits."""
    if case.scheme.code == "one_three_n":
        met = eligibility.check(case.project).first_met
        intake.accept(case, ground=Ground.INVESTMENT, reference=met.reference if met else "", by=agent)
    else:
        intake.accept(case, ground=Ground.MAJOR_LIST, reference="2026年市级重大项目名单（示例）", by=agent)


def generation(case: Case, agent: User, day: date) -> None:
    """Both meetings with opinions, then the government's decision (P-021 to P-023)."""
    for _number in (1, 2):
        case = refreshed(case)
        units = meetings.members_to_invite(case, MeetingKind.GENERATION)
        meeting = meetings.call(
            case, kind=MeetingKind.GENERATION, planned_on=day, place="区政府三楼会议室", units=units, by=agent
        )
        for unit in units[:3]:
            meetings.give_opinion(
                meeting, unit=unit, compliance=Verdict.AGREE, feasibility=Verdict.AGREE, text="无意见", by=agent
            )
        meetings.hold(meeting, held_on=day, minutes="各成员单位对项目合规性、可行性发表意见，原则同意。", by=agent)
    meetings.decide_generation(
        refreshed(case),
        passed=True,
        reference="区政府常务会议纪要〔2026〕示例3号",
        decided_on=day,
        summary="同意实施",
        by=agent,
    )


def name_team(case: Case, cast: Cast, agent: User) -> None:
    role = PostRole.CHIEF_AGENT if case.scheme.code == "one_three_n" else PostRole.SERVICE_AGENT
    team.set_team(case, [team.Member(agent, role, is_lead=True, why="属地帮代办")], by=agent)


def notify(case: Case, cast: Cast, agent: User) -> None:
    """Team, joint review (where the scheme has it), items confirmed, told once."""
    name_team(case, cast, agent)
    case = refreshed(case)
    if case.scheme.joint_review:
        units = list(Unit.objects.filter(region=case.region, kind="department")[:4])
        meeting = meetings.call(
            case,
            kind=MeetingKind.JOINT_REVIEW,
            planned_on=timezone.localdate(),
            place="市民服务中心会议室",
            units=units,
            by=agent,
        )
        for unit in units:
            meetings.give_opinion(meeting, unit=unit, compliance=Verdict.AGREE, text="同意纳入并联办理", by=agent)
        meetings.hold(meeting, held_on=timezone.localdate(), minutes="逐项确认事项清单和办理流程。", by=agent)
    keep: dict[str, dict[str, Any]] = {
        row.item.code: {} for row in case.items.exclude(status=ItemStatus.DONE_BEFORE).select_related("item")
    }
    review.confirm_items(refreshed(case), keep=keep, by=agent)
    review.notify_once(refreshed(case), by=agent)


def plan(case: Case, cast: Cast, agent: User, start: date | None = None) -> None:
    """Flow tables of the groups where the scheme asks for them, then the roadmap."""
    for table in FlowTable.objects.filter(case=case, filed_at__isnull=True).select_related("group"):
        rows = [
            planning.Row(
                row,
                row.unit,
                None,
                "\n".join(row.materials.values_list("name_zh", flat=True)),
                row.item.fee_zh,
                row.promised_days or 0,
            )
            for row in case.items.filter(group=table.group, done_on=None)
            .exclude(status=ItemStatus.DROPPED)
            .select_related("item", "unit")
        ]
        planning.file_flow_table(
            table, rows, no_items=not rows, unnamed="承办单位收件后指定", by=cast.groups[table.group.code]
        )
    today = timezone.localdate()
    planning.set_plan(refreshed(case), start=start or today, works_days=WORKS_DAYS, by=agent)


def pass_item(item: CaseItem, agent: User, day: date | None = None) -> None:
    """Received, accepted, passed on one day, with its file number."""
    day = day or timezone.localdate()
    for code in (BLZT.RECEIVED, BLZT.ACCEPTED, BLZT.PASSED):
        number = f"示例许〔2026〕{item.pk}号" if code == BLZT.PASSED else ""
        items.record(item, code=code, on=day, file_number=number, by=agent)


def finish_items(case: Case, agent: User) -> None:
    """Every item in an order that its predecessors allow; then the hand-over begins."""
    left = list(case.items.exclude(status__in=transitions.ITEM_DONE).select_related("item"))
    for _round in range(len(left)):
        open_codes = {row.item.code for row in left}
        for row in list(left):
            needs = set(row.item.links.filter(kind__in=["all", "any", "cond"]).values_list("requires__code", flat=True))
            if not needs & (open_codes - {row.item.code}):
                pass_item(row, agent)
                left.remove(row)
                open_codes.discard(row.item.code)
        if not left:
            break
    finishing.start_delivery(refreshed(case), by=agent)


def complete(case: Case, agent: User, chief: User) -> None:
    """Hand everything over in person and issue the completion form."""
    today = timezone.localdate()
    finishing.deliver(
        case, method="in_person", on=today, receiver="王建业（示例）", items=finishing.undelivered(case), by=agent
    )
    finishing.issue_completion(refreshed(case), on=today, by=chief)


def keep_all_copies(case: Case, agent: User, shelf: str) -> None:
    """Whatever has no copy on a shelf yet gets one."""
    uncopied = list(results.without_copy(case))
    if uncopied:
        archiving.keep_copies(case, uncopied, shelf=shelf, on=timezone.localdate(), by=agent)


def archive(case: Case, agent: User) -> None:
    """A copy of every result on the shelf, then the case file."""
    shelf = "示例档案柜 3-2"
    keep_all_copies(case, agent, shelf)
    finishing.archive(refreshed(case), shelf=shelf, by=agent)


def suspend(case: Case, chief: User) -> None:
    """Unpaid charges: the third ground of P-073."""
    pausing.suspend(
        case,
        ground="unpaid",
        explanation="城市基础设施配套费尚未缴纳",
        tried="两次书面提醒，一次电话沟通",
        start=timezone.localdate(),
        by=chief,
    )


def pdf(name: str = "材料.pdf", text: bytes = b"demo") -> SimpleUploadedFile:
    """A small real PDF; the same words are the same bytes."""
    made = pikepdf.new()
    made.add_blank_page()
    made.docinfo["/Title"] = text.decode()
    out = io.BytesIO()
    made.save(out, deterministic_id=True)
    return SimpleUploadedFile(name, out.getvalue(), content_type="application/pdf")
