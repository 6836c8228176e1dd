"""Every closed list of the domain. Values are stored; labels are shown. Terms: the national standards and the two policy documents."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.enums_actions import Action as Action


class Level(models.TextChoices):
    """Level of authority that decides an item, or that a region stands on."""

    STATE = "state", pgettext_lazy("level", "State")
    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    COUNTY = "county", _("County or district")
    TOWN = "town", _("Town or street")


class RegionKind(models.TextChoices):
    REGION = "region", _("Administrative region")
    ZONE = "zone", _("Development zone")
    PARK = "park", _("Industrial park")


class UnitKind(models.TextChoices):
    AGENCY = "agency", _("Assisting agency")
    DEPARTMENT = "department", _("Department")
    UTILITY = "utility", _("Public utility")
    TOWN = "town", _("Street, town or park")
    OFFICE = "office", _("Party or government office")


class PostRole(models.TextChoices):
    """The five roles of 0+N (W-022), its liaisons (W-031), the posts of 1+3+N (P-050 to P-052) and the administrator."""

    OVERALL_MANAGER = "overall_manager", _("Overall manager")
    PROCESS_GUIDE = "process_guide", _("Process guide")
    SERVICE_AGENT = "service_agent", _("Service agent")
    POLICY_PRESENTER = "policy_presenter", _("Policy presenter")
    WORK_SUPERVISOR = "work_supervisor", _("Work supervisor")
    CHIEF_LIAISON = "chief_liaison", _("Chief liaison")
    CHIEF_AGENT = "chief_agent", _("Chief agent")
    GROUP_AGENT = "group_agent", _("Group agent")
    UNIT_AGENT = "unit_agent", _("Unit agent")
    ADMINISTRATOR = "administrator", _("Administrator")


class StageCode(models.TextChoices):
    SETUP = "S0", _("Enterprise set-up")
    LAND_PLANNING = "S1", _("Project and land planning permit")
    CONSTRUCTION_PLANNING = "S2", _("Construction planning permit")
    PARALLEL = "PL", _("Parallel items")
    CONSTRUCTION_PERMIT = "S3", _("Construction permit")
    COMPLETION = "S4", _("Completion acceptance")
    UTILITY = "UT", _("Public utilities")
    INTERMEDIARY = "AG", _("Intermediary services")
    UPPER = "UP", _("Provincial level and above")


class ItemType(models.TextChoices):
    LICENCE = "licence", _("Administrative licence")
    OTHER_POWER = "other_power", _("Other administrative power")
    INTERMEDIARY = "intermediary", _("Intermediary service")
    FILING = "filing", _("Filing")
    PUBLIC_SERVICE = "public_service", _("Public service")
    CONFIRMATION = "confirmation", _("Administrative confirmation")
    TECHNICAL_REVIEW = "technical_review", _("Technical review")
    SELF = "self", _("Done by the enterprise itself")


class DayUnit(models.TextChoices):
    WORKING = "wd", _("working days")
    CALENDAR = "cal", _("calendar days")


class Flag(models.TextChoices):
    """Whether an easier way is usual for an item: gaps, commitment, pre-approval."""

    YES = "Y", _("usual")
    CONDITIONAL = "C", _("under conditions")
    NO = "N", _("not usual")


class Certainty(models.TextChoices):
    READ = "A", _("read in the source")
    NATIONAL = "B", _("national rule, to be re-read")
    LOCAL = "C", _("local practice, to be replaced by the local list")


class Need(models.TextChoices):
    REQUIRED = "R", _("Needed")
    CONDITIONAL = "C", _("Depends")
    NOT_NEEDED = "-", _("Not needed")


class FactKind(models.TextChoices):
    """How a fact of a project is told."""

    CHOICE = "choice", _("one of a list")
    NUMBER = "number", _("a number")
    YES_NO = "yes_no", _("yes or no")


class LinkKind(models.TextChoices):
    """How an item depends on another (B.0)."""

    ALL = "all", _("must be finished first")
    ANY = "any", _("one of these must be finished first")
    IF_PRESENT = "cond", _("first, when it is part of the project")
    SOFT = "soft", _("recommended first")
    MILESTONE = "milestone", _("after a milestone")


class FeeKind(models.TextChoices):
    NONE = "none", _("Free of charge")
    STATUTORY = "statutory", _("Statutory charge")
    CONTRACT = "contract", _("By contract")
    DEPOSIT = "deposit", _("Deposit or guarantee")
    REGISTRATION = "registration", _("Registration fee")


class MaterialForm(models.TextChoices):
    ORIGINAL = "original", _("Original")
    COPY = "copy", pgettext_lazy("paper", "Copy")
    ELECTRONIC = "electronic", _("Electronic")


class MaterialSource(models.TextChoices):
    APPLICANT = "applicant", _("From the enterprise")
    AUTHORITY = "authority", _("From an authority")
    INTERMEDIARY = "intermediary", _("From an intermediary")
    RESULT = "result", _("Result of another item")


class Funding(models.TextChoices):
    PRIVATE = "private", _("Private funds")
    STATE = "state", _("Funds of a state-owned enterprise")
    GOVERNMENT = "government", _("Government funds")
    MIXED = "mixed", _("Mixed funds")


class LandAcquisition(models.TextChoices):
    GRANT = "grant", _("Granted land (tender, auction or listing)")
    ALLOCATION = "allocation", _("Allocated land")
    EXISTING = "existing", _("Land already held")
    COLLECTIVE = "collective", _("Collective land")
    NONE = "none", _("No land needed")


class Ground(models.TextChoices):
    """Why a project may be served (W-010, W-011, P-040)."""

    MAJOR_LIST = "major_list", _("On the yearly list of major projects")
    INVESTMENT = "investment_min", _("Investment reaches the limit")
    DECISION = "government_decision", _("Decision of the government")


class CaseStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    CORRECTING = "correcting", _("Waiting for correction")
    GENERATION = "generation", _("Project generation review")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    AGREEMENT = "agreement", _("Agreement to be signed")
    SIGNED = "signed", _("Agreement signed")
    NOTIFIED = "notified", _("Items told once and for all")
    UNDERWAY = "underway", _("Items under way")
    SUSPENDED = "suspended", _("Suspended")
    TERMINATED = "terminated", _("Terminated")
    DELIVERING = "delivering", _("Results being handed over")
    COMPLETION = "completion", _("Completion to be confirmed")
    CLOSED = "closed", _("Finished")
    ARCHIVED = "archived", _("Archived")


class Who(models.TextChoices):
    """Who a step belongs to; ``permissions`` turns each into a predicate."""

    APPLICANT = "applicant", _("the enterprise")
    SIGNATORY = "signatory", _("a person who may sign for the enterprise")
    HANDLER = "handler", _("the assisting agency")
    CHIEF = "chief", _("the head of the assisting agency")
    OPINION_GIVER = "opinion_giver", _("the unit asked")
    GROUP = "group", _("the group agent")
    ITEM_WORKER = "item_worker", _("the agent of the item")
    KEEPER = "keeper", _("the assisting or the first-contact agency")
    RECEIVER = "receiver", _("whom the matter was offered to")
    HOLDER = "holder", _("who holds or lent the matter")
    COORDINATOR = "coordinator", _("the agency or the group agent")
    URGED = "urged", _("the person who was urged")
    WORKER = "worker", _("whoever works on the case")
    LEAD = "lead", _("the lead unit")
    TASKED = "tasked", _("the unit that the meeting gave the task to")
    SUPERVISOR = "supervisor", _("the head of the agency or a supervisor of the region")
    ORDERED = "ordered", _("the unit that the order is addressed to")
    CALLER = "caller", _("the agency or those who supervise it")
    EITHER = "either", _("the enterprise or the assisting agency")
    BOTH = "both", _("the enterprise or the agent of the item")


class BLZT(models.IntegerChoices):
    """National status codes of an item under way (domain C.1)."""

    RECEIVED = 1, pgettext_lazy("item", "Received")
    WITHDRAWN = 2, pgettext_lazy("item", "Withdrawn")
    ACCEPTED = 3, pgettext_lazy("item", "Accepted for handling")
    NOT_HANDLED = 4, pgettext_lazy("item", "Not taken")
    NOT_ACCEPTED = 5, pgettext_lazy("item", "Not accepted")
    CORRECTION_START = 6, pgettext_lazy("item", "Correction asked for")
    CORRECTION_END = 7, pgettext_lazy("item", "Correction received")
    DEPARTMENT_START = 8, pgettext_lazy("item", "Department has begun")
    SPECIAL_START = 9, pgettext_lazy("item", "Special procedure begun")
    SPECIAL_END = 10, pgettext_lazy("item", "Special procedure ended")
    PASSED = 11, pgettext_lazy("item", "Passed")
    PASSED_WITH_GAP = 12, pgettext_lazy("item", "Passed with a gap")
    NOT_PASSED = 13, pgettext_lazy("item", "Not passed")
    RETRACTED = 14, pgettext_lazy("item", "Retracted")
    REVOKED = 15, pgettext_lazy("item", "Revoked")
    # Not in the national list and never told there: the decision to extend the legal limit (行政许可法 §42).
    EXTENDED = 101, pgettext_lazy("item", "Limit extended")


class ItemStatus(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("item", "Applied for")
    CONFIRMED = "confirmed", pgettext_lazy("item", "Not begun")
    RECEIVED = "received", pgettext_lazy("item", "Received")
    CORRECTING = "correcting", pgettext_lazy("item", "Correction asked for")
    HANDLING = "handling", pgettext_lazy("item", "In handling")
    SPECIAL = "special", pgettext_lazy("item", "Special procedure")
    PASSED = "passed", pgettext_lazy("item", "Passed")
    PASSED_WITH_GAP = "passed_gap", pgettext_lazy("item", "Passed with a gap")
    NOT_PASSED = "not_passed", pgettext_lazy("item", "Not passed")
    STOPPED = "stopped", pgettext_lazy("item", "Withdrawn or not accepted")
    DONE_BEFORE = "done_before", pgettext_lazy("item", "Done before the service")
    DROPPED = "dropped", pgettext_lazy("item", "Taken out")


class AssistMode(models.TextChoices):
    ASSIST = "assist", _("Assist (you file, we help)")
    ACT = "act", _("Act on your behalf")


class MeetingKind(models.TextChoices):
    JOINT_REVIEW = "joint_review", _("Joint review meeting")
    GENERATION = "generation", _("Project generation meeting")
    COORDINATION = "coordination", _("Coordination meeting")
    CONFERENCE = "conference", _("Joint conference")


class Verdict(models.TextChoices):
    AGREE = "agree", _("Agrees")
    CONDITIONS = "conditions", _("Agrees under conditions")
    DISAGREE = "disagree", _("Does not agree")


class SuspensionGround(models.TextChoices):
    """The five grounds of P-073 and any other."""

    UNTRUE = "untrue", _("Materials are not true")
    UNFIT = "unfit", _("Materials do not meet the legal conditions and cannot be corrected")
    UNPAID = "unpaid", _("Charges were not paid in time")
    ASKED = "asked", _("The enterprise asked to pause")
    POLICY = "policy", _("Change of policy")
    OTHER = "other", _("Another reason")


class DeliveryMethod(models.TextChoices):
    IN_PERSON = "in_person", _("Handed over in person")
    MAIL = "mail", _("Sent by mail")


class DocumentKind(models.TextChoices):
    RECEIPT = "receipt", _("Receipt of the application")
    CORRECTION = "correction", _("Correction notice")
    AGREEMENT = "agreement", _("Agreement")
    AUTHORISATION = "authorisation", _("Authorisation")
    MINUTES = "minutes", _("Minutes")
    NOTIFICATION = "notification", _("One-off notification")
    FLOW_TABLE = "flow_table", _("Service flow table")
    ROADMAP = "roadmap", pgettext_lazy("document", "Roadmap")
    SUSPENSION = "suspension", _("Suspension form")
    RESUMPTION = "resumption", _("Resumption form")
    COMPLETION = "completion", _("Completion form")
    MAILING = "mailing", _("Mail record")
    VISIT = "visit", _("Visit record")
    TRANSFER = "transfer", _("Transfer slip")
    SUPERVISION = "supervision", _("Supervision order")
    HANDOVER = "handover", _("Receipt of originals")
    PRE_APPROVAL = "pre_approval", _("Pre-approval opinion")
    GAP_PROMISE = "gap_promise", _("Promise of late papers")
    COMMITMENT = "commitment", _("Statement of commitment")
    PARALLEL = "parallel", _("Joint application form")
    SUPPLEMENT = "supplement", _("Confirmation of changed items")
    WINDOW = "window", _("Window hand-over slip")
    FOLLOW_UP = "follow_up", _("Follow-up record")


class Side(models.TextChoices):
    ENTERPRISE = "enterprise", _("Enterprise")
    AGENCY = "agency", _("Assisting agency")
    UNIT = "unit", _("Unit concerned")


class SignMethod(models.TextChoices):
    ONLINE = "online", _("Signed online")
    PAPER = "paper", _("Signed and sealed on paper")


class FileKind(models.TextChoices):
    MATERIAL = "material", _("Application material")
    RESULT = "result", _("Result document")
    SIGNED_PAPER = "signed_paper", _("Signed paper")
    RECEIPT = "receipt", _("Receipt")
    DECISION = "decision", _("Decision")
    ATTACHMENT = "attachment", _("Attachment")
    DOCUMENT = "document", _("Printed document")
    ARCHIVE = "archive", _("Archive package")
    EVIDENCE = "evidence", _("Evidence of a finding")


class MemberRole(models.TextChoices):
    OWNER = "owner", _("May sign and invite")
    MEMBER = "member", _("May fill in and follow")


class JobKind(models.TextChoices):
    """Work that is done in the background, batch by batch."""

    RECOMPUTE_DATES = "recompute_dates", _("Open dates after a change of the calendar")
    ARCHIVE_PACKAGE = "archive_package", _("Package of an archived case")
    LEDGER = "ledger", _("File of the ledger")
    REPORT = "report", _("Count of a summary report")
    APPRAISAL = "appraisal", _("Count of an appraisal")
    CHECK_LINKS = "check_links", _("Links on published pages")


class JobState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("job", "Waiting")
    RUNNING = "running", pgettext_lazy("job", "Running")
    DONE = "done", pgettext_lazy("job", "Done")
    FAILED = "failed", pgettext_lazy("job", "Failed")


class MailState(models.TextChoices):
    """How far a mail that is owed is."""

    OWED = "owed", pgettext_lazy("mail", "To be sent")
    FAILING = "failing", pgettext_lazy("mail", "Failed, will be tried again")
    GIVEN_UP = "given_up", pgettext_lazy("mail", "Given up")
    SENT = "sent", pgettext_lazy("mail", "Sent")


class OpenDate(models.TextChoices):
    """A date that was counted in working days and has not been met yet."""

    CORRECTION = "correction", _("Correction of the application")
    FLOW_TABLE = "flow_table", _("Flow table of a group")
    ENQUIRY = "enquiry", _("Answer to an enquiry")
    TRANSFER = "transfer", _("Answer to a transfer")
    ORDER = "order", _("Answer to a supervision order")
    FOLLOW_UP = "follow_up", _("Follow-up visit")
    RECTIFICATION = "rectification", _("Bad evaluation to be put right")
    BENEFIT = "benefit", _("Claim of a benefit to be followed up")
    SECOND_MEETING = "second_meeting", _("Second project generation meeting")
    DELIVERY = "delivery", _("Delivery of the results")
    PROMISED = "promised", _("Promised limit")
    STATUTORY = "statutory", _("Legal limit")
    SPECIAL = "special", _("Special procedure")
    PLAN = "plan", _("End by the roadmap (forecast)")
    MILESTONE = "milestone", _("Milestone of the roadmap (forecast)")


class Watched(models.TextChoices):
    """A clock that a warning rule watches."""

    PROMISED = "promised", _("Promised limit")
    STATUTORY = "statutory", _("Legal limit")
    SPECIAL = "special", _("Special procedure")
    DATE = "date", _("Date of a case")


# What the clock writes into the log of a case beside the acts of people: no step, so it stands in no table.
DATES_MOVED = "dates_moved"
