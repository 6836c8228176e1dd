"""Closed lists of the easier ways: pre-approval, gaps, commitment, policy labels. Values are stored; labels are shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PreApprovalStatus(models.TextChoices):
    """申请预审批 → 出具预审批文件 → 条件补齐 → 换发正式文件 (W-055)."""

    APPLIED = "applied", _("Pre-approval applied for")
    ISSUED = "issued", _("Pre-approved")
    CONVERTED = "converted", _("Exchanged for the formal approval")
    WITHDRAWN = "withdrawn", pgettext_lazy("pre-approval", "Withdrawn")
    EXPIRED = "expired", pgettext_lazy("pre-approval", "Expired")


class GapStatus(models.TextChoices):
    """A paper that comes later (容缺受理)."""

    OFFERED = "offered", _("Promise to be signed")
    PROMISED = "promised", pgettext_lazy("promise", "Promised")
    KEPT = "kept", _("Promise kept")
    BROKEN = "broken", _("Promise broken")
    WITHDRAWN = "withdrawn", pgettext_lazy("promise", "Withdrawn")


class CommitmentStatus(models.TextChoices):
    """A result on commitment (告知承诺)."""

    OFFERED = "offered", _("Commitment to be signed")
    SIGNED = "signed", _("Commitment signed")
    GRANTED = "granted", _("Granted on commitment")
    KEPT = "kept", _("Inspected: kept")
    BROKEN = "broken", _("Inspected: not kept")
    WITHDRAWN = "withdrawn", pgettext_lazy("promise", "Withdrawn")


class LabelKind(models.TextChoices):
    """The green channel (W-076) and the four policies of W-077; their meaning in domain C.9."""

    GREEN_CHANNEL = "green_channel", _("Green channel")
    DIRECT_START = "direct_start", _("Through train to the start")
    STANDARD_LAND = "standard_land", _("Standard land")
    LAND_AND_BUILD = "land_and_build", _("Land today, building today")
    ACCEPT_AND_CERTIFY = "accept_and_certify", _("Certificate on acceptance")
