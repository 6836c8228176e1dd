"""Documents: printed once, kept with their hash, signed by both sides."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases import checkcodes
from cases.enums import DocumentKind, Side, SignMethod
from cases.models.case import Case
from cases.models.item import StoredFile
from cases.models.organisation import Unit
from cases.models.people import User


class IssuedDocument(models.Model):
    """A document of a case: the very bytes, their hash, and the data they were made from. Writer: ``actions.papers``.

    With ``number`` and ``check_code``, which stands on the paper only, anybody may check it (C.8). ``unit`` issued it, whoever
    handles the case today.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="documents")
    kind = models.CharField(pgettext_lazy("of a case", "document"), max_length=20, choices=DocumentKind.choices)
    number = models.CharField(_("number"), max_length=40, unique=True)
    check_code = models.CharField(_("check code"), max_length=12, default=checkcodes.make, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("issued by"))
    version = models.PositiveSmallIntegerField(default=1)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="document")
    data = models.JSONField()
    template_version = models.CharField(max_length=64)
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaces")
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    for_enterprise = models.BooleanField(default=True)

    class Meta:
        ordering = ("-issued_at", "-pk")
        verbose_name = pgettext_lazy("of a case", "document")
        verbose_name_plural = pgettext_lazy("of a case", "documents")
        constraints = [
            models.UniqueConstraint(fields=("case", "kind", "version", "number"), name="document_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def printed_code(self) -> str:
        """The check code as it stands on the paper."""
        return checkcodes.grouped(self.check_code)


class Signature(models.Model):
    """One side's signature under a document: who, when, how, over which hash (电子签名法 §13). Writer: ``actions.papers``."""

    document = models.ForeignKey(IssuedDocument, models.PROTECT, related_name="signatures")
    side = models.CharField(_("side"), max_length=12, choices=Side.choices)
    method = models.CharField(_("method"), max_length=8, choices=SignMethod.choices)
    signer = models.ForeignKey(User, models.PROTECT, related_name="+")
    signer_name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    signer_phone = models.CharField(_("phone"), max_length=30, blank=True)
    sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField(default=timezone.now)
    ip = models.GenericIPAddressField(null=True, blank=True)
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    rejected_at = models.DateTimeField(null=True, blank=True)
    reject_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("signed_at",)
        indexes = [
            models.Index(
                fields=("document",),
                condition=Q(method=SignMethod.PAPER, confirmed_at__isnull=True, rejected_at__isnull=True),
                name="signature_unchecked",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("document", "side"), condition=Q(rejected_at__isnull=True), name="each_side_signs_once"
            ),
            models.CheckConstraint(
                condition=~Q(method=SignMethod.PAPER) | Q(scan__isnull=False),
                name="paper_signature_has_scan",
                violation_error_message=_("A signature on paper needs the scan of the signed paper."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signer_name} {self.signed_at:%Y-%m-%d}"
