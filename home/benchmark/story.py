"""How invented cases stand: their status, the events behind it and the state of their items. Pure, the same in every run."""

from dataclasses import dataclass

from cases.enums import BLZT, Action, CaseStatus, ItemStatus

S, A = CaseStatus, Action
# The straight way of a case: what is done, and where it leads.
WAY: tuple[tuple[Action, CaseStatus], ...] = (
    (A.SUBMIT, S.SUBMITTED),
    (A.ACCEPT, S.ACCEPTED),
    (A.OFFER_AGREEMENT, S.AGREEMENT),
    (A.SIGN_AGREEMENT, S.SIGNED),
    (A.SET_TEAM, S.SIGNED),
    (A.CONFIRM_ITEMS, S.SIGNED),
    (A.NOTIFY_ONCE, S.NOTIFIED),
    (A.SET_PLAN, S.UNDERWAY),
    (A.START_DELIVERY, S.DELIVERING),
    (A.DELIVER, S.DELIVERING),
    (A.ISSUE_COMPLETION, S.COMPLETION),
    (A.SIGN_COMPLETION, S.CLOSED),
    (A.ARCHIVE, S.ARCHIVED),
)
# Of a hundred cases so many stand here: an office in its third year.
SHARES = {
    S.SUBMITTED: 5,
    S.ACCEPTED: 3,
    S.AGREEMENT: 4,
    S.SIGNED: 4,
    S.NOTIFIED: 4,
    S.UNDERWAY: 38,
    S.DELIVERING: 5,
    S.COMPLETION: 2,
    S.CLOSED: 15,
    S.ARCHIVED: 20,
}
ORDER = list(SHARES)
FACTS: dict[ItemStatus, tuple[BLZT, ...]] = {
    ItemStatus.RECEIVED: (BLZT.RECEIVED,),
    ItemStatus.HANDLING: (BLZT.RECEIVED, BLZT.ACCEPTED),
    ItemStatus.PASSED: (BLZT.RECEIVED, BLZT.ACCEPTED, BLZT.PASSED),
}
UNDERWAY_ITEMS = (ItemStatus.PASSED,) * 3 + (ItemStatus.HANDLING,) * 2 + (ItemStatus.RECEIVED,)


def statuses() -> list[CaseStatus]:
    """The statuses of a hundred cases, mixed."""
    listed = [status for status, share in SHARES.items() for _one in range(share)]
    return [listed[place * 37 % len(listed)] for place in range(len(listed))]


def reached(status: CaseStatus, milestone: CaseStatus) -> bool:
    """Whether a case that stands at ``status`` has come as far as ``milestone``."""
    return ORDER.index(status) >= ORDER.index(milestone)


def item_status(case: CaseStatus, place: int) -> ItemStatus:
    """The state of the item at ``place`` (from 0) in a case that stands at ``case``."""
    if not reached(case, S.NOTIFIED):
        return ItemStatus.PROPOSED
    if reached(case, S.DELIVERING):
        return ItemStatus.PASSED
    if case == S.UNDERWAY and place < len(UNDERWAY_ITEMS):
        return UNDERWAY_ITEMS[place]
    return ItemStatus.CONFIRMED


@dataclass(frozen=True)
class Happening:
    """An event to be written: what, from where, to where."""

    action: Action
    old: str
    new: str


def happenings(status: CaseStatus) -> list[Happening]:
    """Everything that happened until ``status``, in order."""
    found: list[Happening] = []
    at: str = S.DRAFT
    for action, to in WAY:
        if not reached(status, to):
            break
        found.append(Happening(action, at, to))
        at = to
    return found
