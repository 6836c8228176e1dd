"""What stays when a case is over: the set of copies on its shelf, and the archive package."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.item import CaseItem, StoredFile
from cases.models.people import User


class ResultCopy(models.Model):
    """The paper copy of a result that the bureau keeps, and its shelf (P-079). Writer: ``actions.archiving``."""

    case_item = models.OneToOneField(CaseItem, models.PROTECT, related_name="kept_copy", verbose_name=_("result"))
    shelf = models.CharField(_("shelf number"), max_length=40)
    on = models.DateField(_("copied on"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("kept by"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("case_item",)
        verbose_name = _("copy of a result")
        verbose_name_plural = _("copies of results")
        constraints = [
            models.CheckConstraint(
                condition=~Q(shelf=""),
                name="copy_has_its_shelf",
                violation_error_message=_("A copy lies on a shelf that has a number."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_item} {self.shelf}"


class ArchivePackage(models.Model):
    """One version of the package of an archived case (domain F.3): its bytes, and where the log stood.

    Append-only (triggers in the database); a later act makes the next version. Writer: ``actions.archiving``.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="packages")
    version = models.PositiveSmallIntegerField(_("version"))
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="package")
    files = models.PositiveIntegerField(_("files"))
    events = models.PositiveIntegerField(_("entries of the log"))
    last_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("case", "-version")
        verbose_name = _("archive package")
        verbose_name_plural = _("archive packages")
        constraints = [
            models.UniqueConstraint(fields=("case", "version"), name="package_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case.archive_number} v{self.version}"
