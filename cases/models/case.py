"""The case: one project's way through the service, its events and the messages owed."""

import uuid
from functools import cached_property
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases import paperwords
from cases.enums import CaseStatus, Ground, PostRole
from cases.enums_finish import AFTER_THE_END
from cases.enums_work import OrderStatus
from cases.models.organisation import Region, ServiceScheme, Unit
from cases.models.people import Enterprise, User
from cases.models.project import MajorProjectListEntry, Project
from cases.routes import OPEN

if TYPE_CHECKING:
    from cases.models.routing import Transfer


class Case(models.Model):
    """One application of an enterprise for the service. ``status`` and ``version`` are written by ``actions.moves.move`` alone."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("case number"), max_length=30, unique=True, null=True, blank=True)
    project = models.OneToOneField(Project, models.PROTECT, related_name="case")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="cases", verbose_name=_("enterprise"))
    scheme = models.ForeignKey(ServiceScheme, models.PROTECT, related_name="cases")
    region = models.ForeignKey(Region, models.PROTECT, related_name="cases", verbose_name=_("region"))
    first_unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="first_cases", verbose_name=_("first-contact agency")
    )
    handling_unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="handled_cases", verbose_name=_("handling agency")
    )
    status = models.CharField(_("status"), max_length=12, choices=CaseStatus.choices, default=CaseStatus.DRAFT)
    suspended_from = models.CharField(max_length=12, choices=CaseStatus.choices, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    notified_at = models.DateTimeField(_("told once and for all"), null=True, blank=True)
    closed_at = models.DateTimeField(_("finished"), null=True, blank=True)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    archive_number = models.CharField(_("archive number"), max_length=40, blank=True)
    ground = models.CharField(_("ground of eligibility"), max_length=20, choices=Ground.choices, blank=True)
    ground_reference = models.CharField(_("reference of the ground"), max_length=200, blank=True)
    # The scheme's numbers as they stood when the application came in: a later change breaks no promise.
    terms = models.JSONField(default=dict, editable=False)
    # The enterprise's liaison officer (服务企业专员) and the line of the yearly list that the project is on (W-002).
    officer_name = models.CharField(_("liaison officer of the enterprise"), max_length=60, blank=True)
    officer_unit = models.CharField(_("unit of the officer"), max_length=100, blank=True)
    officer_post = models.CharField(_("post of the officer"), max_length=60, blank=True)
    officer_phone = models.CharField(_("phone of the officer"), max_length=30, blank=True)
    list_entry = models.ForeignKey(
        MajorProjectListEntry, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("list entry")
    )
    pilot_since = models.DateField(_("pilot project since"), null=True, blank=True)
    next_due = models.DateField(_("next date"), null=True, blank=True)
    next_what = models.CharField(max_length=40, blank=True)
    watched_on = models.DateField(null=True, blank=True)  # the last day on which the ladder looked at its dates
    # Whether somebody is on the team now. Written with the team (``actions.team``, ``transfers``, ``handover``): else the
    # question which cases of an agency are nobody's would go through all that it ever had.
    has_team = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ("-created_at",)
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        indexes = [
            models.Index(fields=("handling_unit", "status", "next_due"), name="case_worklist"),
            models.Index(fields=("enterprise", "status"), name="case_enterprise"),
            # With the number the count of a whole city is read from the index alone.
            models.Index(fields=("region", "status", "number"), name="case_region"),
            models.Index(fields=("next_due",), name="case_next_due"),
            models.Index(fields=("handling_unit", "status"), condition=Q(has_team=False), name="case_without_team"),
            models.Index(
                fields=("handling_unit", "next_due"), condition=Q(has_team=False), name="case_without_team_due"
            ),
            models.Index(fields=("first_unit",), condition=~Q(handling_unit=F("first_unit")), name="case_handed_on"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=CaseStatus.SUSPENDED) ^ Q(suspended_from=""),
                name="suspended_knows_from_where",
                violation_error_message=_("A suspended case must know where to go back to."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=(CaseStatus.DRAFT, CaseStatus.WITHDRAWN)) | Q(number__isnull=False),
                name="submitted_case_has_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or _('Draft')} {self.project.name}"

    def get_status_display(self) -> str:  # type: ignore[no-redef]  # instead of the one that Django makes
        """The status in words, with the paper that is signed under the case's scheme."""
        signing = self.status in {CaseStatus.AGREEMENT, CaseStatus.SIGNED}
        return paperwords.status(self.status, self.scheme.agreement_kind if signing else "")

    def term(self, name: str) -> int:
        """A number of the scheme (days, counts) as promised to this case; before submission, as it stands today."""
        return int(self.terms.get(name, getattr(self.scheme, name)))

    def has(self, what: str) -> bool:
        """Whether the case may have some of it; False only where it was read with the marks of ``queries.presence``."""
        return bool(getattr(self, f"any_{what}", True))

    @cached_property
    def team_user_ids(self) -> set[int]:
        """People on the team now."""
        return {place.user_id for place in self.team.all() if place.until is None}

    @cached_property
    def open_transfers(self) -> list["Transfer"]:
        """Offers and accepted transfers that stand now."""
        found = self.transfers.all() if self.has("transfer") else []
        return [row for row in found if row.status in OPEN]

    @cached_property
    def asked_unit_ids(self) -> set[int]:
        """Units invited to a meeting that is still ahead."""
        if not self.has("meeting"):
            return set()
        ahead = self.meetings.filter(held_on__isnull=True, cancelled_at__isnull=True)
        return set(ahead.values_list("units", flat=True))

    @cached_property
    def urged_user_ids(self) -> set[int]:
        """People with an urging that they have not acknowledged; after the end only one of what is owed then."""
        if not self.has("urge"):
            return set()
        rows = self.urges.filter(acknowledged_at__isnull=True)
        if self.status in {CaseStatus.ARCHIVED, CaseStatus.TERMINATED}:
            rows = rows.filter(what__in=AFTER_THE_END)
        return set(rows.values_list("to", flat=True))

    @cached_property
    def tasked_unit_ids(self) -> set[int]:
        """Units that a meeting gave something to do that is not done."""
        rows = self.meetings.filter(tasks__unit__isnull=False, tasks__done_on__isnull=True)
        return set(rows.values_list("tasks__unit", flat=True))

    @cached_property
    def problem_lead_ids(self) -> set[int]:
        """Units that lead in a problem that is not solved."""
        return set(self.problems.filter(solved_at__isnull=True).values_list("lead", flat=True))

    @cached_property
    def ordered_unit_ids(self) -> set[int]:
        """Units whose supervision order waits for their answer."""
        if not self.has("order"):
            return set()
        return set(self.orders.filter(status=OrderStatus.ISSUED).values_list("unit", flat=True))

    @cached_property
    def group_ids(self) -> set[int]:
        """Groups that owe or filed a flow table."""
        return set(self.flow_tables.values_list("group_id", flat=True))

    @cached_property
    def item_unit_ids(self) -> set[int]:
        """Units that decide an item of the case."""
        return {item.unit_id for item in self.items.all() if item.unit_id}


class CaseEvent(models.Model):
    """What happened, in order, hash-chained per case. Append-only (triggers in the database). Writer: ``actions.events.record``."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=40)
    old_status = models.CharField(max_length=12, blank=True)
    new_status = models.CharField(max_length=12, blank=True)
    data = models.JSONField(default=dict)
    public = models.BooleanField(default=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("case_id", "seq")
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [models.UniqueConstraint(fields=("case", "seq"), name="event_seq_once")]

    def __str__(self) -> str:
        return f"{self.case_id}#{self.seq} {self.action}"


class TeamMember(models.Model):
    """Who works on a case, as what (W-074: one to one, or a team)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="team")
    user = models.ForeignKey(User, models.PROTECT, related_name="team_places", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=20, choices=PostRole.choices)
    is_lead = models.BooleanField(_("first contact for the enterprise"), default=False)
    why = models.CharField(_("why"), max_length=200, blank=True)
    since = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-is_lead", "pk")
        constraints = [
            models.UniqueConstraint(fields=("case", "user"), condition=Q(until__isnull=True), name="on_a_team_once"),
            models.UniqueConstraint(
                fields=("case",), condition=Q(until__isnull=True, is_lead=True), name="one_lead_per_case"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"


class Notice(models.Model):
    """A message owed to a person: the in-app message and the outbox of the mail in one row. Writer: ``actions.notices``.

    ``kind`` and ``data`` are kept; the words are made for the reader's language when it is shown or sent. With
    ``gather_from`` its mail leaves no earlier, in one with everything else that is gathered for the person by then.
    """

    recipient = models.ForeignKey(User, models.PROTECT, related_name="notices")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="notices")
    kind = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    email_to = models.EmailField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    gather_from = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(fields=("recipient", "read_at"), name="notice_unread"),
            models.Index(fields=("sent_at", "leased_until"), name="notice_owed"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.recipient}"


class Note(models.Model):
    """A word on a case: internal (of the service), or a message between the service and the enterprise.

    What the enterprise writes is an enquiry with a day by which it is answered (P-072); ``progress``: a regular account of
    what happened. Writer: ``actions.notes``.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.TextField(_("text"))
    internal = models.BooleanField(default=True)
    progress = models.BooleanField(_("account of the progress"), default=False)
    due = models.DateField(_("to be answered by"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answer = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="answers")
    settled = models.CharField(_("why no answer is needed"), max_length=500, blank=True)
    # The number of the 12345 hotline under which the enquiry came in (W-061).
    hotline = models.CharField(_("number of the hotline"), max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at",)
        indexes = [
            models.Index(
                fields=("case", "due"),
                condition=Q(due__isnull=False, answered_at__isnull=True),
                name="note_open_enquiry",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class NumberSequence(models.Model):
    """The last number given in a scope. Writer: ``actions.numbers.next_number``, under a row lock."""

    scope = models.CharField(max_length=60, unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.scope}: {self.last}"


class SavedFilter(models.Model):
    """A work list's filter that a person keeps under a name."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_filters")
    view = models.CharField(max_length=60)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    query = models.CharField(max_length=1000)

    class Meta:
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=("user", "view", "name"), name="saved_filter_name_once")]

    def __str__(self) -> str:
        return self.name
