"""Readers of issued documents."""

from django.db.models import Exists, OuterRef, QuerySet

from cases.enums import Side
from cases.models import Case, IssuedDocument, Signature, Suspension, User
from cases.queries import cases

SIGNED_BY_ENTERPRISE = ("agreement", "authorisation", "suspension", "completion")


def visible_to(user: User) -> QuerySet[IssuedDocument]:
    """Documents of the cases a user may see; enterprises do not see those of the service alone."""
    found = IssuedDocument.objects.filter(case__in=cases.visible_to(user)).select_related("file")
    own = list(user.member_of) if user.is_authenticated else []
    return found.exclude(for_enterprise=False, case__enterprise__in=own)


def awaiting() -> QuerySet[IssuedDocument]:
    """Current documents that the enterprise has neither signed nor handed in on paper.

    The form of a suspension that is over waits for nobody: the resumption took its place.
    """
    signed = Signature.objects.filter(document=OuterRef("pk"), side=Side.ENTERPRISE, rejected_at__isnull=True)
    over = Suspension.objects.filter(document=OuterRef("pk"), end__isnull=False)
    return IssuedDocument.objects.filter(
        ~Exists(signed), ~Exists(over), kind__in=SIGNED_BY_ENTERPRISE, replaced_by__isnull=True
    ).select_related("file")


def awaiting_enterprise(case: Case) -> QuerySet[IssuedDocument]:
    """Those of one case."""
    return awaiting().filter(case=case)
