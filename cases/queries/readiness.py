"""Steps the table allows whose first condition is not met yet: no button leads to a form that is then refused.

The actions ask again under the lock and say why; this only keeps the offer honest.
"""

from collections.abc import Callable

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.functional import cached_property

from cases.enums import Action, CaseStatus, DeliveryMethod, ItemStatus, MeetingKind
from cases.enums_finish import FollowUpKind
from cases.models import Case, CaseItem, GenerationDecision
from cases.queries import aftercare, deadlines, groups, results, supplements
from cases.routes import TransferStatus
from cases.transitions import ITEM_DONE

RESULTS = (ItemStatus.PASSED, ItemStatus.PASSED_WITH_GAP)
HANDED_OVER = Exists(CaseItem.deliveries.through.objects.filter(caseitem=OuterRef("pk")))
COPYING = (CaseStatus.COMPLETION, CaseStatus.CLOSED)


def _held(case: Case) -> int:
    return case.meetings.filter(kind=MeetingKind.GENERATION, held_on__isnull=False).count()


def _accept(case: Case) -> bool:
    """In the generation review only after the government decided for the project (P-025)."""
    return case.status != CaseStatus.GENERATION or GenerationDecision.objects.filter(case=case, passed=True).exists()


def _decide(case: Case) -> bool:
    """Both meetings held, nothing decided yet (P-023)."""
    return _held(case) >= case.term("generation_meetings") and not GenerationDecision.objects.filter(case=case).exists()


def _change_meeting(case: Case) -> bool:
    """A meeting is still ahead."""
    return bool(case.asked_unit_ids)


class Items:
    """What several steps ask of a case's items, read once when the first of them asks."""

    def __init__(self, case: Case) -> None:
        self.case = case

    @cached_property
    def _read(self) -> list[tuple[int, str, bool, bool]]:
        """(key, status, whether its result is on record, whether it was handed over) of each item."""
        rows = self.case.items.order_by().annotate(there=results.on_record(), over=HANDED_OVER)
        found = rows.values_list("pk", "status", "file_number", "there", "over")
        return [(key, status, bool(number) or there, over) for key, status, number, there, over in found]

    @property
    def statuses(self) -> list[str]:
        return [status for _key, status, _there, _over in self._read]

    @property
    def lacking(self) -> set[int]:
        """Keys of the items that passed without a result on record (``results.missing``)."""
        return {key for key, status, there, _over in self._read if status in RESULTS and not there}

    @property
    def all_done(self) -> bool:
        return ITEM_DONE.issuperset(self.statuses)

    @property
    def to_deliver(self) -> bool:
        """A result that was not handed over."""
        return any(status in RESULTS and not over for _key, status, _there, over in self._read)


def _issue_completion(case: Case, items: Items) -> bool:
    """Everything handed over, every mail with its receipt, no change left unsigned (P-076, P-077, P-004)."""
    if supplements.open_of(case):
        return False
    mails = case.deliveries.filter(method=DeliveryMethod.MAIL, receipt__isnull=True)
    return not items.to_deliver and not mails.exists()


def _evaluate(case: Case) -> bool:
    """Not evaluated yet; a list has read that with its cases."""
    return not hasattr(case, "evaluation")


def _follow_up(case: Case) -> bool:
    """The visit after the end was not recorded yet."""
    return not case.follow_ups.filter(kind=FollowUpKind.CLOSING, on__isnull=False).exists()


def _keep_copies(case: Case) -> bool:
    """When the case is over, a result has no copy on the shelf (P-079); before, its section offers it."""
    return case.status in COPYING and results.without_copy(case).exists()


def _archive(case: Case) -> bool:
    return not results.without_copy(case).exists()


def _hand_to_group(case: Case) -> bool:
    """A group has finished and the next has work."""
    return case.scheme.flow_tables and groups.finished(case.flow_tables.all()).exists()


def _transfer_in(status: str) -> Callable[[Case], bool]:
    return lambda case: any(row.status == status for row in case.open_transfers)


def _urge(case: Case) -> bool:
    """After the end only a visit or a rectification that is late."""
    return case.status not in deadlines.ENDED or any(aftercare.late(case, timezone.localdate()))


CONDITIONS: dict[Action, Callable[[Case], bool]] = {
    Action.ACCEPT: _accept,
    Action.CHANGE_MEETING: _change_meeting,
    Action.DECIDE_GENERATION: _decide,
    Action.EVALUATE: _evaluate,
    Action.FOLLOW_UP: _follow_up,
    Action.URGE: _urge,
    Action.KEEP_COPIES: _keep_copies,
    Action.ARCHIVE: _archive,
    Action.HAND_TO_GROUP: _hand_to_group,
    Action.ACCEPT_TRANSFER: _transfer_in(TransferStatus.OFFERED),
    Action.RETURN_TRANSFER: _transfer_in(TransferStatus.OFFERED),
    Action.WITHDRAW_TRANSFER: _transfer_in(TransferStatus.OFFERED),
    Action.URGE_TRANSFER: _transfer_in(TransferStatus.OFFERED),
    Action.END_TRANSFER: _transfer_in(TransferStatus.ACCEPTED),
}


OF_ITEMS: dict[Action, Callable[[Case, Items], bool]] = {
    Action.ADD_RESULT: lambda _case, items: bool(items.lacking),
    Action.START_DELIVERY: lambda _case, items: items.all_done,
    Action.DELIVER: lambda _case, items: items.to_deliver,
    Action.ISSUE_COMPLETION: _issue_completion,
}


def ready(case: Case, action: Action, items: Items | None = None) -> bool:
    """Whether the first condition of a step is met; steps without one always are. ``items``: to read them once for many steps."""
    if action in OF_ITEMS:
        return OF_ITEMS[action](case, items or Items(case))
    condition = CONDITIONS.get(action)
    return condition is None or condition(case)
