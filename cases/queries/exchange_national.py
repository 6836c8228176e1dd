"""Cases in the tables of the national data standard of the approval management system (domain C.1, W-061).

Table and field names are those of the standard; a code list that is not published here leaves its field empty rather than guessed.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.functional import Promise

from cases.enums import BLZT, ItemStatus, LinkKind, MeetingKind, Need
from cases.models import ApprovalItem, Case, CaseItem, ItemFact, Opinion, ProjectCategory, Stage
from cases.queries import clocks
from cases.queries.flows import flow_type
from cases.transitions import ITEM_DONE

Row = dict[str, Any]
OWN = "BDB"  # our own numbers (地方数据主键) begin so
NOT_SENT = 0  # SJSCZT: not uploaded, as nothing here is connected
_COMMON = ("DFSJZJ", "XZQHDM", "XMDM", "GCDM", "SJYXBS", "SJSCZT")
TABLES: dict[str, tuple[str, ...]] = {
    "SPGL_DFXMSPLCXXB": (
        "DFSJZJ", "XZQHDM", "SPLCBM", "SPLCBBH", "SPLCMC", "SPLCLX", "SJYXBS", "SJSCZT",
    ),
    "SPGL_DFXMSPLCJDXXB": (
        "DFSJZJ", "XZQHDM", "SPLCBM", "SPLCBBH", "SPJDBM", "SPJDMC", "SPJDXH", "DYBZSPJDXH", "SPJDSX", "SJYXBS", "SJSCZT",
    ),
    "SPGL_DFXMSPLCJDSXXXB": (
        "DFSJZJ", "XZQHDM", "SPLCBM", "SPLCBBH", "SPJDXH", "SPSXBM", "SPSXMC", "SPSXBLSX", "SPBMMC", "QZSPSXBM", "SJYXBS", "SJSCZT",
    ),
    "SPGL_XMJBXXB": (
        *_COMMON, "GCFW", "QJDGCDM", "XMMC", "XMTZLY", "XMZJSX", "LXLX", "TDHQFS", "TDSFDSJFA", "SFWCQYPG", "GCFL", "GCHYFL",
        "JSXZ", "JSDD", "JSDDXZQH", "JSGMJNR", "YDMJ", "ZTZE", "NKGSJ", "NJCSJ", "SPLCLX", "SPLCBM",
    ),
    "SPGL_XMDWXXB": (*_COMMON, "DWMC", "DWTYSHXYDM", "DWLX"),
    "SPGL_XMSPSXBLXXB": (
        *_COMMON, "SPSXSLBM", "SPSXBM", "SPSXMC", "SPJDXH", "SPBMBM", "SPBMMC", "SPSXBLSX", "BLZT",
    ),
    "SPGL_XMSPSXBLXXXXB": (*_COMMON, "SPSXSLBM", "BLZT", "BLYJ", "BLSJ", "BLCS", "BLR", "PFWH"),
    "SPGL_XMSPSXBLTBCXXXB": (*_COMMON, "SPSXSLBM", "TBCXMC", "TBCXKSSJ", "TBCXJSSJ", "TBCXSX", "TBCXSXLX"),
    "SPGL_XMSPSXPFWJXXB": (*_COMMON, "SPSXSLBM", "PFRQ", "PFWH", "PFWJBT", "FJMC", "SHA256"),
    "SPGL_XMQQYJXXB": (*_COMMON, "BLDWDM", "BLDWMC", "QQYJ", "FKSJ", "BLR"),
}  # fmt: skip
# The five stages of the standard (对应标准审批阶段序号); the others run beside them.
STANDARD_STAGE = {"S1": 1, "S2": 2, "S3": 3, "S4": 4}
OPINIONS = (MeetingKind.GENERATION, MeetingKind.JOINT_REVIEW)


def chinese(label: str | Promise) -> str:
    """What leaves the house is Chinese, whoever sends it."""
    with translation.override("zh-hans"):
        return str(label)


def own_fact(key: str) -> int | None:
    """The fact behind one of our own numbers."""
    digits = key.removeprefix(f"{OWN}-SPGL_XMSPSXBLXXXXB-")
    return int(digits) if digits != key and digits.isascii() and digits.isdecimal() and len(digits) < 15 else None


def tables(cases: Iterable[Case]) -> dict[str, list[Row]]:
    """Every table with its rows; the flow tables of the categories that occur."""
    chosen = list(cases)
    made: dict[str, list[Row]] = {name: [] for name in TABLES}
    for case in chosen:
        made["SPGL_XMJBXXB"].append(_project(case))
        made["SPGL_XMDWXXB"].append(_owner(case))
        for item in _items(case):
            for name, row in _item_rows(case, item):
                made[name].append(row)
        made["SPGL_XMQQYJXXB"] += [_opinion(case, row) for row in _opinions(case)]
    flows = {(case.project.category, case.region.code, _type(case)) for case in chosen}
    for category, region, kind in sorted(flows, key=lambda flow: (flow[0].order, flow[1], flow[2])):
        _flow(made, category, region, kind)
    return {name: [_whole(name, row) for row in rows] for name, rows in made.items()}


def _whole(table: str, row: Row) -> Row:
    """Every field of the table in its order, empty where nothing is known."""
    return {field: row.get(field, "") for field in TABLES[table]} | {
        "DFSJZJ": f"{OWN}-{table}-{row['DFSJZJ']}", "SJYXBS": row.get("SJYXBS", 1), "SJSCZT": NOT_SENT,
    }  # fmt: skip


def _type(case: Case) -> int:
    return flow_type(case.project.category.code, case.project.funding).value


def _of(case: Case, key: object) -> Row:
    return {"DFSJZJ": key, "XZQHDM": case.region.code, "XMDM": case.project.project_code, "GCDM": case.number}


def _project(case: Case) -> Row:
    project = case.project
    return _of(case, case.pk) | {
        "XMMC": project.name,
        "GCFW": project.name,
        "XMTZLY": chinese(project.get_funding_display()),
        "TDHQFS": chinese(project.get_land_acquisition_display()),
        "GCFL": project.category.name_zh,
        "JSDD": project.address,
        "JSDDXZQH": (project.town or project.region).code,
        "JSGMJNR": project.scale,
        "YDMJ": str(project.land_area) if project.land_area is not None else "",
        "ZTZE": str(project.investment),
        "NKGSJ": _day(project.planned_start),
        "NJCSJ": _day(project.planned_finish),
        "SPLCLX": _type(case),
        "SPLCBM": project.category.code,
    }


def _owner(case: Case) -> Row:
    return _of(case, case.pk) | {
        "DWMC": case.enterprise.name, "DWTYSHXYDM": case.enterprise.uscc, "DWLX": "建设单位",
    }  # fmt: skip


def _items(case: Case) -> Iterable[CaseItem]:
    found = case.items.exclude(status__in=(ItemStatus.PROPOSED, ItemStatus.DROPPED))
    return found.select_related("item__stage", "unit").prefetch_related("facts__document", "facts__by", "files")


def _item_rows(case: Case, item: CaseItem) -> Iterator[tuple[str, Row]]:
    instance = {"SPSXSLBM": f"{case.number}-{item.item.code}"}
    facts = [fact for fact in clocks.valid_facts(item) if fact.code != BLZT.EXTENDED]
    wrong = {fact.corrects_id for fact in item.facts.all() if fact.corrects_id}
    yield (
        "SPGL_XMSPSXBLXXB",
        _of(case, item.pk)
        | instance
        | {
            "SPSXBM": item.item.code,
            "SPSXMC": item.item.name_zh,
            "SPJDXH": STANDARD_STAGE.get(item.item.stage.code, ""),
            "SPBMBM": item.unit.code if item.unit else "",
            "SPBMMC": item.unit.name_zh if item.unit else item.item.department_text_zh,
            "SPSXBLSX": item.promised_days if item.promised_days is not None else item.item.promised_days,
            "BLZT": int(facts[-1].code) if facts else "",
        },
    )
    for fact in item.facts.all():
        if fact.code != BLZT.EXTENDED:
            yield "SPGL_XMSPSXBLXXXXB", _of(case, fact.pk) | instance | _fact(item, fact, fact.pk not in wrong)
    for row in _specials(facts):
        yield "SPGL_XMSPSXBLTBCXXXB", _of(case, row.pop("pk")) | instance | row
    if item.status in ITEM_DONE and item.file_number:
        stored = next((file for file in item.files.all() if file.kind == "result"), None)
        yield (
            "SPGL_XMSPSXPFWJXXB",
            _of(case, item.pk)
            | instance
            | {
                "PFRQ": _day(item.done_on),
                "PFWH": item.file_number,
                "PFWJBT": item.item.result_zh,
                "FJMC": stored.name if stored else "",
                "SHA256": stored.sha256 if stored else "",
            },
        )


def _fact(item: CaseItem, fact: ItemFact, valid: bool) -> Row:
    return {
        "BLZT": int(fact.code),
        "BLYJ": fact.note,
        "BLSJ": _day(fact.on),
        "BLCS": item.unit.name_zh if item.unit else "",
        "BLR": fact.by.name,
        "PFWH": fact.file_number,
        "SJYXBS": int(valid),
    }


def _specials(facts: list[ItemFact]) -> Iterator[Row]:
    """Each special procedure with its start, its end if it has one, and its own limit in working days (TBCXSXLX 1)."""
    for at, fact in enumerate(facts):
        if fact.code == BLZT.SPECIAL_START:
            end = next((later for later in facts[at + 1 :] if later.code == BLZT.SPECIAL_END), None)
            yield {
                "pk": fact.pk,
                "TBCXMC": chinese(fact.get_special_display()),
                "TBCXKSSJ": _day(fact.on),
                "TBCXJSSJ": _day(end.on) if end else "",
                "TBCXSX": fact.limit_days,
                "TBCXSXLX": 1,
            }


def _opinions(case: Case) -> Iterable[Opinion]:
    found = Opinion.objects.filter(meeting__case=case, meeting__kind__in=OPINIONS)
    return found.select_related("unit", "given_by").order_by("pk")


def _opinion(case: Case, row: Opinion) -> Row:
    verdict = chinese(row.get_compliance_display())
    return _of(case, row.pk) | {
        "BLDWDM": row.unit.code,
        "BLDWMC": row.unit.name_zh,
        "QQYJ": f"{verdict}：{row.text}" if row.text else verdict,
        "FKSJ": _moment(row.given_at),
        "BLR": row.given_by.name,
    }


def _flow(made: dict[str, list[Row]], category: ProjectCategory, region: str, kind: int) -> None:
    """The approval flow of a category as the catalogue has it today: its stages, and the items of each."""
    same = {"XZQHDM": region, "SPLCBM": category.code, "SPLCBBH": 1}
    key = f"{region}-{category.code}-{kind}"
    made["SPGL_DFXMSPLCXXB"].append(same | {"DFSJZJ": key, "SPLCMC": category.name_zh, "SPLCLX": kind})
    needed = [Need.REQUIRED, Need.CONDITIONAL]
    items = ApprovalItem.objects.filter(active=True, rules__category=category, rules__need__in=needed)
    rows = list(items.select_related("stage").prefetch_related("links__requires"))
    for stage in Stage.objects.order_by("order"):
        of_stage = [row for row in rows if row.stage_id == stage.pk]
        if of_stage:
            number = STANDARD_STAGE.get(stage.code, "")
            longest = max(row.promised_days for row in of_stage)
            made["SPGL_DFXMSPLCJDXXB"].append(
                same | {"DFSJZJ": f"{key}-{stage.code}", "SPJDBM": stage.code, "SPJDMC": stage.name_zh, "SPJDXH": stage.order,
                        "DYBZSPJDXH": number, "SPJDSX": longest}
            )  # fmt: skip
            made["SPGL_DFXMSPLCJDSXXXB"] += [same | _stage_item(key, stage, row) for row in of_stage]


def _stage_item(key: str, stage: Stage, row: ApprovalItem) -> Row:
    before = sorted({link.requires.code for link in row.links.all() if link.requires and link.kind != LinkKind.SOFT})
    return {
        "DFSJZJ": f"{key}-{row.code}",
        "SPJDXH": stage.order,
        "SPSXBM": row.code,
        "SPSXMC": row.name_zh,
        "SPSXBLSX": row.promised_days,
        "SPBMMC": row.department_text_zh,
        "QZSPSXBM": ",".join(before),
    }


def _day(value: Any) -> str:
    return value.isoformat() if value else ""


def _moment(value: datetime) -> str:
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
