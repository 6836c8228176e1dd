"""What the clock does for the easier ways: reminds before a date, breaks promises that were not kept, ends pre-approvals (C.8).

What is owed is read from the rows (``due``, ``reminded_on``, ``status``): a missed run is made up for, nothing comes twice.
"""

from collections.abc import Callable
from datetime import date
from functools import partial

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import worktime
from cases.actions import conversion, gaps, moves
from cases.enums import Action
from cases.enums_easier import CommitmentStatus, GapStatus, PreApprovalStatus
from cases.exceptions import CaseError
from cases.models import CommitmentStatement, DeferredMaterial, IssuedDocument, MissingCondition, PreApproval
from cases.queries import calendars
from cases.transitions import TABLE

REMIND_WD = 3  # working days before the date


def run() -> int:
    """Everything that is owed today; how many acts it took."""
    today = timezone.localdate()
    last = worktime.due(today, REMIND_WD, "wd", calendars.current()).date
    owed: list[Callable[[], object]] = [
        *(partial(gaps.break_promise, row) for row in _unkept(today)),
        *(partial(expire, row) for row in _past(today)),
        *(partial(_remind_gap, row) for row in _gaps_due(today, last)),
        *(partial(_remind_condition, row) for row in _conditions_due(last)),
        *(partial(_remind_inspection, row) for row in _inspections_due(last)),
    ]
    return sum(_done(act) for act in owed)


def _done(act: Callable[[], object]) -> int:
    """One thing, one turn. The case may have gone on since it was looked at: then nothing is owed any more."""
    try:
        act()
    except CaseError:
        return 0
    return 1


def _open_for(action: Action) -> list[str]:
    return [status for status, known in TABLE if known == action]


def _unkept(today: date) -> QuerySet[IssuedDocument]:
    rows = IssuedDocument.objects.filter(
        gaps__status=GapStatus.PROMISED,
        gaps__due__lt=today,
        gaps__handed_on__isnull=True,
        case__status__in=_open_for(Action.DEFER_MATERIAL),
    )
    return rows.select_related("case").distinct()


def _past(today: date) -> QuerySet[PreApproval]:
    rows = PreApproval.objects.filter(
        status=PreApprovalStatus.ISSUED,
        valid_until__lt=today,
        case_item__case__status__in=_open_for(Action.PRE_APPROVE),
    )
    return rows.select_related("case_item__case")


def expire(row: PreApproval) -> None:
    """A pre-approval ends with its day; downstream it is said at once that the link is broken (W-056)."""
    with moves.turn(row.case_item.case, Action.PRE_APPROVE, by=None, item=row.case_item) as turn:
        rows = PreApproval.objects.select_for_update(of=("self",)).select_related("case_item__item", "document")
        fresh = rows.get(pk=row.pk)
        if fresh.status != PreApprovalStatus.ISSUED or (fresh.valid_until or date.max) >= timezone.localdate():
            raise CaseError(_("This pre-approval has not expired."))
        missing = fresh.conditions.filter(met_on__isnull=True).first()
        conversion.end_preapproval(
            turn, fresh, PreApprovalStatus.EXPIRED, timezone.localdate(), missing.text if missing else ""
        )


def _gaps_due(today: date, last: date) -> QuerySet[DeferredMaterial]:
    rows = DeferredMaterial.objects.filter(
        status=GapStatus.PROMISED, due__gte=today, due__lte=last, reminded_on__isnull=True, handed_on__isnull=True,
        case_item__case__status__in=_open_for(Action.DEFER_MATERIAL),
    )  # fmt: skip
    return rows.select_related("case_item__case", "case_item__item", "material")


def _remind_gap(row: DeferredMaterial) -> None:
    with moves.turn(row.case_item.case, Action.DEFER_MATERIAL, by=None) as turn:
        _once(DeferredMaterial.objects.filter(pk=row.pk, status=GapStatus.PROMISED))
        code, names = row.case_item.item.code, [row.material.name_zh]
        turn.note(item=code, gap="reminded", papers=names, due=row.due)
        turn.tell_enterprise("gap_due", item=code, papers=names, due=row.due.isoformat())
        turn.tell_agency("gap_due", item=code, papers=names, due=row.due.isoformat())


def _conditions_due(last: date) -> QuerySet[MissingCondition]:
    """Open conditions that come near; of each pre-approval one letter is written, for the first of them."""
    rows = MissingCondition.objects.filter(
        preapproval__status=PreApprovalStatus.ISSUED, preapproval__reminded_on__isnull=True, met_on__isnull=True,
        due__lte=last, preapproval__case_item__case__status__in=_open_for(Action.PRE_APPROVE),
    )  # fmt: skip
    return rows.select_related("preapproval__case_item__case", "preapproval__case_item__item").order_by("due", "pk")


def _remind_condition(row: MissingCondition) -> None:
    item = row.preapproval.case_item
    with moves.turn(item.case, Action.PRE_APPROVE, by=None) as turn:
        _once(PreApproval.objects.filter(pk=row.preapproval_id, status=PreApprovalStatus.ISSUED))
        turn.note(item=item.item.code, condition=row.text, due=row.due, reminded=True)
        turn.tell_enterprise("condition_due", item=item.item.code, text=row.text, due=row.due.isoformat())
        turn.tell_agency("condition_due", item=item.item.code, text=row.text, due=row.due.isoformat())


def _inspections_due(last: date) -> QuerySet[CommitmentStatement]:
    rows = CommitmentStatement.objects.filter(
        status=CommitmentStatus.GRANTED, inspect_by__lte=last, reminded_on__isnull=True,
        case_item__case__status__in=_open_for(Action.COMMIT),
    )  # fmt: skip
    return rows.select_related("case_item__case", "case_item__item")


def _remind_inspection(row: CommitmentStatement) -> None:
    with moves.turn(row.case_item.case, Action.COMMIT, by=None) as turn:
        _once(CommitmentStatement.objects.filter(pk=row.pk, status=CommitmentStatus.GRANTED))
        turn.public = False
        turn.note(item=row.case_item.item.code, commitment="reminded", due=row.inspect_by)
        turn.tell_agency("inspection_due", item=row.case_item.item.code, due=row.inspect_by.isoformat())


def _once(rows: QuerySet[Model]) -> None:
    if not rows.filter(reminded_on__isnull=True).update(reminded_on=timezone.localdate()):
        raise CaseError(_("This was reminded of already."))
