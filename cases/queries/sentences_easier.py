"""Events of the easier ways in words: what a line of the log adds to the name of the act."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from cases import daywords
from cases.enums import Action
from cases.enums_easier import CommitmentStatus, GapStatus, LabelKind, PreApprovalStatus
from cases.listwords import listed

ACTS = {
    Action.PRE_APPROVE, Action.DEFER_MATERIAL, Action.COMMIT, Action.HANDLE_TOGETHER, Action.SET_LABEL,
    Action.TICK_LABEL, Action.HAND_IN_LATE,
}  # fmt: skip


def compare(paper: str) -> str:
    """A late paper that the enterprise has handed in waits."""
    return _("Compare the late paper: %(name)s") % {"name": paper}


def _joined(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part)


def _label(kind: Any, value: object) -> str:
    said = {"reminded": _("reminded"), "handed_in": _("handed in"), "sent_back": _("sent back")}
    if value in said:
        return said[str(value)]
    return str(kind(value).label) if value in kind.values else ""


def _preapproval(data: Mapping[str, Any]) -> str:
    if data.get("condition"):
        if data.get("reminded"):
            return _joined(_("reminded"), data["condition"], daywords.told(data.get("due")))
        return _("condition met on %(date)s: %(text)s") % {
            "date": daywords.told(data.get("on")),
            "text": data["condition"],
        }
    return _joined(
        _label(PreApprovalStatus, data.get("preapproval", "")),
        data.get("document") or data.get("file_number"),
        data.get("reason"),
    )


def _gap(data: Mapping[str, Any]) -> str:
    return _joined(
        _label(GapStatus, data.get("gap", "")), listed(data.get("papers", [])), data.get("document"), data.get("reason")
    )


def _commitment(data: Mapping[str, Any]) -> str:
    return _joined(
        _label(CommitmentStatus, data.get("commitment", "")),
        data.get("document") or data.get("file_number"),
        data.get("text") or data.get("reason"),
    )


def _policy(data: Mapping[str, Any]) -> str:
    return _joined(
        _label(LabelKind, data.get("policy", "")),
        data.get("handler"),
        data.get("text"),
        _("taken off") if data.get("taken_off") else "",
        _("taken back") if data.get("taken_back") else "",
        data.get("reason") or data.get("taken_back"),
    )


_DETAILS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    Action.PRE_APPROVE: _preapproval,
    Action.DEFER_MATERIAL: _gap,
    Action.HAND_IN_LATE: _gap,
    Action.COMMIT: _commitment,
    Action.SET_LABEL: _policy,
    Action.TICK_LABEL: _policy,
}


def details(action: str, data: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """What the line adds. ``names``: of the items that it speaks of."""
    if action == Action.HANDLE_TOGETHER:
        items = listed(names.get(code, code) for code in data.get("items", []))
        return _joined(items, daywords.told(data.get("on")), data.get("reason") or data.get("document"))
    return _joined(names.get(data.get("item", ""), data.get("item", "")), _DETAILS[action](data))
