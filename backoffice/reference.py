"""The reference data an administrator keeps: which rows, which of their facts are edited and which are shown in the list."""

from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cases.daywords import with_days
from cases.models import (
    AppraisalCriterion,
    AppraisalSheet,
    ApprovalItem,
    CalendarDay,
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


@dataclass(frozen=True)
class Kind:
    """One kind of rows. ``parent`` is the foreign key under whose row they are listed; ``text`` says what they are for."""

    slug: str
    model: type[models.Model]
    text: str | Promise
    fields: tuple[str, ...]
    columns: tuple[str, ...]
    search: tuple[str, ...]
    parent: str = ""
    related: tuple[str, ...] = ()
    adds: bool = True
    filters: dict[str, str] = field(default_factory=dict)
    title: str | Promise = ""

    @property
    def label(self) -> str:
        return str(self.title) or capfirst(str(self.model._meta.verbose_name_plural))

    @property
    def one(self) -> str:
        return str(self.model._meta.verbose_name)


NAMES = ("name_zh", "name_en")
ITEM = (
    "code", *NAMES, "stage", "kind", "department", "department_text_zh", "department_text_en", "level", "statutory_days",
    "statutory_unit", "extension_days", "statutory_note_zh", "statutory_note_en", "promised_days", "legal_basis_zh", "legal_basis_en",
    "fee_kind", "fee_zh", "fee_en", "gap", "commitment", "preapproval", "result_zh", "result_en", "question_zh", "question_en", "rule",
    "reason_zh", "reason_en", "note_zh", "note_en", "certainty", "active",
)  # fmt: skip
SCHEME = (
    "code", *NAMES, "document_title", "document_number", "document_date", "grounds", "min_investment", "list_levels",
    "generation_review", "generation_meetings", "meeting_interval_wd", "joint_review", "flow_tables", "flow_table_wd",
    "report_rhythm", "report_weekday", "roles", "routing", "agreement_kind", "correction_days", "answer_wd",
    "complaint_wd", "suggestion_wd", "feedback_wd",
    "delivery_wd", "rectification_wd", "follow_up_wd", "liaisons_min", "liaisons_max", "transfer_wd", "notice_months",
)  # fmt: skip

KINDS: dict[str, Kind] = {
    kind.slug: kind
    for kind in (
        Kind(
            "items", ApprovalItem, _("Approvals, filings and services with their limits, fees and results."), ITEM,
            ("code", "name", "stage__name", "level", "promised_days", "statutory_days", "certainty", "active"),
            ("code", "name_zh", "name_en"), related=("stage",), filters={"stage": "stage", "certainty": "certainty", "active": "active"},
        ),
        Kind(
            "materials", MaterialRequirement, _("Papers that an item asks for."),
            ("item", "order", *NAMES, "form", "copies", "source", "may_be_late", "core", "result_of", "active"),
            ("item__code", "order", "name", "form", "source", "may_be_late", "core", "active"),
            ("item__code", "name_zh", "name_en"), parent="item", related=("item",), filters={"item": "item"},
        ),
        Kind(
            "dependencies", ItemDependency, _("Which item waits for which."), ("item", "kind", "requires", "milestone", "group"),
            ("item__code", "item__name", "kind", "requires__code", "requires__name", "milestone"),
            ("item__code", "item__name_zh", "requires__code", "requires__name_zh"), parent="item", related=("item", "requires"),
            filters={"item": "item"},
        ),
        Kind(
            "categories", ProjectCategory, _("The categories of projects with their introduction."),
            ("code", "slug", "order", *NAMES, "intro_zh", "intro_en", "examples_zh", "examples_en"),
            ("code", "name", "slug", "order"), ("code", "name_zh", "name_en"),
        ),
        Kind(
            "facts", ProjectFact, _("What the guide to approvals asks of every project, and what rules may name."),
            ("code", "kind", *NAMES, "question_zh", "question_en", "help_zh", "help_en", "unit_zh", "unit_en", "order", "active"),
            ("code", "name", "kind", "order", "active"), ("code", "name_zh", "name_en", "question_zh"),
            filters={"kind": "kind", "active": "active"},
        ),
        Kind(
            "stages", Stage, _("The four main stages and the side tracks."), ("code", "order", *NAMES, "is_main", "department"),
            ("code", "name", "order", "is_main", "department__name"), ("code", "name_zh", "name_en"), related=("department",), adds=False,
        ),
        Kind(
            "departments", Department, _("Lines of business, whatever the unit is called locally."), ("code", *NAMES),
            ("code", "name"), ("code", "name_zh", "name_en"),
        ),
        Kind(
            "regions", Region, _("Places and the service scheme that holds there."), ("code", *NAMES, "level", "kind", "parent", "scheme"),
            ("code", "name", "level", "kind", "parent__name", "scheme__name"), ("code", "name_zh", "name_en"),
            related=("parent", "scheme"), filters={"level": "level"},
        ),
        Kind(
            "units", Unit, _("Agencies, departments, utilities, towns."),
            ("code", "region", "kind", *NAMES, "short_zh", "departments", "phone", "address", "hours_zh", "hours_en", "uscc", "head"),
            ("code", "name", "region__name", "kind", "phone"), ("code", "name_zh", "name_en", "short_zh"),
            related=("region",), filters={"kind": "kind"},
        ),
        Kind(
            "groups", WorkGroup, _("The work groups of 1+3+N: lead, members, items."),
            ("code", "region", *NAMES, "lead", "members", "items", "is_generation", "with_town", "files_flow_table", "order"),
            ("code", "name", "region__name", "lead__name", "is_generation", "files_flow_table"), ("code", "name_zh", "name_en"),
            related=("region", "lead"),
        ),
        Kind(
            "schemes", ServiceScheme, _("The numbers of the two policies: grounds, days, meetings, forms."), SCHEME,
            ("code", "name", "document_title", "document_date", "agreement_kind"), ("code", "name_zh", "name_en"),
        ),
        Kind(
            "days", CalendarDay, _("Working days and holidays; the yearly notice is entered as one act."),
            ("date", "is_workday", "name", "kind", "source", "provisional"),
            ("date", "is_workday", "name", "source", "provisional"), ("name", "source"), adds=False, title=_("Working calendar"),
            filters={"year": "date__year", "is_workday": "is_workday"},
        ),
        Kind(
            "warnings", WarningRule, _("When a lamp turns yellow: the clock it watches, the share of the time, the working days."),
            ("code", *NAMES, "clock", "yellow_percent", "yellow_days", "order", "certainty", "source_zh", "source_en", "active"),
            ("code", "name", "clock", "yellow_percent", "yellow_days", "active"), ("code", "name_zh", "name_en"),
            filters={"clock": "clock", "active": "active"},
        ),
        Kind(
            "ladder", LadderRule, _("When a date that comes near or has passed is told to whom: reminder, urging and what follows."),
            ("code", *NAMES, "watched", "rung", "days", "certainty", "source_zh", "source_en", "active"),
            ("code", "name", "watched", "rung", "days", "active"), ("code", "name_zh", "name_en"),
            filters={"watched": "watched", "rung": "rung", "active": "active"},
        ),
        Kind(
            "findings", FindingRule, _("Which facts of the record are proposed as findings, of which kind, and from when."),
            ("code", *NAMES, "kind", "sought", "threshold", "certainty", "source_zh", "source_en", "active"),
            ("code", "name", "kind", "sought", "threshold", "active"), ("code", "name_zh", "name_en"),
            filters={"kind": "kind", "active": "active"},
        ),
        Kind(
            "checklists", Checklist, _("What special inspections ask, for which kind of unit."),
            ("code", *NAMES, "unit_kind", "certainty", "source_zh", "source_en", "active"),
            ("code", "name", "unit_kind", "certainty", "active"), ("code", "name_zh", "name_en"), filters={"active": "active"},
        ),
        Kind(
            "questions", ChecklistQuestion, _("The questions of the checklists: what a “no” points at, and where to look."),
            ("checklist", "order", *NAMES, "kind", "evidence_zh", "evidence_en", "source_zh", "source_en", "active"),
            ("order", "name", "checklist__name", "kind", "active"), ("name_zh", "name_en", "evidence_zh"),
            parent="checklist", related=("checklist",), filters={"checklist": "checklist", "kind": "kind", "active": "active"},
        ),
        Kind(
            "rhythms", InspectionRhythm, _("How often the units of a place are inspected, and from when on."),
            ("region", "checklist", "months", "first_due", "active"),
            ("region__name", "checklist__name", "months", "first_due", "active"), ("region__code", "region__name_zh"),
            related=("region", "checklist"), filters={"active": "active"},
        ),
        Kind(
            "appraisal", AppraisalSheet, _("Whom an appraisal judges, and from how many facts on there is a place among the others."),
            ("code", *NAMES, "subject", "least", "certainty", "source_zh", "source_en", "active"),
            ("code", "name", "subject", "least", "certainty", "active"), ("code", "name_zh", "name_en"), filters={"active": "active"},
        ),
        Kind(
            "criteria", AppraisalCriterion, _("What an appraisal reads, its weight, and how a value becomes points."),
            ("sheet", "order", *NAMES, "measure", "weight", "way", "zero_at", "full_at", "off", "active"),
            ("order", "name", "sheet__name", "measure", "weight", "way", "active"), ("name_zh", "name_en"),
            parent="sheet", related=("sheet",), filters={"sheet": "sheet", "measure": "measure", "active": "active"},
        ),
        Kind(
            "lists", MajorProjectListEntry, _("The yearly lists of major projects."),
            ("year", "level", "region", "name", "uscc", "project_code"), ("year", "level", "region__name", "name", "uscc", "project_code"),
            ("name", "uscc", "project_code"), related=("region",), filters={"year": "year", "level": "level"},
        ),
    )
}  # fmt: skip
BY_MODEL: dict[str, Kind] = {str(kind.model._meta.model_name): kind for kind in KINDS.values()}


def title_of(row: Any) -> str:
    """How a row is called in headings; codes that only machines use (lower case) are left out."""
    code, said = str(getattr(row, "code", "")), with_days(str(row))
    return f"{code} {said}".strip() if code and code not in said and not code.islower() else said
