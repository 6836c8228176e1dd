"""Events and dates in words, in the reader's language."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from cases import daywords, paperwords
from cases.enums import BLZT, DATES_MOVED, Action, DeliveryMethod, MeetingKind, SignMethod, SuspensionGround
from cases.models import ApprovalItem, Case, CaseEvent
from cases.queries import (
    sentences_dates,
    sentences_easier,
    sentences_finish,
    sentences_ledger,
    sentences_routes,
    sentences_work,
)

SIGNATURES = {
    Action.SIGN_AGREEMENT, Action.SIGN_SUPPLEMENT, Action.SIGN_SUSPENSION, Action.SIGN_RESUMPTION, Action.SIGN_COMPLETION,
    Action.SIGN_PROMISE,
}  # fmt: skip


def deadline(what: str, label: str) -> str:
    """What is due."""
    words = {
        "correction": _("Correction to be sent back"),
        "meeting": _("%(name)s") % {"name": label},
        "second_meeting": _("Second project generation meeting at the latest"),
        "flow_table": _("Flow table of “%(name)s”") % {"name": label},
        "item": _("“%(name)s” by the roadmap") % {"name": label},
        "special": _("Special procedure of “%(name)s”") % {"name": label},
        "promised": _("“%(name)s” as it was promised") % {"name": label},
        "delivery": _("Results to be handed over"),
        "resume": _("Expected end of the suspension"),
        "fee": _("Charge to be paid: %(name)s") % {"name": label},
        "follow_up": _("Follow-up visit"),
        "rectification": _("Bad evaluation to be put right"),
        "order": _("Answer of %(name)s to a supervision order") % {"name": label},
        "transfer": _("Answer of %(name)s to a transfer") % {"name": label},
        "answer": _("Enquiry of the enterprise to be answered"),
        "gap": _("Promised late paper of “%(name)s”") % {"name": label},
        "condition": _("Missing condition of the pre-approval of “%(name)s”") % {"name": label},
        "inspection": _("Inspection after the commitment for “%(name)s”") % {"name": label},
    }
    return words.get(what, label)


def check_paper() -> str:
    """A scan waits to be compared with the document."""
    return _("Check the signed paper")


def add_receipt() -> str:
    """The receipt of a mail has not come back yet."""
    return _("Add the signed receipt")


def act(case: Case, action: Action) -> str:
    """What somebody does next with the case: the words of a task, a button, a page."""
    return paperwords.act(action, case.scheme.agreement_kind)


def item_names(codes: Iterable[str]) -> dict[str, str]:
    """{code: name in the reader's language}, for a whole list at once."""
    rows = ApprovalItem.objects.filter(code__in=set(codes)).only("code", "name_zh", "name_en").order_by()
    return {row.code: row.name for row in rows}


def item_name(code: str, names: Mapping[str, str] | None = None) -> str:
    """The item in the reader's language; a code that is no longer in the catalogue stands for itself."""
    known = item_names([code]) if names is None else names
    return known.get(code, code)


def actor(row: CaseEvent) -> str:
    """Who did it. Who of the enterprise evaluated is told to nobody (GB/T 39735—2020)."""
    if row.action == Action.EVALUATE:
        return _("The enterprise")
    return row.actor.name if row.actor else _("System")


def _choice(kind: Any, value: str) -> str:
    return str(kind(value).label) if value in kind.values else value


def event(row: CaseEvent, names: Mapping[str, str] | None = None, paper: str = "") -> str:
    """One sentence for an event of the log. ``names``: of the items, when a list has fetched them; ``paper``: the scheme's form."""
    data: Mapping[str, Any] = row.data
    if row.action == Action.RECORD_FACT:
        said = _("%(item)s: %(step)s on %(date)s") % {
            "item": item_name(data.get("item", ""), names),
            "step": BLZT(data["code"]).label,
            "date": daywords.told(data.get("on")),
        }
        return sentences_work.with_way(said, data)
    if row.action == DATES_MOVED:
        return sentences_dates.changed(data)
    base = _with_paper(row) or paperwords.act(row.action, paper)
    if row.new_status and row.new_status != row.old_status:
        base = _("%(action)s → %(status)s") % {"action": base, "status": paperwords.status(row.new_status, paper)}
    details = _details(row.action, data)
    if row.action in {Action.ADD_ITEM, Action.DROP_ITEM, Action.ADD_RESULT}:
        details = f"{item_name(data.get('item', ''), names)} · {details}"
    if row.action in sentences_routes.ACTS:
        details = sentences_routes.details(row.action, data, item_name(data["item"], names) if data.get("item") else "")
    if row.action in sentences_easier.ACTS:
        details = sentences_easier.details(row.action, data, _names(data, names))
    return _("%(what)s: %(details)s") % {"what": base, "details": details} if details else base


def _names(data: Mapping[str, Any], names: Mapping[str, str] | None) -> Mapping[str, str]:
    """Of the items that an event speaks of: those at hand, or fetched."""
    codes = [code for code in (data.get("item"), *data.get("items", ())) if code]
    return names if names is not None and set(codes) <= names.keys() else item_names(codes)


def edits(count: int, sentence: str) -> str:
    """Several savings of the application by one person, one after the other, as one line."""
    return _("%(what)s: %(n)s times, this is the last") % {"what": sentence, "n": count} if count > 1 else sentence


def _with_paper(row: CaseEvent) -> str:
    """A signature on paper has three acts: handed in, and compared or returned by the agency."""
    if row.action not in SIGNATURES:
        return ""
    if row.data.get("rejected"):
        return _("Reject the signed paper")
    if row.data.get("scan"):
        return _("Hand in the signed paper")
    return _("Confirm the signed paper") if row.data.get("method") == SignMethod.PAPER else ""


def _details(action: str, data: Mapping[str, Any]) -> str:
    if action in sentences_ledger.DETAILS:
        return sentences_ledger.DETAILS[Action(action)](data)
    if action in sentences_finish.DETAILS:
        return sentences_finish.DETAILS[Action(action)](data)
    if action in sentences_work.DETAILS:
        return sentences_work.DETAILS[Action(action)](data)
    if action == Action.SUSPEND:
        return f"{_choice(SuspensionGround, data.get('ground', ''))} · {data.get('explanation', '')}"
    if action == Action.CHANGE_MEETING:
        return _meeting_change(data)
    if action == Action.DELIVER and data.get("method"):
        return " · ".join(part for part in (_choice(DeliveryMethod, data["method"]), data.get("tracking", "")) if part)
    if data.get("receipt_on"):
        return _("receipt signed on %(date)s") % {"date": daywords.told(data["receipt_on"])}
    if data.get("meeting_number") and not data.get("document"):
        return f"{_choice(MeetingKind, data['meeting'])} {data['meeting_number']}"
    if action == Action.ADD_RESULT:
        return str(data.get("file_number") or data.get("document", ""))
    for key in ("number", "document", "reason", "lead", "reference", "meeting"):
        if data.get(key):
            return str(data[key])
    return ""


def _meeting_change(data: Mapping[str, Any]) -> str:
    """Which meeting was moved whereto, or cancelled, and why."""
    meeting = f"{_choice(MeetingKind, data.get('meeting', ''))} {data.get('meeting_number', '')}".strip()
    words = {
        "meeting": meeting,
        "on": daywords.told(data.get("on")),
        "place": data.get("place", ""),
        "reason": data.get("reason", ""),
    }
    if data.get("cancelled"):
        return _("%(meeting)s cancelled. Reason: %(reason)s") % words
    return _("%(meeting)s now on %(on)s at %(place)s. Reason: %(reason)s") % words
