"""The acts of the material ledger, of originals and of fees with good arguments, for the tests that walk the table."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils import timezone

from cases.actions import fees, materials, originals
from cases.enums import Action as A
from cases.enums import DocumentKind
from cases.management.demo.walks import pdf
from cases.models import Case, IssuedDocument, ItemFee, MaterialVersion, OriginalHandover, ProjectMaterial, User


def ledger_acts(
    case: Case, agent: User, owner: User, paper: Callable[[Case, DocumentKind], IssuedDocument]
) -> dict[A, Callable[[], Any]]:
    """Each by the person it belongs to, with rows that stand in every status: the table must refuse, not their absence."""
    today, item = timezone.localdate(), case.items.all()[0]
    brought, _made = ProjectMaterial.objects.get_or_create(case=case, name_zh="示例", defaults={"name_en": "x"})
    made = MaterialVersion.objects.create(paper=brought, number=1, origin="agency", filled="x", by=agent)
    slip = paper(case, DocumentKind.HANDOVER)
    given = OriginalHandover.objects.create(
        case=case, kind="taken", on=today, giver="x", taker="y", document=slip, by=agent
    )
    given.lines.create(paper=brought, copies=1)
    fee = ItemFee.objects.create(case_item=item, name="x", basis="x", amount=Decimal(1), by=agent)
    back = originals.Facts(kind="returned", on=today, papers={"示例": 1}, giver="x", taker="y")
    return {
        A.ADD_MATERIAL: lambda: materials.add(case, "x", filled="x", by=agent),
        A.CONFIRM_MATERIAL: lambda: materials.object_to(made, reason="x", by=owner),
        A.MOVE_ORIGINALS: lambda: originals.hand_over(case, back, by=agent),
        A.SIGN_ORIGINALS: lambda: originals.sign(given, by=owner),
        A.SET_FEE: lambda: fees.correct(fee, None, what_was_wrong="x", by=agent),
        A.PAY_FEE: lambda: fees.pay(fee, pdf(), on=today, by=owner),
    }
