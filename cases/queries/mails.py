"""Mails that are owed, that have left, and that were given up. For those who look after the machine: never what is in them."""

from django.db.models import Q, QuerySet

from cases.enums import MailState
from cases.models import Notice

MAX_ATTEMPTS = 8
ADDRESSED = ~Q(email_to="")
GIVEN_UP = ADDRESSED & Q(sent_at=None, attempts__gte=MAX_ATTEMPTS)
OWED = ADDRESSED & Q(sent_at=None, attempts__lt=MAX_ATTEMPTS)
STATES: dict[MailState, Q] = {
    MailState.OWED: OWED & Q(failure=""),
    MailState.FAILING: OWED & ~Q(failure=""),
    MailState.GIVEN_UP: GIVEN_UP,
    MailState.SENT: ADDRESSED & Q(sent_at__isnull=False),
}


def all_mails() -> QuerySet[Notice]:
    """Every mail with the person it goes to, the last first."""
    return Notice.objects.filter(ADDRESSED).select_related("recipient").order_by("-pk")


def state(notice: Notice) -> MailState:
    """How far this one is; the same as ``STATES`` asks the database."""
    if notice.sent_at is not None:
        return MailState.SENT
    if notice.attempts >= MAX_ATTEMPTS:
        return MailState.GIVEN_UP
    return MailState.FAILING if notice.failure else MailState.OWED
