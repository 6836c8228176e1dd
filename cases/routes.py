"""Ways between levels and agencies: the closed lists, and the law of a handshake as data (W-034 to W-039)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.enums import Action as A
from cases.enums import Level

RANK = {Level.TOWN: 0, Level.COUNTY: 1, Level.CITY: 2, Level.PROVINCE: 3, Level.STATE: 4}


class RouteKind(models.TextChoices):
    """What may be decided about a case whose items belong to several levels; several may hold at once (domain A.3-7, A.3-8)."""

    KEEP = "keep", _("The case stays with its agency")
    LOWER = "lower", _("The whole case to the lower level")
    UPPER = "upper", _("The whole case to the upper level")
    LINE = "line", _("Coordination by business line")
    DIRECT = "direct", _("Direct contact for single items")


class TransferScope(models.TextChoices):
    CASE = "case", _("The whole case")
    ITEM = "item", _("One item")


class TransferStatus(models.TextChoices):
    OFFERED = "offered", pgettext_lazy("transfer", "Offered")
    ACCEPTED = "accepted", pgettext_lazy("transfer", "Accepted")
    RETURNED = "returned", pgettext_lazy("transfer", "Returned")
    WITHDRAWN = "withdrawn", pgettext_lazy("transfer", "Withdrawn")
    ENDED = "ended", pgettext_lazy("transfer", "Ended")


class Channel(models.TextChoices):
    """The five ways in which papers go from one agency to another (W-039)."""

    EMAIL = "email", _("E-mail")
    NETWORK = "network", _("Network share")
    PLATFORM = "platform", _("This platform")
    COURIER = "courier", _("Courier")
    BY_HAND = "by_hand", _("Brought by hand")


# What must be written down with a channel so that the sending can be proved; the platform proves itself.
PROOF = {
    Channel.EMAIL: _("Enter the address the papers were sent to."),
    Channel.NETWORK: _("Enter the folder the papers were put into."),
    Channel.COURIER: _("Enter the courier and the tracking number."),
    Channel.BY_HAND: _("Enter who brings the papers."),
}
T = TransferStatus
# Which act may follow in which state of a transfer, and where it leads.
TRANSFER_TABLE: dict[TransferStatus, dict[A, TransferStatus]] = {
    T.OFFERED: {
        A.ACCEPT_TRANSFER: T.ACCEPTED,
        A.RETURN_TRANSFER: T.RETURNED,
        A.WITHDRAW_TRANSFER: T.WITHDRAWN,
        A.URGE_TRANSFER: T.OFFERED,
    },
    T.ACCEPTED: {A.END_TRANSFER: T.ENDED},
}
# While a transfer stands there the receiving side sees the case.
OPEN = (T.OFFERED, T.ACCEPTED)


def transfer_step(status: str, action: A) -> TransferStatus | None:
    """The state that ``action`` leads to from ``status``, or None when the law knows none."""
    return TRANSFER_TABLE.get(T(status), {}).get(action)
