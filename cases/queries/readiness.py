"""Steps the table allows whose first condition is not met yet: no button leads to a form that is then refused.

The actions ask again under the lock and say why; this only keeps the offer honest.
"""

from collections.abc import Callable

from django.utils import timezone

from cases.enums import Action, CaseStatus, DeliveryMethod, ItemStatus, MeetingKind
from cases.enums_finish import FollowUpKind
from cases.models import Case, GenerationDecision
from cases.queries import aftercare, deadlines, groups, results, supplements
from cases.routes import TransferStatus
from cases.transitions import ITEM_DONE

RESULTS = (ItemStatus.PASSED, ItemStatus.PASSED_WITH_GAP)
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


def _add_result(case: Case) -> bool:
    """Something passed and its result is not on record."""
    return results.missing(case).exists()


def _start_delivery(case: Case) -> bool:
    return not case.items.exclude(status__in=ITEM_DONE).exists()


def _deliver(case: Case) -> bool:
    return case.items.filter(status__in=RESULTS, deliveries__isnull=True).exists()


def _issue_completion(case: Case) -> bool:
    """Everything handed over, every mail with its receipt, no change left unsigned (P-076, P-077, P-004)."""
    if supplements.open_of(case):
        return False
    return not _deliver(case) and not case.deliveries.filter(method=DeliveryMethod.MAIL, receipt__isnull=True).exists()


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
    Action.ADD_RESULT: _add_result,
    Action.CHANGE_MEETING: _change_meeting,
    Action.DECIDE_GENERATION: _decide,
    Action.START_DELIVERY: _start_delivery,
    Action.DELIVER: _deliver,
    Action.ISSUE_COMPLETION: _issue_completion,
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


def ready(case: Case, action: Action) -> bool:
    """Whether the first condition of a step is met; steps without one always are."""
    condition = CONDITIONS.get(action)
    return condition is None or condition(case)
