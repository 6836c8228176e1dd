"""The law of what may follow what: pure data and the two functions that read it.

``TABLE[(status, action)]`` is the only source for buttons, checks, the state chart in the docs and the tests.
"""

from dataclasses import dataclass

from cases.enums import BLZT, ItemStatus, Who
from cases.enums import Action as A
from cases.enums import CaseStatus as S


@dataclass(frozen=True)
class Step:
    """One legal step: where it leads (None: the status the case was suspended from), whose it is, and in which schemes.

    ``scheme``: the name of a boolean of ServiceScheme that must be true ("" for all; a leading "!" negates it).
    """

    target: S | None
    who: Who
    scheme: str = ""


# One block per status: what may be done there, where it leads, whose step it is.
_WAY: dict[S, dict[A, Step]] = {
    S.DRAFT: {
        A.EDIT: Step(S.DRAFT, Who.APPLICANT),
        A.SUBMIT: Step(S.SUBMITTED, Who.APPLICANT),
        A.WITHDRAW: Step(S.WITHDRAWN, Who.APPLICANT),
    },
    S.SUBMITTED: {
        A.WITHDRAW: Step(S.WITHDRAWN, Who.APPLICANT),
        A.REQUEST_CORRECTION: Step(S.CORRECTING, Who.HANDLER),
        A.ACCEPT: Step(S.ACCEPTED, Who.HANDLER, "!generation_review"),
        A.DECLINE: Step(S.DECLINED, Who.CHIEF),
        A.OPEN_GENERATION: Step(S.GENERATION, Who.HANDLER, "generation_review"),
    },
    S.CORRECTING: {
        A.ANSWER_CORRECTION: Step(S.SUBMITTED, Who.APPLICANT),
        A.WITHDRAW: Step(S.WITHDRAWN, Who.APPLICANT),
        A.DECLINE: Step(S.DECLINED, Who.CHIEF),
    },
    S.GENERATION: {
        A.CALL_MEETING: Step(S.GENERATION, Who.HANDLER),
        A.CHANGE_MEETING: Step(S.GENERATION, Who.HANDLER),
        A.GIVE_OPINION: Step(S.GENERATION, Who.OPINION_GIVER),
        A.HOLD_MEETING: Step(S.GENERATION, Who.HANDLER),
        A.DECIDE_GENERATION: Step(S.GENERATION, Who.HANDLER),
        A.ACCEPT: Step(S.ACCEPTED, Who.HANDLER),
        A.DECLINE: Step(S.DECLINED, Who.CHIEF),
        A.WITHDRAW: Step(S.WITHDRAWN, Who.APPLICANT),
    },
    S.ACCEPTED: {
        A.OFFER_AGREEMENT: Step(S.AGREEMENT, Who.CHIEF),
        A.SET_TEAM: Step(S.ACCEPTED, Who.HANDLER),
        A.WITHDRAW: Step(S.WITHDRAWN, Who.APPLICANT),
    },
    S.AGREEMENT: {
        A.OFFER_AGREEMENT: Step(S.AGREEMENT, Who.CHIEF),
        A.SIGN_AGREEMENT: Step(S.SIGNED, Who.SIGNATORY),
        A.SET_TEAM: Step(S.AGREEMENT, Who.HANDLER),
        A.WITHDRAW: Step(S.WITHDRAWN, Who.APPLICANT),
    },
    S.SIGNED: {
        A.SET_TEAM: Step(S.SIGNED, Who.HANDLER),
        A.ADD_ITEM: Step(S.SIGNED, Who.HANDLER),
        A.DROP_ITEM: Step(S.SIGNED, Who.HANDLER),
        A.CALL_MEETING: Step(S.SIGNED, Who.HANDLER),
        A.CHANGE_MEETING: Step(S.SIGNED, Who.HANDLER),
        A.GIVE_OPINION: Step(S.SIGNED, Who.OPINION_GIVER),
        A.HOLD_MEETING: Step(S.SIGNED, Who.HANDLER),
        A.CONFIRM_ITEMS: Step(S.SIGNED, Who.HANDLER),
        A.NOTIFY_ONCE: Step(S.NOTIFIED, Who.HANDLER),
        A.SUSPEND: Step(S.SUSPENDED, Who.CHIEF),
        A.TERMINATE: Step(S.TERMINATED, Who.CHIEF),
    },
    S.NOTIFIED: {
        A.SET_TEAM: Step(S.NOTIFIED, Who.HANDLER),
        A.ADD_ITEM: Step(S.NOTIFIED, Who.HANDLER),
        A.DROP_ITEM: Step(S.NOTIFIED, Who.HANDLER),
        A.CHANGE_MEETING: Step(S.NOTIFIED, Who.HANDLER),
        A.FILE_FLOW_TABLE: Step(S.NOTIFIED, Who.GROUP, "flow_tables"),
        A.SET_PLAN: Step(S.UNDERWAY, Who.HANDLER),
        A.SUSPEND: Step(S.SUSPENDED, Who.CHIEF),
        A.TERMINATE: Step(S.TERMINATED, Who.CHIEF),
    },
    S.UNDERWAY: {
        A.SET_TEAM: Step(S.UNDERWAY, Who.HANDLER),
        A.ADD_ITEM: Step(S.UNDERWAY, Who.HANDLER),
        A.DROP_ITEM: Step(S.UNDERWAY, Who.HANDLER),
        A.FILE_FLOW_TABLE: Step(S.UNDERWAY, Who.GROUP, "flow_tables"),
        A.SET_PLAN: Step(S.UNDERWAY, Who.HANDLER),
        A.RECORD_FACT: Step(S.UNDERWAY, Who.ITEM_WORKER),
        A.ADD_RESULT: Step(S.UNDERWAY, Who.ITEM_WORKER),
        A.CALL_MEETING: Step(S.UNDERWAY, Who.HANDLER),
        A.CHANGE_MEETING: Step(S.UNDERWAY, Who.HANDLER),
        A.GIVE_OPINION: Step(S.UNDERWAY, Who.OPINION_GIVER),
        A.HOLD_MEETING: Step(S.UNDERWAY, Who.HANDLER),
        A.START_DELIVERY: Step(S.DELIVERING, Who.HANDLER),
        A.DELIVER: Step(S.UNDERWAY, Who.HANDLER),
        A.SUSPEND: Step(S.SUSPENDED, Who.CHIEF),
        A.TERMINATE: Step(S.TERMINATED, Who.CHIEF),
    },
    S.SUSPENDED: {
        A.SIGN_SUSPENSION: Step(S.SUSPENDED, Who.SIGNATORY),
        # The agency's service stops, the approvals already filed go on (P-073, domain A.3-5).
        A.RECORD_FACT: Step(S.SUSPENDED, Who.ITEM_WORKER),
        A.ADD_RESULT: Step(S.SUSPENDED, Who.ITEM_WORKER),
        A.CHANGE_MEETING: Step(S.SUSPENDED, Who.HANDLER),
        # What is ready belongs to the enterprise: without it neither a long pause nor the end of the service could be served.
        A.DELIVER: Step(S.SUSPENDED, Who.HANDLER),
        A.RESUME: Step(None, Who.CHIEF),
        A.TERMINATE: Step(S.TERMINATED, Who.CHIEF),
    },
    S.DELIVERING: {
        A.DELIVER: Step(S.DELIVERING, Who.HANDLER),
        A.ADD_RESULT: Step(S.DELIVERING, Who.ITEM_WORKER),
        A.ISSUE_COMPLETION: Step(S.COMPLETION, Who.CHIEF),
    },
    S.COMPLETION: {
        A.SIGN_COMPLETION: Step(S.CLOSED, Who.SIGNATORY),
    },
    S.CLOSED: {
        A.EVALUATE: Step(S.CLOSED, Who.APPLICANT),
        A.ARCHIVE: Step(S.ARCHIVED, Who.KEEPER),
    },
    S.ARCHIVED: {
        A.EVALUATE: Step(S.ARCHIVED, Who.APPLICANT),
    },
    # Every service is evaluated once, also one that ended badly (C.5). What was declined or withdrawn never became one: both
    # end before an agreement is signed.
    S.TERMINATED: {
        A.EVALUATE: Step(S.TERMINATED, Who.APPLICANT),
    },
}
FINAL = frozenset({S.DECLINED, S.WITHDRAWN, S.TERMINATED, S.ARCHIVED})
_NOTES = {(status, A.COMMENT): Step(status, Who.KEEPER) for status in S if status not in {S.DRAFT, S.ARCHIVED}}
# Works go on while the service rests and after it has ended; production begins long after the papers are there.
_WORKS = {
    (status, A.RECORD_WORKS): Step(status, Who.KEEPER)
    for status in (S.UNDERWAY, S.SUSPENDED, S.DELIVERING, S.COMPLETION, S.CLOSED)
}
_MESSAGES = {(status, A.MESSAGE): Step(status, Who.APPLICANT) for status in S if status not in FINAL | {S.DRAFT}}
# The daily work goes on whatever the step is, from the application to the end.
_CONTACTS = {
    (status, A.RECORD_CONTACT): Step(status, Who.ITEM_WORKER) for status in S if status not in FINAL | {S.DRAFT}
}
_SERVED = (S.SIGNED, S.NOTIFIED, S.UNDERWAY, S.SUSPENDED, S.DELIVERING)
# What was entrusted changes only with the enterprise's signature (P-004), also while the service rests.
_SUPPLEMENTS = {(status, A.SIGN_SUPPLEMENT): Step(status, Who.SIGNATORY) for status in _SERVED}
# A service that goes on does so on the enterprise's word; its form is signed until the case is filed, also in a next pause.
_RESUMED = {(status, A.SIGN_RESUMPTION): Step(status, Who.SIGNATORY) for status in (*_SERVED, S.COMPLETION, S.CLOSED)}
_TOLD = {(status, A.TELL_PROGRESS): Step(status, Who.HANDLER) for status in _SERVED}
_URGED = {(status, A.URGE): Step(status, Who.COORDINATOR) for status in _SERVED}
_RAISED = {(status, A.RAISE_PROBLEM): Step(status, Who.WORKER) for status in _SERVED}
_TASKS = {
    (status, A.DO_TASK): Step(status, Who.TASKED)
    for status in (S.GENERATION, S.ACCEPTED, S.AGREEMENT, *_SERVED, S.COMPLETION, S.CLOSED)
}
_HANDLED = {(status, A.HANDLE_PROBLEM): Step(status, Who.LEAD) for status in _SERVED}
# A paper may come back signed at any time; what goes wrong is ordered to be put right (C.8, W-095, P-092).
_SCANS = {(status, A.FILE_SCAN): Step(status, Who.KEEPER) for status in S if status not in {S.DRAFT, S.ARCHIVED}}
_ORDERS = {
    (status, action): Step(status, who)
    for status in S
    if status not in FINAL | {S.DRAFT}
    for action, who in (
        (A.SUPERVISE, Who.SUPERVISOR),
        (A.ANSWER_ORDER, Who.ORDERED),
        (A.CHECK_ORDER, Who.SUPERVISOR),
    )
}
_NAMED = {(status, A.NAME_OFFICER): Step(status, Who.EITHER) for status in S if status not in FINAL} | {
    (status, A.SET_PILOT): Step(status, Who.CHIEF) for status in S if status not in FINAL | {S.DRAFT}
}
# What the enterprise has ticked it shows, and takes back, as long as somebody works on the case.
_SHARED = {(status, A.SHARE_CHECKLIST): Step(status, Who.APPLICANT) for status in S if status not in FINAL}
_KNOWN = {
    (status, A.ACKNOWLEDGE): Step(status, Who.URGED)
    for status in S
    if status not in FINAL - {S.ARCHIVED, S.TERMINATED} | {S.DRAFT}
}
_UPLOADS = {(status, A.UPLOAD): Step(status, Who.APPLICANT) for status in (S.DRAFT, S.CORRECTING)}
# Between levels (W-034 to W-039). A form that waits for its signature names the agency: until it is signed nobody changes.
_OPEN = [status for status in S if status not in FINAL | {S.DRAFT, S.CLOSED}]
_ROUTED = (S.SUBMITTED, S.GENERATION, S.ACCEPTED, S.SIGNED, S.NOTIFIED, S.UNDERWAY)
_WAITING = {S.AGREEMENT, S.COMPLETION}
_LEVELS = (
    {(status, A.DECIDE_ROUTE): Step(status, Who.HANDLER) for status in _ROUTED}
    | {(status, A.OFFER_TRANSFER): Step(status, Who.HANDLER, "three_level") for status in _ROUTED}
    | {(status, A.RETURN_TRANSFER): Step(status, Who.RECEIVER) for status in _OPEN}
    | {(status, A.WITHDRAW_TRANSFER): Step(status, Who.HANDLER) for status in _OPEN}
    | {(status, A.URGE_TRANSFER): Step(status, Who.HANDLER) for status in _OPEN}
    | {(status, A.ACCEPT_TRANSFER): Step(status, Who.RECEIVER) for status in _OPEN if status not in _WAITING}
    | {(status, A.END_TRANSFER): Step(status, Who.HOLDER) for status in _OPEN if status not in _WAITING}
)
# The material ledger of the project: either side brings papers, the enterprise stands by what was made for it.
_LEDGER = {(status, A.ADD_MATERIAL): Step(status, Who.BOTH) for status in _SERVED} | {
    (status, A.CONFIRM_MATERIAL): Step(status, Who.APPLICANT) for status in _SERVED
}
# Originals find their way back also when the service is over.
_ORIGINALS = {
    (status, action): Step(status, who)
    for status in (*_SERVED, S.COMPLETION, S.CLOSED, S.TERMINATED)
    for action, who in ((A.MOVE_ORIGINALS, Who.ITEM_WORKER), (A.SIGN_ORIGINALS, Who.APPLICANT))
}
_FEES = {
    (status, action): Step(status, who)
    for status in _SERVED
    for action, who in ((A.SET_FEE, Who.ITEM_WORKER), (A.PAY_FEE, Who.BOTH))
}
# The easier ways of an item: while authorities work on it; promises are looked after until the end, and after it.
_KEPT = (S.UNDERWAY, S.SUSPENDED, S.DELIVERING, S.COMPLETION, S.CLOSED)
_EASIER = (
    {(status, A.PRE_APPROVE): Step(status, Who.ITEM_WORKER) for status in (S.UNDERWAY, S.SUSPENDED)}
    | {(status, A.DEFER_MATERIAL): Step(status, Who.ITEM_WORKER) for status in _KEPT}
    | {(status, A.HAND_IN_LATE): Step(status, Who.APPLICANT) for status in _KEPT}
    | {(status, A.COMMIT): Step(status, Who.ITEM_WORKER) for status in _KEPT}
    | {(status, A.SIGN_PROMISE): Step(status, Who.SIGNATORY) for status in (S.UNDERWAY, S.SUSPENDED)}
    | {(S.UNDERWAY, A.HANDLE_TOGETHER): Step(S.UNDERWAY, Who.HANDLER)}
    | {(status, A.SET_LABEL): Step(status, Who.HANDLER) for status in (*_SERVED, S.ACCEPTED)}
    | {(status, A.TICK_LABEL): Step(status, Who.WORKER) for status in (*_SERVED, S.ACCEPTED, S.COMPLETION, S.CLOSED)}
)
# Also after the end somebody is responsible for a bad evaluation.
_HAND_OVER = {(status, A.HAND_OVER): Step(status, Who.CHIEF) for status in [*_OPEN, S.CLOSED, S.ARCHIVED, S.TERMINATED]}
# Papers go between the agency and the windows from the signing to the end (P-078); from group to group while items run (P-069).
_WINDOWS = {(status, A.HAND_WINDOW): Step(status, Who.ITEM_WORKER) for status in (*_SERVED, S.COMPLETION, S.CLOSED)}
# One set of copies of all results is put on the shelf before the case is archived (P-079).
_COPIES = {
    (status, A.KEEP_COPIES): Step(status, Who.KEEPER)
    for status in (S.UNDERWAY, S.SUSPENDED, S.DELIVERING, S.COMPLETION, S.CLOSED)
}
# After the end the enterprise is asked, and what went wrong is put right (P-070, C.5): the agency urges these two and nothing else.
# Who had a part in putting it right neither calls back nor checks (``queries.aftercare``); where the agency has nobody left,
# those who supervise it do. Benefits are claimed all along (W-070): whatever the enterprise may ask for in a message, the agency
# can take up or refuse.
_AFTER = {
    (status, action): Step(status, who)
    for status in (S.CLOSED, S.ARCHIVED, S.TERMINATED)
    for action, who in (
        (A.RECTIFY, Who.HANDLER), (A.CALL_BACK, Who.CALLER), (A.CHECK_RECTIFICATION, Who.SUPERVISOR), (A.URGE, Who.HANDLER)
    )
} | {
    (status, A.FOLLOW_UP): Step(status, Who.KEEPER) for status in (S.CLOSED, S.ARCHIVED)
} | {
    (status, A.RECORD_BENEFIT): Step(status, Who.HANDLER)
    for status in S if status == S.ARCHIVED or status not in FINAL | {S.DRAFT}
}  # fmt: skip
_GROUPS = {(S.UNDERWAY, A.HAND_TO_GROUP): Step(S.UNDERWAY, Who.GROUP, "flow_tables")} | {
    (status, A.TAKE_FROM_GROUP): Step(status, Who.GROUP, "flow_tables")
    for status in (S.UNDERWAY, S.SUSPENDED, S.DELIVERING)
}
TABLE: dict[tuple[S, A], Step] = (
    {(status, action): step for status, steps in _WAY.items() for action, step in steps.items()}
    | _LEVELS
    | _HAND_OVER
    | _EASIER
    | _NOTES
    | _MESSAGES
    | _UPLOADS
    | _WORKS
    | _CONTACTS
    | _SUPPLEMENTS
    | _RESUMED
    | _NAMED
    | _SHARED
    | _TOLD
    | _URGED
    | _RAISED
    | _HANDLED
    | _TASKS
    | _KNOWN
    | _SCANS
    | _ORDERS
    | _LEDGER
    | _ORIGINALS
    | _FEES
    | _WINDOWS
    | _COPIES
    | _AFTER
    | _GROUPS
)


def step(status: str, action: str) -> Step | None:
    """The step that ``action`` makes from ``status``, or None when the law knows none."""
    return TABLE.get((S(status), A(action)))


def available(status: str) -> dict[A, Step]:
    """All steps that leave ``status``, in the order of the table."""
    return {action: found for (at, action), found in TABLE.items() if at == status}


_RUNNING = {
    BLZT.SPECIAL_START: ItemStatus.SPECIAL,
    BLZT.PASSED: ItemStatus.PASSED,
    BLZT.PASSED_WITH_GAP: ItemStatus.PASSED_WITH_GAP,
    BLZT.NOT_PASSED: ItemStatus.NOT_PASSED,
    BLZT.RETRACTED: ItemStatus.STOPPED,
}

# Which national code may follow in which status of an item, and where it leads.
ITEM_TABLE: dict[ItemStatus, dict[BLZT, ItemStatus]] = {
    ItemStatus.CONFIRMED: {BLZT.RECEIVED: ItemStatus.RECEIVED},
    ItemStatus.RECEIVED: {
        BLZT.ACCEPTED: ItemStatus.HANDLING,
        BLZT.CORRECTION_START: ItemStatus.CORRECTING,
        BLZT.NOT_HANDLED: ItemStatus.STOPPED,
        BLZT.NOT_ACCEPTED: ItemStatus.STOPPED,
        BLZT.WITHDRAWN: ItemStatus.STOPPED,
    },
    ItemStatus.CORRECTING: {BLZT.CORRECTION_END: ItemStatus.RECEIVED, BLZT.WITHDRAWN: ItemStatus.STOPPED},
    ItemStatus.HANDLING: _RUNNING | {BLZT.DEPARTMENT_START: ItemStatus.HANDLING, BLZT.EXTENDED: ItemStatus.HANDLING},
    ItemStatus.SPECIAL: {
        BLZT.SPECIAL_END: ItemStatus.HANDLING,
        BLZT.EXTENDED: ItemStatus.SPECIAL,
        BLZT.RETRACTED: ItemStatus.STOPPED,
    },
    ItemStatus.PASSED: {BLZT.REVOKED: ItemStatus.STOPPED},
    ItemStatus.PASSED_WITH_GAP: {BLZT.PASSED: ItemStatus.PASSED, BLZT.REVOKED: ItemStatus.STOPPED},
    ItemStatus.NOT_PASSED: {BLZT.RECEIVED: ItemStatus.RECEIVED},
    ItemStatus.STOPPED: {BLZT.RECEIVED: ItemStatus.RECEIVED},
}
ITEM_DONE = frozenset({ItemStatus.PASSED, ItemStatus.PASSED_WITH_GAP, ItemStatus.DONE_BEFORE, ItemStatus.DROPPED})

# An item may be taken out of the service while no authority is at work on it.
ITEM_DROPPABLE = frozenset({ItemStatus.PROPOSED, ItemStatus.CONFIRMED, ItemStatus.NOT_PASSED, ItemStatus.STOPPED})


def item_step(status: str, code: int) -> ItemStatus | None:
    """The status that national code ``code`` leads to from ``status``, or None."""
    return ITEM_TABLE.get(ItemStatus(status), {}).get(BLZT(code))
