"""Statutory charges of a case as people read them. What the agency does costs nothing (P-003)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.enums import FeeKind, ItemStatus
from cases.enums_papers import Payer
from cases.listwords import clauses
from cases.models import Case, CaseItem, ItemFee
from cases.queries import lamps

MOST = 300  # characters of the column of the flow table
SERVICE_FEE = Decimal("0.00")
CHARGED = (FeeKind.STATUTORY, FeeKind.REGISTRATION, FeeKind.DEPOSIT)
NO_LONGER = (ItemStatus.DONE_BEFORE, ItemStatus.DROPPED)


@dataclass(frozen=True)
class Line:
    """A charge that stands."""

    fee: ItemFee

    @property
    def paid(self) -> bool:
        return hasattr(self.fee, "payment")

    @property
    def owed(self) -> bool:
        """Whether the enterprise still has to pay it."""
        return self.fee.payer == Payer.ENTERPRISE and self.fee.amount > 0 and not self.paid

    @property
    def lamp(self) -> str:
        """Blue: paid; grey: nothing to pay for the enterprise, or no day set; else by the day it is due."""
        return "blue" if self.paid else lamps.lamp_for(self.fee.due) if self.owed else "grey"

    @property
    def why(self) -> str:
        return lamps.why_date(self.fee.due) if self.owed else ""


def _in_force(case: Case) -> QuerySet[ItemFee]:
    return ItemFee.objects.filter(case_item__case=case, corrected_by__isnull=True, void=False)


def owed_by_day(case: Case) -> QuerySet[ItemFee]:
    """Charges with a day that the enterprise still has to pay (``Line.owed``), by item."""
    found = _in_force(case).filter(payer=Payer.ENTERPRISE, amount__gt=0, payment__isnull=True, due__isnull=False)
    return found.order_by("case_item__item__stage__order", "case_item__item__code", "pk")


def standing(case: Case) -> QuerySet[ItemFee]:
    """Entries that no correction has taken the place of."""
    return _in_force(case).select_related("case_item__item", "payment__proof", "payment__by", "corrects", "by")


def lines(case: Case) -> list[Line]:
    """All charges that stand, by item."""
    return [
        Line(row) for row in standing(case).order_by("case_item__item__stage__order", "case_item__item__code", "pk")
    ]


def owed(rows: Iterable[Line]) -> Decimal:
    """What the enterprise still has to pay."""
    return sum((row.fee.amount for row in rows if row.owed), Decimal(0))


def paid(rows: Iterable[Line]) -> Decimal:
    return sum((row.fee.amount for row in rows if row.paid), Decimal(0))


def not_recorded(case: Case, rows: Iterable[Line]) -> list[CaseItem]:
    """Items for which the catalogue knows a charge and no amount is recorded yet."""
    known = {row.fee.case_item_id for row in rows}
    found = case.items.filter(item__fee_kind__in=CHARGED).exclude(status__in=NO_LONGER).select_related("item")
    return [row for row in found if row.pk not in known]


def overview(case: Case) -> dict[str, Any]:
    """What the pages of both sides show."""
    rows = lines(case)
    return {
        "lines": rows,
        "owed": owed(rows),
        "paid": paid(rows),
        "service_fee": SERVICE_FEE,
        "not_recorded": not_recorded(case, rows),
    }


def words(case: Case) -> dict[int, str]:
    """{item of the case: its charges as the flow table takes them}; items without recorded charges are left out."""
    found: dict[int, list[str]] = {}
    for row in standing(case).order_by("pk"):
        said = {"fee": row.name, "amount": f"{row.amount.normalize():f}", "basis": row.basis}
        found.setdefault(row.case_item_id, []).append(_("%(fee)s %(amount)s yuan (%(basis)s)") % said)
    return {pk: clauses(said)[:MOST] for pk, said in found.items()}
