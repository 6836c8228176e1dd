"""The domain's tables, one module per noun."""

from cases.models.aftercare import FollowUp, PolicyBenefit, Rectification, RectificationStep
from cases.models.alert import Alert, AlertStep, LadderRule
from cases.models.appraisal import (
    Appraisal,
    AppraisalCriterion,
    AppraisalFigure,
    AppraisalObjection,
    AppraisalPart,
    AppraisalResult,
    AppraisalSheet,
    AppraisalStep,
)
from cases.models.case import Case, CaseEvent, Note, Notice, NumberSequence, SavedFilter, TeamMember
from cases.models.catalogue import (
    ApprovalItem,
    CategoryRule,
    ItemDependency,
    MaterialRequirement,
    ProjectCategory,
    ReferenceVersion,
)
from cases.models.circular import Circular, CircularStep
from cases.models.contact import Contact
from cases.models.display import DisplayLink
from cases.models.easier import (
    CommitmentStatement,
    DeferredMaterial,
    LabelPoint,
    MissingCondition,
    ParallelGroup,
    PolicyLabel,
    PreApproval,
)
from cases.models.evidence import Evidence
from cases.models.exchange import Exchange, ExchangeKey
from cases.models.fact import ProjectFact
from cases.models.fee import FeePayment, ItemFee
from cases.models.feed import CalendarFeed
from cases.models.figures import PublicFigures
from cases.models.finding import Finding, FindingRule, FindingStep, Referral
from cases.models.finish import Delivery, Evaluation, Suspension
from cases.models.handing import GroupHandover, HandedPaper, WindowHandover
from cases.models.inspection import (
    Checklist,
    ChecklistQuestion,
    Inspection,
    InspectionAnswer,
    InspectionReminder,
    InspectionRhythm,
    InspectionStep,
)
from cases.models.item import CaseItem, CaseMaterial, Correction, CorrectionPoint, ItemFact, StoredFile
from cases.models.job import DateMove, Job, LedgerFile, LedgerPart
from cases.models.keeping import ArchivePackage, ResultCopy
from cases.models.letter import LetterStep, PublicLetter
from cases.models.material import MaterialAnswer, MaterialVersion, ProjectMaterial
from cases.models.meeting import GenerationDecision, Meeting, MeetingTask, Opinion
from cases.models.organisation import CalendarDay, Department, Region, ServiceScheme, Stage, Unit, WorkGroup
from cases.models.original import OriginalHandover, OriginalLine
from cases.models.paper import IssuedDocument, Signature
from cases.models.people import Enterprise, Invitation, Membership, Post, User
from cases.models.problem import Problem
from cases.models.progress_code import ProgressCode
from cases.models.project import MajorProjectListEntry, Project
from cases.models.report import ReportFile, WeeklyReport, WorkLog
from cases.models.roadmap import FlowRow, FlowTable, Plan, PlanRow, WorksFact
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
from cases.models.summary import ReportEdition, ReportSending, ReportSubscription, RolloutChange, RolloutPhase
from cases.models.supervision import SupervisionOrder, SupervisionReply
from cases.models.ticked import SharedTicks, TickedList
from cases.models.urge import Urge
from cases.models.warning import WarningRule

__all__ = [
    "Absence",
    "Alert",
    "AlertStep",
    "Appraisal",
    "AppraisalCriterion",
    "AppraisalFigure",
    "AppraisalObjection",
    "AppraisalPart",
    "AppraisalResult",
    "AppraisalSheet",
    "AppraisalStep",
    "ApprovalItem",
    "ArchivePackage",
    "Attendance",
    "CalendarDay",
    "CalendarFeed",
    "Case",
    "CaseEvent",
    "CaseItem",
    "CaseMaterial",
    "CategoryRule",
    "Checklist",
    "ChecklistQuestion",
    "ChiefContact",
    "Circular",
    "CircularStep",
    "CommitmentStatement",
    "Contact",
    "Correction",
    "CorrectionPoint",
    "DateMove",
    "DeferredMaterial",
    "Delivery",
    "Department",
    "DisplayLink",
    "DutyList",
    "Enterprise",
    "Evaluation",
    "Evidence",
    "Exchange",
    "ExchangeKey",
    "FeePayment",
    "Finding",
    "FindingRule",
    "FindingStep",
    "FlowRow",
    "FlowTable",
    "FollowUp",
    "GenerationDecision",
    "GroupHandover",
    "HandedPaper",
    "Inspection",
    "InspectionAnswer",
    "InspectionReminder",
    "InspectionRhythm",
    "InspectionStep",
    "Invitation",
    "IssuedDocument",
    "ItemDependency",
    "ItemFact",
    "ItemFee",
    "Job",
    "LabelPoint",
    "LadderRule",
    "LedgerFile",
    "LedgerPart",
    "LetterStep",
    "MajorProjectListEntry",
    "MaterialAnswer",
    "MaterialRequirement",
    "MaterialVersion",
    "Meeting",
    "MeetingTask",
    "Membership",
    "MissingCondition",
    "Note",
    "Notice",
    "NumberSequence",
    "Opinion",
    "OriginalHandover",
    "OriginalLine",
    "ParallelGroup",
    "Plan",
    "PlanRow",
    "PolicyBenefit",
    "PolicyLabel",
    "Post",
    "PreApproval",
    "Problem",
    "ProgressCode",
    "Project",
    "ProjectCategory",
    "ProjectFact",
    "ProjectMaterial",
    "PublicFigures",
    "PublicLetter",
    "Rectification",
    "RectificationStep",
    "ReferenceVersion",
    "Referral",
    "Region",
    "ReportEdition",
    "ReportFile",
    "ReportSending",
    "ReportSubscription",
    "ResultCopy",
    "RolloutChange",
    "RolloutPhase",
    "Rotation",
    "RouteDecision",
    "SavedFilter",
    "ServiceScheme",
    "SharedTicks",
    "Signature",
    "Stage",
    "StoredFile",
    "SupervisionOrder",
    "SupervisionReply",
    "Suspension",
    "TaskForceSeat",
    "TeamMember",
    "TickedList",
    "TrainingPlan",
    "TrainingSession",
    "Transfer",
    "TransferPaper",
    "Unit",
    "Urge",
    "User",
    "WarningRule",
    "WeeklyReport",
    "WindowHandover",
    "WorkGroup",
    "WorkLog",
    "WorksFact",
]
