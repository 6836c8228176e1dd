"""People of the service beside their posts: the task force's seats, training, rotation, published duties, absences."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.enums_staff import Rank, SeatRole
from cases.models.organisation import Region, Unit
from cases.models.people import User


class TaskForceSeat(models.Model):
    """A place in the task force of 1+3+N (P-010, P-011, P-013): never changed, only ended. Writer: ``actions.staffing``."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="seats", verbose_name=_("region"))
    role = models.CharField(_("place in the task force"), max_length=16, choices=SeatRole.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="seats", verbose_name=_("unit"))
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    title = models.CharField(_("office held"), max_length=100)
    rank = models.CharField(_("rank"), max_length=8, choices=Rank.choices)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    end_reason = models.CharField(_("reason of the end"), max_length=200, blank=True)

    class Meta:
        ordering = ("region__code", "role", "unit__code", "-since", "pk")
        verbose_name = _("seat in the task force")
        verbose_name_plural = _("seats in the task force")
        constraints = [
            models.UniqueConstraint(
                fields=("region",),
                condition=Q(role=SeatRole.LEADER, until__isnull=True),
                name="one_leader_of_task_force",
            ),
            models.UniqueConstraint(
                fields=("unit",),
                condition=Q(role=SeatRole.CONTACT, until__isnull=True),
                name="one_contact_per_member_unit",
            ),
            models.CheckConstraint(
                condition=~Q(role=SeatRole.CONTACT) | Q(rank=Rank.DEPUTY, unit__isnull=False),
                name="unit_contact_is_deputy",
                violation_error_message=_("The contact of a member unit is one of its deputy leaders."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.get_role_display()}"


class TrainingPlan(models.Model):
    """What is taught to whom in a year (W-023, P-091). Writer: ``actions.staffing``."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="training_plans", verbose_name=_("region"))
    title = models.CharField(_("name of the plan"), max_length=120)
    year = models.PositiveSmallIntegerField(_("year"))
    roles = models.JSONField(_("for"), default=list)
    before_post = models.BooleanField(_("required before the first assignment"), default=False)
    content = models.TextField(_("content"), blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-year", "region__code", "title")
        verbose_name = _("training plan")
        verbose_name_plural = _("training plans")
        constraints = [models.UniqueConstraint(fields=("region", "title", "year"), name="training_plan_once")]

    def __str__(self) -> str:
        return f"{self.year} {self.title}"


class TrainingSession(models.Model):
    """One session of a plan."""

    plan = models.ForeignKey(TrainingPlan, models.PROTECT, related_name="sessions")
    on = models.DateField(_("date"))
    topic = models.CharField(_("topic"), max_length=200)
    place = models.CharField(_("place"), max_length=200, blank=True)
    trainer = models.CharField(_("trainer"), max_length=100, blank=True)

    class Meta:
        ordering = ("-on", "-pk")
        verbose_name = _("training session")
        verbose_name_plural = _("training sessions")

    def __str__(self) -> str:
        return f"{self.on} {self.topic}"


class Attendance(models.Model):
    """That somebody took part in a session."""

    session = models.ForeignKey(TrainingSession, models.PROTECT, related_name="attendances")
    user = models.ForeignKey(User, models.PROTECT, related_name="trainings", verbose_name=_("person"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("session", "user"), name="attended_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.session}"


class Rotation(models.Model):
    """A time of learning by turns in another unit (轮流跟班学习, W-023)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="rotations", verbose_name=_("person"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("host unit"))
    since = models.DateField(_("since"))
    until = models.DateField(_("until"))
    mentor = models.CharField(_("mentor"), max_length=60, blank=True)
    learnt = models.TextField(_("what is learnt"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-since", "-pk")
        verbose_name = _("rotation")
        verbose_name_plural = _("rotations")
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=models.F("since")), name="rotation_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.unit}"


class DutyList(models.Model):
    """A published version of a place's duties and contacts (权责清单及联系方式, W-030). Never changed. Writer: ``actions.duties``."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="duty_lists", verbose_name=_("region"))
    number = models.PositiveSmallIntegerField(_("version"))
    rows = models.JSONField(default=list)
    note = models.CharField(_("what has changed"), max_length=200, blank=True)
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("region__code", "-number")
        verbose_name = _("duty and contact list")
        verbose_name_plural = _("duty and contact lists")
        constraints = [models.UniqueConstraint(fields=("region", "number"), name="duty_list_version_once")]

    def __str__(self) -> str:
        return f"{self.region} {self.number}"


class Absence(models.Model):
    """A leave, or a way out of the service: the work that moved with it, and why. Writer: ``actions.handover``.

    ``back_on``: the first day at work again, where that came earlier than was said; the day it would have begun: never away.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="absences", verbose_name=_("person"))
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    moved = models.JSONField(default=list)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    back_on = models.DateField(_("back on"), null=True, blank=True)
    back_why = models.CharField(_("why"), max_length=200, blank=True)
    back_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-since", "-pk")
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")), name="absence_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(back_on__isnull=True) | Q(back_on__gte=models.F("since")), name="back_after_the_first_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.since}"
