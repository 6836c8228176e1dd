"""How the shipped files become rows: one function per file. Pure but for the rows it is handed to point at.

A row whose parent an administrator removed is left out, and so are removed rows of a list.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from cases.enums import LinkKind, Need
from cases.models import (
    AppraisalCriterion,
    AppraisalSheet,
    ApprovalItem,
    CalendarDay,
    CategoryRule,
    Checklist,
    ChecklistQuestion,
    Department,
    FindingRule,
    InspectionRhythm,
    ItemDependency,
    LadderRule,
    MajorProjectListEntry,
    MaterialRequirement,
    ProjectCategory,
    ProjectFact,
    Region,
    ServiceScheme,
    Stage,
    Unit,
    WarningRule,
    WorkGroup,
)
from cases.reference import CalendarRow, Reference
from cases.reference.reader import Row


@dataclass(frozen=True)
class Shipped:
    """A row as shipped: its columns, and its many-to-many lists."""

    fields: dict[str, Any]
    lists: dict[str, list[Any]] = field(default_factory=dict)


Stored = Mapping[type[models.Model], Mapping[str, Any]]
Sheet = tuple[type[models.Model], Iterable[Shipped]]

CATEGORY = ("code", "order", "slug", "name_zh", "name_en", "intro_zh", "intro_en", "examples_zh", "examples_en")
ITEM = (
    "code", "name_zh", "name_en", "level", "statutory_days", "statutory_note_zh", "statutory_note_en", "promised_days",
    "legal_basis_zh", "legal_basis_en", "fee_kind", "fee_zh", "fee_en", "result_zh", "result_en", "certainty",
    "note_zh", "note_en", "question_zh", "question_en", "reason_zh", "reason_en",
)  # fmt: skip
# file: column, where the names differ
ITEM_RENAMED = {
    "type": "kind",
    "dept_text_zh": "department_text_zh",
    "dept_text_en": "department_text_en",
    "unit": "statutory_unit",
    "rongque": "gap",
    "gaozhi": "commitment",
    "yushen": "preapproval",
    "when": "rule",
}
SCHEME = (
    "code", "name_zh", "name_en", "grounds", "list_levels", "generation_review", "generation_meetings",
    "meeting_interval_wd", "joint_review", "flow_tables", "flow_table_wd", "report_rhythm", "report_weekday", "roles", "routing",
    "agreement_kind", "answer_wd", "feedback_wd", "delivery_wd", "rectification_wd", "liaisons_min", "liaisons_max",
    "notice_months",
)  # fmt: skip
PAPER = ("name_zh", "name_en", "form", "copies", "source", "may_be_late", "core")


def sheets(ref: Reference, days: Iterable[CalendarRow], stored: Stored) -> Iterator[Sheet]:
    """Every table in the order in which rows can point at each other; ``stored`` fills up between two of them."""
    yield Department, [Shipped({key: row[key] for key in ("code", "name_zh", "name_en")}) for row in ref.departments]
    yield Stage, _stages(ref, stored)
    yield ServiceScheme, [_scheme(row) for row in ref.schemes]
    for level in _levels(ref.regions):
        yield Region, _regions(level, ref, stored)
    yield Unit, _units(ref, stored)
    yield ProjectCategory, [Shipped({key: row[key] for key in CATEGORY}) for row in ref.categories]
    yield ProjectFact, [Shipped(dict(row)) for row in ref.facts]
    yield ApprovalItem, _items(ref, stored)
    yield MaterialRequirement, _papers(ref, stored)
    yield ItemDependency, _links(ref, stored)
    yield CategoryRule, _cells(ref, stored)
    yield WorkGroup, _groups(ref, stored)
    yield CalendarDay, [Shipped(row._asdict()) for row in days]
    yield WarningRule, [Shipped(dict(row)) for row in ref.warnings]
    yield LadderRule, [Shipped(dict(row)) for row in ref.ladder]
    yield FindingRule, [Shipped(dict(row)) for row in ref.findings]
    yield Checklist, [Shipped({key: row[key] for key in row if key != "questions"}) for row in ref.checklists]
    yield ChecklistQuestion, _questions(ref, stored)
    yield InspectionRhythm, _rhythms(ref, stored)
    yield AppraisalSheet, [Shipped({key: row[key] for key in row if key != "criteria"}) for row in ref.appraisal]
    yield AppraisalCriterion, _criteria(ref, stored)
    yield MajorProjectListEntry, _entries(ref, stored)


def _some(rows: Mapping[str, Any], codes: Iterable[str]) -> list[Any]:
    return [rows[code] for code in dict.fromkeys(codes) if code in rows]


def _stages(ref: Reference, stored: Stored) -> Iterator[Shipped]:
    for row in ref.stages:
        lead = stored[Department].get(row["lead_department"] or "")
        names = {key: row[key] for key in ("code", "order", "name_zh", "name_en")}
        yield Shipped(names | {"is_main": row["main"], "department": lead})


def _scheme(row: Row) -> Shipped:
    """Where the file says null the scheme has no such step: its switch is off and the number is the usual one."""
    fields = {key: row[key] for key in SCHEME if key in row}
    fields |= {
        "document_title": row["document"]["title"],
        "document_number": row["document"]["number"],
        "document_date": date.fromisoformat(row["document"]["date"]),
        "correction_days": row["correction_days_default"],
        "flow_tables": row["flow_table_wd"] is not None,
    }
    columns = {column.name: column for column in ServiceScheme._meta.concrete_fields}
    fields = {key: columns[key].get_default() if value is None else value for key, value in fields.items()}
    least = row["min_investment_yuan"]
    return Shipped(fields | {"min_investment": None if least is None else Decimal(least)})


def _levels(rows: list[Row]) -> Iterator[list[Row]]:
    """Regions by depth, from the top, so that a parent is stored before its parts."""
    depth: dict[str | None, int] = {None: -1}
    parents = {row["code"]: row["parent"] for row in rows}

    def deep(code: str | None) -> int:
        if code not in depth:
            depth[code] = deep(parents[str(code)]) + 1
        return depth[code]

    for level in sorted({deep(row["code"]) for row in rows}):
        yield [row for row in rows if depth[row["code"]] == level]


def _regions(level: list[Row], ref: Reference, stored: Stored) -> Iterator[Shipped]:
    schemes = {code: stored[ServiceScheme].get(row["code"]) for row in ref.schemes for code in row["regions"]}
    for row in level:
        parent = stored[Region].get(row["parent"]) if row["parent"] else None
        if row["parent"] and parent is None:
            continue
        fields = {key: row[key] for key in ("code", "name_zh", "name_en", "level", "kind")}
        path = f"{parent.path}/{row['code']}" if parent else row["code"]
        yield Shipped(fields | {"parent": parent, "path": path, "scheme": schemes.get(row["code"])})


def _units(ref: Reference, stored: Stored) -> Iterator[Shipped]:
    for row in ref.units:
        region = stored[Region].get(row["region"])
        if region:
            fields = {key: row[key] for key in ("code", "name_zh", "name_en", "kind", "short_zh", "phone")}
            yield Shipped(fields | {"region": region}, {"departments": _some(stored[Department], row["departments"])})


def _items(ref: Reference, stored: Stored) -> Iterator[Shipped]:
    for row in ref.items:
        stage, department = stored[Stage].get(row["stage"]), stored[Department].get(row["department"])
        if stage and department:
            renamed = {column: row[key] for key, column in ITEM_RENAMED.items()}
            fields = {key: row[key] for key in ITEM} | renamed | {"extension_days": row.get("extension_days")}
            yield Shipped(fields | {"stage": stage, "department": department})


def _papers(ref: Reference, stored: Stored) -> Iterator[Shipped]:
    items = stored[ApprovalItem]
    for row in ref.items:
        for order, paper in enumerate(row["materials"] if row["code"] in items else (), start=1):
            fields = {key: paper[key] for key in PAPER} | {"item": items[row["code"]], "order": order}
            yield Shipped(fields, {"result_of": _some(items, paper["result_of"])})


def _links(ref: Reference, stored: Stored) -> Iterator[Shipped]:
    """Alternatives of an item share group 1: the catalogue has at most one set of them per item."""
    items = stored[ApprovalItem]
    kinds = {
        "pred_all": LinkKind.ALL, "pred_any": LinkKind.ANY, "pred_cond": LinkKind.IF_PRESENT, "pred_soft": LinkKind.SOFT,
    }  # fmt: skip
    for row in ref.items:
        item = items.get(row["code"])
        if item is None:
            continue
        for key, kind in kinds.items():
            for needed in _some(items, row[key]):
                yield Shipped({"item": item, "kind": kind, "requires": needed, "group": int(kind == LinkKind.ANY)})
        if row["after_milestone"]:
            yield Shipped({"item": item, "kind": LinkKind.MILESTONE, "milestone": row["after_milestone"]})


def _cells(ref: Reference, stored: Stored) -> Iterator[Shipped]:
    for category in _some(stored[ProjectCategory], [row["code"] for row in ref.categories]):
        for row in ref.items:
            item = stored[ApprovalItem].get(row["code"])
            if item:
                need = Need(row["categories"].get(category.code, Need.NOT_NEEDED))
                yield Shipped({"category": category, "item": item, "need": need})


def _groups(ref: Reference, stored: Stored) -> Iterator[Shipped]:
    force = ref.task_force
    region = stored[Region].get(force["region"])
    for row in force["groups"]:
        lead = stored[Unit].get(row["lead"])
        if region is None or lead is None:
            continue
        codes = [item["code"] for item in ref.items if item["stage"] in row["stages"]] + row["items"]
        fields = {
            key: row[key]
            for key in ("code", "name_zh", "name_en", "order", "is_generation", "with_town", "files_flow_table")
        }
        lists = {"members": _some(stored[Unit], row["members"]), "items": _some(stored[ApprovalItem], codes)}
        yield Shipped(fields | {"region": region, "lead": lead}, lists)


def _questions(ref: Reference, stored: Stored) -> Iterator[Shipped]:
    for row in ref.checklists:
        checklist = stored[Checklist].get(row["code"])
        for order, asked in enumerate(row["questions"] if checklist else (), start=1):
            yield Shipped({**asked, "checklist": checklist, "order": order})


def _rhythms(ref: Reference, stored: Stored) -> Iterator[Shipped]:
    for row in ref.rhythms:
        region, checklist = stored[Region].get(row["region"]), stored[Checklist].get(row["checklist"])
        if region and checklist:
            first = date.fromisoformat(row["first_due"])
            yield Shipped({"region": region, "checklist": checklist, "months": row["months"], "first_due": first})


def _criteria(ref: Reference, stored: Stored) -> Iterator[Shipped]:
    for row in ref.appraisal:
        sheet = stored[AppraisalSheet].get(row["code"])
        for order, line in enumerate(row["criteria"] if sheet else (), start=1):
            numbers = {name: Decimal(line[name]) for name in ("zero_at", "full_at", "off") if name in line}
            yield Shipped({**line, **numbers, "sheet": sheet, "order": order})


def _entries(ref: Reference, stored: Stored) -> Iterator[Shipped]:
    for row in ref.project_list:
        region = stored[Region].get(row["region"])
        if region:
            fields = {key: row[key] for key in ("year", "level", "uscc")}
            yield Shipped(fields | {"region": region, "name": row["name_zh"]})
