"""Readers of issued documents."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.enums import DocumentKind, Side
from cases.models import Case, IssuedDocument, Signature, Suspension, User
from cases.queries import cases, supplements
from cases.signers import BY_ENTERPRISE
from cases.transitions import FINAL


def visible_to(user: User) -> QuerySet[IssuedDocument]:
    """Documents of the cases a user may see; enterprises do not see those of the service alone."""
    found = IssuedDocument.objects.filter(case__in=cases.visible_to(user)).select_related("file")
    own = list(user.member_of) if user.is_authenticated else []
    return found.exclude(for_enterprise=False, case__enterprise__in=own)


def awaiting() -> QuerySet[IssuedDocument]:
    """Current documents that the enterprise has neither signed nor handed in on paper.

    The form of a suspension that is over waits for nobody: the resumption took its place. Nor does a paper of a case that ended.
    """
    signed = Signature.objects.filter(document=OuterRef("pk"), side=Side.ENTERPRISE, rejected_at__isnull=True)
    over = Suspension.objects.filter(document=OuterRef("pk"), end__isnull=False)
    found = IssuedDocument.objects.filter(
        ~Exists(signed), ~Exists(over), kind__in=BY_ENTERPRISE, replaced_by__isnull=True, withdrawn_at__isnull=True
    )
    return found.exclude(case__status__in=FINAL).select_related("file")


def beside_the_step(case: Case) -> QuerySet[IssuedDocument]:
    """What waits for the enterprise's signature whatever the case's step: changed items, the form of a service that goes on."""
    resumed = awaiting_enterprise(case).filter(kind=DocumentKind.RESUMPTION)
    return IssuedDocument.objects.filter(
        Q(pk__in=resumed.values("pk")) | Q(pk__in=supplements.open_in(case).values("pk"))
    )


def awaiting_enterprise(case: Case) -> QuerySet[IssuedDocument]:
    """Those of one case."""
    return awaiting().filter(case=case)
