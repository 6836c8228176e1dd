"""The demo cases: one for every situation that a first look should show."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from cases import checks
from cases.actions import files, finishing, intake, items, meetings, notes, transfers
from cases.enums import BLZT, CaseStatus, FileKind
from cases.management.demo import daily, walks
from cases.management.demo.clock import acting_on
from cases.management.demo.people import PULANDIAN, Cast
from cases.management.demo.progress import keep_to_plan
from cases.models import Case, MajorProjectListEntry, ProjectCategory, Region, Unit
from cases.queries import calendars

S = CaseStatus
LAND = {"L01", "L08", "L09", "L10"}
MAIN = LAND | {"G01", "G03", "G04", "G08", "C01", "C03", "C04", "C05", "V01", "V08", "U01", "U03"}


def _ago(working_days: int) -> date:
    """So many working days before today."""
    day, cal = timezone.localdate(), calendars.current()
    for _step in range(working_days):
        day = cal.previous_workday(day)
    return day


def _file(case: Case, cast: Cast) -> None:
    """Two papers in the application."""
    for material in list(case.materials.all()[:2]):
        files.store(
            case,
            walks.pdf(f"{material.name_zh[:20]}.pdf"),
            kind=FileKind.MATERIAL,
            by=case.created_by,
            material=material,
        )


def _category(code: str) -> ProjectCategory:
    return ProjectCategory.objects.get(code=code)


def build(cast: Cast) -> list[Case]:
    """All demo cases: an office in good order, with one date that comes near and one that was missed for a reason that can be read."""
    MajorProjectListEntry.objects.get_or_create(
        year=timezone.localdate().year, level="city", region=Region.objects.get(code="370700"),
        name="年产五万吨示例新材料项目", defaults={"uscc": cast.heavy.uscc},
    )  # fmt: skip
    _agencies()
    running, pulandian = _running(cast), _pulandian(cast)
    found = [
        _draft(cast), _fresh(cast), _correcting(cast), _to_sign(cast), running, _on_time(cast), _suspended(cast), _closed(cast),
        _generation(cast), pulandian,
    ]  # fmt: skip
    daily.build(cast, walks.refreshed(running), walks.refreshed(pulandian))
    return found


def _agencies() -> None:
    """What an agreement prints of the agencies: invented codes with a right check character."""
    for region, code in (("370783", "11370783MB0TEXT01"), ("210214", "11210214MB0TEXT02")):
        Unit.objects.filter(code__in=(f"{region}-agency", f"{region}-business-environment"), uscc="").update(
            uscc=code + checks.uscc_check_character(code), address="示例路 6 号市民服务中心"
        )


def _draft(cast: Cast) -> Case:
    with acting_on(_ago(1)):
        return walks.draft(cast, name="示例智能仓储中心", category=_category("WHS"), investment=Decimal("86000000"))


def _fresh(cast: Cast) -> Case:
    with acting_on(_ago(1)):
        case = walks.draft(cast, name="示例装备再制造项目", keep=MAIN)
        _file(case, cast)
        return walks.walk(case, S.SUBMITTED, cast)


def _correcting(cast: Cast) -> Case:
    with acting_on(_ago(5)):
        case = walks.walk(
            walks.draft(cast, name="示例冷链物流园", category=_category("WHS"), keep=LAND), S.SUBMITTED, cast
        )
    with acting_on(_ago(4)):
        points = [
            intake.Point("需补充建设规模", "请写明各单体建筑面积，便于判断是否需要节能审查。", field="scale"),
            intake.Point(
                case.materials.all()[0].name_zh, "扫描件不清晰，请重新上传。", material_id=case.materials.all()[0].pk
            ),
        ]
        intake.request_correction(case, points, by=cast.chen)
    return case


def _to_sign(cast: Cast) -> Case:
    with acting_on(_ago(2)):
        return walks.walk(
            walks.draft(cast, name="示例职业学校实训楼", category=_category("EDU"), funding="government", keep=MAIN),
            S.AGREEMENT,
            cast,
        )


def _running(cast: Cast) -> Case:
    """Forty working days on, by the roadmap, but for one item, which waits for experts and a study."""
    with acting_on(_ago(43)):
        case = walks.draft(cast, keep=MAIN)
        _file(case, cast)
        case = walks.walk(case, S.SIGNED, cast)
    _plan(case, cast, _ago(40))
    stuck = case.items.get(item__code="G03")

    def reviewed(day: date) -> None:
        items.record(stuck, code=BLZT.SPECIAL_START, on=day, limit_days=10, note="专家评审：补充日照分析", by=cast.chen)

    keep_to_plan(case, cast.chen, _ago(1), stuck="G03", also=((_ago(3), 3, reviewed),))
    with acting_on(_ago(1), 15):
        note = "设计方案转入专家评审，还差日照分析；设计院明天交稿，交稿后当天报送。"
        notes.write(walks.refreshed(case), text=note, internal=True, by=cast.chen)
        notes.write(walks.refreshed(case), text="请问规划许可证大概什么时候能拿到？", internal=False, by=cast.wang)
    return case


def _on_time(cast: Cast) -> Case:
    """A dozen working days on, everything by the roadmap."""
    with acting_on(_ago(14)):
        case = walks.draft(cast, name="示例食品加工厂扩建项目", keep=MAIN)
        case = walks.walk(case, S.SIGNED, cast)
    _plan(case, cast, _ago(12))
    keep_to_plan(case, cast.chen, _ago(1))
    return case


def _plan(case: Case, cast: Cast, day: date) -> None:
    with acting_on(day):
        walks.notify(case, cast, cast.chen)
        walks.plan(walks.refreshed(case), cast, cast.chen, day)


def _lend(case: Case, code: str, cast: Cast) -> None:
    """The city's chief contact carries out an item of the city (W-038)."""
    papers = tuple(transfers.Paper(stored.name, file=stored) for stored in case.files.all()[:2])
    with acting_on(_ago(32)):
        row = transfers.offer_item(
            case.items.get(item__code=code),
            reason="该事项由市级审批，其余事项均在本县办理。",
            sending=transfers.Sending("platform", papers=papers),
            by=cast.chen,
        )
    with acting_on(_ago(31)):
        transfers.accept(row, by=cast.luo)


def _handed_up(cast: Cast) -> Case:
    """Most items belong to the city: the whole case went up, one county item is asked of its contact here (W-036)."""
    with acting_on(_ago(12)):
        case = walks.draft(
            cast, name="示例跨区域供水工程", category=_category("MUN"), keep={"L01", "L11", "G01", "G09", "G10"}
        )
        case = walks.walk(case, S.SIGNED, cast)
    with acting_on(_ago(9)):
        row = transfers.offer_case(
            case,
            to_unit=Unit.objects.get(code="370700-agency"),
            to_user=cast.gao,
            reason="五个事项中四个属市级权限，由市级机构统筹更便于企业。",
            sending=transfers.Sending("courier", "示例快递 1234567890123", (transfers.Paper("服务协议", "copy", 1),)),
            by=cast.chen,
        )
    with acting_on(_ago(8)):
        transfers.accept(row, lead=cast.luo, by=cast.gao)
    return walks.refreshed(case)


def _suspended(cast: Cast) -> Case:
    with acting_on(_ago(30)):
        case = walks.walk(
            walks.draft(cast, name="示例商业综合体", category=_category("COM"), keep=MAIN | {"C09"}), S.UNDERWAY, cast
        )
    keep_to_plan(case, cast.chen, _ago(6))
    with acting_on(_ago(5)):
        walks.suspend(case, cast.sun)
    return case


def _closed(cast: Cast) -> Case:
    with acting_on(_ago(25)):
        case = walks.walk(walks.draft(cast, name="示例包装厂技改项目", keep=LAND), S.CLOSED, cast)
        finishing.evaluate(
            case, level=5, efficiency=5, competence=5, attitude=5, comment="一趟没跑，全程有人管。", by=cast.wang
        )
    return case


def _generation(cast: Cast) -> Case:
    with acting_on(_ago(6)) as day:
        case = walks.draft(cast, PULANDIAN, name="示例海上风电叶片项目", investment=Decimal("550000000"), keep=MAIN)
        case = walks.walk(case, S.GENERATION, cast)
        units = meetings.members_to_invite(case, "generation")
        first = meetings.call(
            case, kind="generation", planned_on=day, place="区政府三楼会议室", units=units, by=cast.liu
        )
        meetings.hold(first, held_on=day, minutes="街道介绍项目基本情况和要素保障需求，各单位会后审查。", by=cast.liu)
    return case


def _pulandian(cast: Cast) -> Case:
    with acting_on(_ago(20)):
        case = walks.draft(cast, PULANDIAN, name="示例海工装备制造基地", investment=Decimal("1280000000"), keep=MAIN)
        case = walks.walk(case, S.UNDERWAY, cast)
    keep_to_plan(case, cast.liu, _ago(1))
    # The town's agent goes with the enterprise to the waterworks next door.
    town = cast.unit_agents["210214T03-town"]
    items.set_agent(case.items.get(item__code="U01"), agent=town, by=cast.liu)
    return case
