"""The domain's tables, one module per noun."""

from cases.models.case import Case, CaseEvent, Note, Notice, NumberSequence, SavedFilter, TeamMember
from cases.models.catalogue import (
    ApprovalItem,
    CategoryRule,
    ItemDependency,
    MaterialRequirement,
    ProjectCategory,
    ReferenceVersion,
)
from cases.models.contact import Contact
from cases.models.feed import CalendarFeed
from cases.models.finish import Delivery, Evaluation, Suspension
from cases.models.item import CaseItem, CaseMaterial, Correction, CorrectionPoint, ItemFact, StoredFile
from cases.models.job import DateMove, Job
from cases.models.meeting import GenerationDecision, Meeting, Opinion
from cases.models.organisation import CalendarDay, Department, Region, ServiceScheme, Stage, Unit, WorkGroup
from cases.models.paper import IssuedDocument, Signature
from cases.models.people import Enterprise, Invitation, Membership, Post, User
from cases.models.problem import Problem
from cases.models.project import MajorProjectListEntry, Project
from cases.models.report import ReportFile, WeeklyReport, WorkLog
from cases.models.roadmap import FlowRow, FlowTable, Plan, PlanRow
from cases.models.routing import ChiefContact, RouteDecision, Transfer, TransferPaper
from cases.models.staffing import (
    Absence,
    Attendance,
    DutyList,
    Rotation,
    TaskForceSeat,
    TrainingPlan,
    TrainingSession,
)
from cases.models.urge import Urge
from cases.models.warning import WarningRule

__all__ = [
    "Absence",
    "ApprovalItem",
    "Attendance",
    "CalendarDay",
    "CalendarFeed",
    "Case",
    "CaseEvent",
    "CaseItem",
    "CaseMaterial",
    "CategoryRule",
    "ChiefContact",
    "Contact",
    "Correction",
    "CorrectionPoint",
    "DateMove",
    "Delivery",
    "Department",
    "DutyList",
    "Enterprise",
    "Evaluation",
    "FlowRow",
    "FlowTable",
    "GenerationDecision",
    "Invitation",
    "IssuedDocument",
    "ItemDependency",
    "ItemFact",
    "Job",
    "MajorProjectListEntry",
    "MaterialRequirement",
    "Meeting",
    "Membership",
    "Note",
    "Notice",
    "NumberSequence",
    "Opinion",
    "Plan",
    "PlanRow",
    "Post",
    "Problem",
    "Project",
    "ProjectCategory",
    "ReferenceVersion",
    "Region",
    "ReportFile",
    "Rotation",
    "RouteDecision",
    "SavedFilter",
    "ServiceScheme",
    "Signature",
    "Stage",
    "StoredFile",
    "Suspension",
    "TaskForceSeat",
    "TeamMember",
    "TrainingPlan",
    "TrainingSession",
    "Transfer",
    "TransferPaper",
    "Unit",
    "Urge",
    "User",
    "WarningRule",
    "WeeklyReport",
    "WorkGroup",
    "WorkLog",
]
