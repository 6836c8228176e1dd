"""The law of supervision findings as data: what may follow what, and which rule a fact of the record meets (W-095, P-092).

Pure: rules and facts go in, proposals come out; nobody is found guilty here. A person decides, after the unit was heard.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cases.enums_findings import CircularAct as C
from cases.enums_findings import CircularStatus, FindingStatus, Sought
from cases.enums_findings import FindingAct as A

S = FindingStatus
TABLE: dict[FindingStatus, dict[A, FindingStatus]] = {
    S.PROPOSED: {A.DISMISS: S.DISMISSED, A.HEAR: S.HEARING},
    S.HEARING: {A.STATE: S.STATED, A.CONFIRM: S.CONFIRMED, A.DISMISS: S.DISMISSED},
    S.STATED: {A.CONFIRM: S.CONFIRMED, A.DISMISS: S.DISMISSED},
    S.CONFIRMED: {A.ORDER: S.ORDERED, A.REFER: S.CONFIRMED, A.TRACK: S.CONFIRMED, A.CLOSE: S.CLOSED},
    # An order that was withdrawn was none: another one may follow.
    S.ORDERED: {A.ORDER: S.ORDERED, A.REFER: S.ORDERED, A.TRACK: S.ORDERED, A.CLOSE: S.CLOSED},
    # What the authority decides may come after the end.
    S.CLOSED: {A.REFER: S.CLOSED, A.TRACK: S.CLOSED},
    S.DISMISSED: {},
}
OPEN = (S.PROPOSED, S.HEARING, S.STATED, S.CONFIRMED, S.ORDERED)
STANDS = (S.CONFIRMED, S.ORDERED, S.CLOSED)

N = CircularStatus
CIRCULAR_TABLE: dict[CircularStatus, dict[C, CircularStatus]] = {
    N.DRAFT: {C.CHANGE: N.DRAFT, C.APPROVE: N.ISSUED, C.SEND_BACK: N.RETURNED, C.WITHDRAW: N.WITHDRAWN},
    N.RETURNED: {C.CHANGE: N.DRAFT, C.WITHDRAW: N.WITHDRAWN},
    N.ISSUED: {C.WITHDRAW: N.WITHDRAWN},
    N.WITHDRAWN: {},
}


def step(status: str, act: A) -> FindingStatus | None:
    """Where ``act`` leads from ``status``; None when the law knows no such step."""
    return TABLE[S(status)].get(act)


def circular_step(status: str, act: C) -> CircularStatus | None:
    """The same for a notice of praise or criticism."""
    return CIRCULAR_TABLE[N(status)].get(act)


@dataclass(frozen=True)
class Seen:
    """A fact as the record shows it: what, about which thing, since when, and how much of it (days or times).

    ``unit``, ``person``, ``item``: primary keys of whom and what it concerns; ``more``: further data that is kept with it.
    """

    sought: Sought
    label: str
    since: date
    count: int
    unit: int | None = None
    person: int | None = None
    item: int | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The same fact has the same key tomorrow; a new date is a new fact."""
        return f"{self.sought}:{self.label}:{self.since.isoformat()}"

    def data(self, on: date) -> dict[str, Any]:
        """As a finding keeps it, whatever the record says later."""
        told = {"sought": self.sought.value, "label": self.label, "since": self.since.isoformat(), "count": self.count}
        return told | {"on": on.isoformat()} | dict(self.more)


@dataclass(frozen=True)
class Rule:
    """A rule in force: of which kind a fact is once it reaches the threshold. ``version``: of the reference row."""

    pk: int
    code: str
    kind: str
    sought: str
    threshold: int
    version: int


@dataclass(frozen=True)
class Proposal:
    """A fact that meets a rule."""

    rule: Rule
    seen: Seen


def propose(rules: Iterable[Rule], facts: Iterable[Seen]) -> list[Proposal]:
    """One proposal for each fact that reaches the threshold of a rule; of several rules the one that asks most."""
    strict = sorted(rules, key=lambda rule: (-rule.threshold, rule.code))
    met = (
        (next((r for r in strict if r.sought == one.sought and one.count >= r.threshold), None), one) for one in facts
    )
    return [Proposal(rule, one) for rule, one in met if rule is not None]
