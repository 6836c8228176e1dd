"""People: users, their posts in the service, their place in an enterprise."""

from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.enums import MemberRole, PostRole
from cases.enums_staff import StaffSource
from cases.models.organisation import DISPATCHING, Stage, Unit, WorkGroup


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **extra: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: object) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)


class User(AbstractBaseUser, PermissionsMixin):
    """Anybody who signs in: of an enterprise, of the service, or an editor of the portal (only those have ``is_staff``)."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may use the publishing side"), default=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @cached_property
    def active_posts(self) -> list["Post"]:
        """Posts held today, with unit, region and the one above at hand; the only source of what a person of the service may do."""
        groups = WorkGroup.objects.filter(DISPATCHING, pk=models.OuterRef("group"))
        rows = self.posts.active().select_related("unit__region__parent").annotate(in_such_group=models.Exists(groups))
        found = list[Post]()
        for row in rows:
            row.dispatches = row.__dict__.pop("in_such_group")
            found.append(row)
        return found

    @cached_property
    def member_of(self) -> dict[int, str]:
        """{enterprise id: MemberRole} of the enterprises the user belongs to."""
        return dict(self.memberships.values_list("enterprise_id", "role"))

    def has_role(self, *roles: str) -> bool:
        return any(post.role in roles for post in self.active_posts)

    @property
    def is_officer(self) -> bool:
        """Holds any post: belongs in the back-office."""
        return bool(self.active_posts)


class PostQuerySet(models.QuerySet["Post"]):
    def active(self) -> "PostQuerySet":
        today = timezone.localdate()
        return self.filter(Q(since__lte=today), Q(until__isnull=True) | Q(until__gte=today))


class Post(models.Model):
    """A role that a person holds in a unit for a time, with its speciality (W-022 to W-027, P-050 to P-052)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="posts", verbose_name=_("person"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("unit"))
    role = models.CharField(_("role"), max_length=20, choices=PostRole.choices)
    categories = models.ManyToManyField("cases.ProjectCategory", blank=True, verbose_name=_("categories"))
    stages = models.ManyToManyField(Stage, blank=True, verbose_name=_("stages"))
    fields = models.CharField(_("policy fields"), max_length=200, blank=True)
    group = models.ForeignKey(
        "cases.WorkGroup",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=pgettext_lazy("work group", "group"),
    )
    items = models.ManyToManyField(
        "cases.ApprovalItem", blank=True, related_name="+", verbose_name=pgettext_lazy("approval", "items")
    )
    source = models.CharField(_("source of staff"), max_length=10, choices=StaffSource.choices, default=StaffSource.OWN)
    since = models.DateField(_("since"), default=timezone.localdate)
    entry_reason = models.CharField(_("reason of the entry"), max_length=200, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    exit_reason = models.CharField(_("reason of the exit"), max_length=200, blank=True)

    dispatches = False  # whether its group dispatches; told by ``User.active_posts``

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ("unit__code", "role", "pk")
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.UniqueConstraint(
                fields=("user", "unit", "role"), condition=Q(until__isnull=True), name="one_open_post_per_role"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")), name="post_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class Enterprise(models.Model):
    """A project owner, known by its unified social credit code (GB 32100—2015)."""

    name = models.CharField(_("name of the enterprise"), max_length=200)
    uscc = models.CharField(_("unified social credit code"), max_length=18, unique=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    legal_representative = models.CharField(_("legal representative"), max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("name",)
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's place in an enterprise. Writer: ``actions.enterprises``."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=MemberRole.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("enterprise", "user"), name="one_membership_per_enterprise")]

    def __str__(self) -> str:
        return f"{self.user} @ {self.enterprise}"


class Invitation(models.Model):
    """An open invitation to join an enterprise; only the hash of its token is kept."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=10, choices=MemberRole.choices, default=MemberRole.MEMBER)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.email
