"""Events of the material ledger in words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.enums import Action
from cases.enums_papers import Handover
from cases.listwords import listed


def papers(names: Sequence[Sequence[str]]) -> str:
    """Papers by name in the reader's language; each is kept as (Chinese, English)."""
    english = (get_language() or "").startswith("en")
    return listed(pair[1] if english else pair[0] for pair in names)


def _added(data: Mapping[str, Any]) -> str:
    words = {"papers": papers(data.get("materials", ())), "version": data.get("version", "")}
    return _("%(papers)s, version %(version)s") % words


def _answered(data: Mapping[str, Any]) -> str:
    named = papers(data.get("materials", ()))
    return (
        _("objection to %(papers)s: %(reason)s") % {"papers": named, "reason": data["reason"]}
        if "reason" in data
        else named
    )


def _originals(data: Mapping[str, Any]) -> str:
    kind = data.get("kind", "")
    said = [Handover(kind).label if kind in Handover.values else "", papers(data.get("materials", ()))]
    return " · ".join(str(part) for part in (*said, data.get("unit", "")) if part)


def _fee(data: Mapping[str, Any]) -> str:
    said = _("%(fee)s, %(amount)s yuan") % {"fee": data.get("fee", ""), "amount": data.get("amount", "")}
    if data.get("void"):
        return _("%(fee)s is not charged: %(reason)s") % {"fee": data.get("fee", ""), "reason": data.get("reason", "")}
    return f"{said} · {data['reason']}" if data.get("reason") else said


def checklist(data: Mapping[str, Any]) -> str:
    """The name of a checklist in the reader's language."""
    english = (get_language() or "").startswith("en")
    return str(data.get("checklist_en" if english else "checklist_zh", ""))


def _shared(data: Mapping[str, Any]) -> str:
    name = checklist(data)
    return _("%(checklist)s, taken back") % {"checklist": name} if data.get("back") else name


DETAILS: dict[Action, Callable[[Mapping[str, Any]], str]] = {
    Action.ADD_MATERIAL: _added,
    Action.CONFIRM_MATERIAL: _answered,
    Action.MOVE_ORIGINALS: _originals,
    Action.SHARE_CHECKLIST: _shared,
    Action.SET_FEE: _fee,
    Action.PAY_FEE: _fee,
}
