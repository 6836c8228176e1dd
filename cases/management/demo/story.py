"""The demo cases: one for every situation that a first look should show."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.utils import timezone

from cases import checks
from cases.actions import alerts, duties, files, finishing, intake, items, meetings, notes, staffing, transfers, urging
from cases.enums import BLZT, CaseStatus, FileKind
from cases.management.demo import appraisals, daily, easier, letters, papers, ticking, trial, walks
from cases.management.demo import finishing as after
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
    _staff(cast)
    running, pulandian = _running(cast), _pulandian(cast)
    found = [
        _draft(cast), _fresh(cast), _correcting(cast), _to_sign(cast), running, _on_time(cast), _handed_up(cast),
        _suspended(cast), _closed(cast), _generation(cast), pulandian,
    ]  # fmt: skip
    letters.build(cast)
    ticking.build(cast, walks.refreshed(running))
    daily.build(cast, walks.refreshed(running), walks.refreshed(pulandian))
    suspended = next(case for case in found if walks.refreshed(case).status == S.SUSPENDED)
    papers.build(cast, walks.refreshed(running), walks.refreshed(suspended), _ago(1))
    days = {ago: _ago(ago) for ago in trial.DAYS}
    trial.build(cast, days, found[4], found[5], found[6], found[8])
    found += after.build(cast, walks.refreshed(running), walks.refreshed(found[8]))
    appraisals.build(cast)
    _first_look()
    return found


def _first_look() -> None:
    """The ladder's, as the hour of the last working day would have taken it: nobody is told anything on a rest day or at night."""
    moment, cal = timezone.localtime(), calendars.current()
    today = moment.date()
    if cal.is_workday(today) and moment.time() >= urging.WORK_BEGINS:
        with acting_on(today, min(moment.hour, urging.WORK_ENDS.hour - 1)):
            alerts.look(today)
        return
    day = cal.previous_workday(today)
    with acting_on(day, urging.WORK_ENDS.hour - 1):
        alerts.look(day)


def _agencies() -> None:
    """What an agreement prints of the agencies: invented codes with a right check character."""
    for region, code in (("370783", "11370783MB0TEXT01"), ("210214", "11210214MB0TEXT02")):
        Unit.objects.filter(code__in=(f"{region}-agency", f"{region}-business-environment"), uscc="").update(
            uscc=code + checks.uscc_check_character(code), address="示例路 6 号市民服务中心"
        )
    # The guides say where and when; everybody sees that these are examples.
    places = Region.objects.filter(code__in=("370700", "370783", "210214"))
    Unit.objects.filter(region__in=places, address="").update(
        address="示例路 6 号市民服务中心（示例地址）",
        hours_zh="工作日 9:00—17:00（示例时间）",
        hours_en="Working days 9:00–17:00 (example hours)",
    )


def _staff(cast: Cast) -> None:
    """The leaders of the task force, and the duties and contacts of three places for everybody to read."""
    with acting_on(_ago(60)):
        _seats(cast)
        for code, head in (("370700", cast.gao), ("370783", cast.sun), (PULANDIAN, cast.liu)):
            duties.publish(Region.objects.get(code=code), note="首次公布", by=head)


def _seats(cast: Cast) -> None:
    place = Region.objects.get(code=PULANDIAN)
    for role, unit, name, title, rank in (
        ("leader", None, "示例区长", "区长", "head"),
        ("deputy_leader", None, "示例副区长", "副区长（项目建设）", "deputy"),
        ("office_director", "210214-business-environment", "示例主任", "局长", "head"),
        ("contact", "210214-dev-reform", "示例联系人甲", "副局长", "deputy"),
        ("contact", "210214-housing", "示例联系人乙", "副局长", "deputy"),
    ):
        office = Unit.objects.get(code=unit) if unit else None
        staffing.seat(
            region=place,
            role=role,
            unit=office,
            name=name,
            title=title,
            rank=rank,
            reason="普政办发〔2021〕1号",
            by=cast.liu,
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
    """Forty working days on, by the roadmap, but for one item, whose review by experts is past its own limit for want of a study."""
    with acting_on(_ago(43)):
        case = walks.draft(cast, keep=MAIN)
        _file(case, cast)
        case = walks.walk(case, S.SIGNED, cast)
    _plan(case, cast, _ago(40))
    stuck = case.items.get(item__code="G03")

    def reviewed(day: date) -> None:
        items.record(
            stuck,
            code=BLZT.SPECIAL_START,
            on=day,
            limit_days=5,
            special="experts",
            note="专家评审：补充日照分析",
            by=cast.chen,
        )

    permit = easier.land_permit(case, cast, _ago(30))
    keep_to_plan(case, cast.chen, _ago(1), stuck="G03", also=(permit, (_ago(9), 3, reviewed)))
    easier.build(cast, case, (_ago(2), _ago(1)))
    with acting_on(_ago(1), 15):
        note = "设计方案的专家评审已过评审期限，还差日照分析；设计院明天交稿，交稿后当天报送。"
        notes.write(walks.refreshed(case), text=note, internal=True, by=cast.chen)
        notes.write(walks.refreshed(case), text="请问规划许可证大概什么时候能拿到？", internal=False, by=cast.wang)
    return case


def _on_time(cast: Cast) -> Case:
    """A dozen working days on, everything by the roadmap."""
    with acting_on(_ago(14)):
        case = walks.draft(cast, name="示例食品加工厂扩建项目", keep=MAIN)
        case = walks.walk(case, S.SIGNED, cast)
    _plan(case, cast, _ago(12))
    ask, take = _lend(case, "G01", cast)
    keep_to_plan(case, cast.chen, _ago(1), also=((_ago(11), 3, ask), (_ago(10), 3, take)))
    return case


def _plan(case: Case, cast: Cast, day: date) -> None:
    with acting_on(day):
        walks.notify(case, cast, cast.chen)
        walks.plan(walks.refreshed(case), cast, cast.chen, day)


def _lend(case: Case, code: str, cast: Cast) -> tuple[Callable[[date], None], Callable[[date], None]]:
    """The city's chief contact is asked for an item of the city, and takes it (W-038)."""
    item = case.items.get(item__code=code)
    papers = tuple(transfers.Paper(stored.name, file=stored) for stored in case.files.all()[:2])

    def ask(_day: date) -> None:
        sending = transfers.Sending("platform", papers=papers)
        transfers.offer_item(item, reason="该事项由市级审批，其余事项均在本县办理。", sending=sending, by=cast.chen)

    def take(_day: date) -> None:
        transfers.accept(item.transfers.get(), by=cast.luo)

    return ask, take


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
        rated = {"efficiency": 5, "competence": 5, "attitude": 5}
        finishing.evaluate(
            case, level=5, channel="on_site", dimensions=rated, comment="一趟没跑，全程有人管。", by=cast.wang
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
