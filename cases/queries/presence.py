"""What a case has at all, read with the case: a page that finds none of it asks nothing more about it.

The marks are attributes of the case (``any_…``); where a case was read without them everybody asks as ever.
"""

from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from cases.enums import DocumentKind
from cases.enums_work import OrderStatus
from cases.models import Case, IssuedDocument, Meeting, SupervisionOrder, Transfer, Urge
from cases.routes import OPEN

# Papers that wait for a signature whatever the step of the case is.
BESIDE = (DocumentKind.SUPPLEMENT, DocumentKind.RESUMPTION)


@cache
def _marks() -> dict[str, Exists]:
    case = OuterRef("pk")
    rows: dict[str, QuerySet[Any]] = {
        "any_transfer": Transfer.objects.filter(case=case, status__in=OPEN),
        "any_meeting": Meeting.objects.filter(case=case, held_on__isnull=True, cancelled_at__isnull=True),
        "any_urge": Urge.objects.filter(case=case, acknowledged_at__isnull=True),
        "any_order": SupervisionOrder.objects.filter(case=case, status=OrderStatus.ISSUED),
        "any_beside": IssuedDocument.objects.filter(case=case, kind__in=BESIDE),
    }
    return {name: Exists(found.order_by()) for name, found in rows.items()}


def marked(found: QuerySet[Case]) -> QuerySet[Case]:
    """Cases that know of what they have none."""
    return found.annotate(**_marks())
