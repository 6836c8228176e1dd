"""Items that came in or went out after signing, and the paper under which the enterprise confirms it (P-004)."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.enums import DocumentKind, Side, SignMethod
from cases.models import Case, CaseItem, IssuedDocument, Signature
from cases.transitions import FINAL


def _unsigned() -> QuerySet[IssuedDocument]:
    """Papers in force that do not count as signed yet: nothing came, or the agency has not compared the scan. After the end
    of a case nothing waits any more."""
    whole = Signature.objects.filter(
        Q(method=SignMethod.ONLINE) | Q(confirmed_at__isnull=False),
        document=OuterRef("pk"),
        side=Side.ENTERPRISE,
        rejected_at__isnull=True,
    )
    found = IssuedDocument.objects.filter(~Exists(whole), kind=DocumentKind.SUPPLEMENT, replaced_by__isnull=True)
    return found.exclude(case__status__in=FINAL)


def open_of(case: Case) -> IssuedDocument | None:
    """The confirmation that waits for the enterprise's signature: one at most, the next change replaces it."""
    return open_in(case).first()


def open_in(case: Case) -> QuerySet[IssuedDocument]:
    """``open_of`` as rows, to be read together with other papers."""
    return _unsigned().filter(case=case)


def unsigned(case_item: CaseItem) -> IssuedDocument | None:
    """The paper without which an item is not entrusted yet."""
    return _unsigned().filter(pk=case_item.supplement_id).first() if case_item.supplement_id else None


def waiting_items(case: Case) -> set[int]:
    """Keys of the items whose change is not signed."""
    return set(case.items.filter(supplement__in=_unsigned()).values_list("pk", flat=True))
