"""The material ledger in pure arithmetic: how a paper stands for the day it is needed (domain C.4, C.6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cases.enums_papers import Handover, PaperState, Pile

PILES = {
    Pile.MISSING: frozenset({PaperState.MISSING}),
    Pile.AGAIN: frozenset({PaperState.EXPIRED, PaperState.OBJECTED, PaperState.EXPIRES_EARLY}),
    Pile.LATE: frozenset({PaperState.PROMISED, PaperState.MAY_FOLLOW}),
    Pile.CONFIRM: frozenset({PaperState.UNCONFIRMED}),
    Pile.COMING: frozenset({PaperState.COMING}),
    Pile.COMPLETE: frozenset({PaperState.HERE}),
    Pile.UNNEEDED: frozenset({PaperState.NOT_NEEDED}),
}
OPEN = PILES[Pile.MISSING] | PILES[Pile.AGAIN] | PILES[Pile.LATE] | PILES[Pile.CONFIRM]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is known of a paper: ``agreed`` is None while the enterprise has not answered; ``promised``: a signed promise stands open."""

    present: bool
    agreed: bool | None = True
    valid_until: date | None = None
    promised: bool = False
    may_be_late: bool = False
    from_item: bool = False
    needed: bool = True
    needed_by: date | None = None


def state(paper: Standing, today: date) -> PaperState:
    """The one thing to know first. A paper is good on the last day of its validity."""
    if not paper.present:
        return _absent(paper)
    if paper.agreed is False:
        return PaperState.OBJECTED
    if paper.needed and paper.valid_until is not None:
        if paper.valid_until < today:
            return PaperState.EXPIRED
        if paper.needed_by is not None and paper.valid_until < paper.needed_by:
            return PaperState.EXPIRES_EARLY
    return PaperState.HERE if paper.agreed else PaperState.UNCONFIRMED


def _absent(paper: Standing) -> PaperState:
    if paper.promised:  # the item was filed without it and still waits for it
        return PaperState.PROMISED
    if not paper.needed:
        return PaperState.NOT_NEEDED
    if paper.from_item:
        return PaperState.COMING
    return PaperState.MAY_FOLLOW if paper.may_be_late else PaperState.MISSING


# Where originals are when no unit holds them.
AGENCY = 0


@dataclass(frozen=True)
class Move:
    """Copies of a paper that changed hands; ``unit``: the unit they were lodged with or fetched from."""

    kind: str
    paper: int
    copies: int
    unit: int | None = None


def places(moves: Iterable[Move]) -> dict[int, dict[int, int]]:
    """{paper: {place: copies}} of what the enterprise gave away and has not got back; a place is a unit or ``AGENCY``."""
    found: dict[int, dict[int, int]] = {}
    for move in moves:
        held = found.setdefault(move.paper, {})
        unit = move.unit or AGENCY
        changes = {
            Handover.TAKEN: {AGENCY: move.copies},
            Handover.LODGED: {AGENCY: -move.copies, unit: move.copies},
            Handover.FETCHED: {unit: -move.copies, AGENCY: move.copies},
            Handover.RETURNED: {AGENCY: -move.copies},
        }[Handover(move.kind)]
        for place, copies in changes.items():
            held[place] = held.get(place, 0) + copies
    kept = {paper: {place: n for place, n in held.items() if n} for paper, held in found.items()}
    return {paper: held for paper, held in kept.items() if held}
