"""Events of finishing in words: hand-overs with windows and between groups."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import daywords
from cases.enums import Action
from cases.enums_finish import BenefitStatus, FollowUpKind, FollowUpOutcome, RectificationStatus, StepKind, WindowWay
from cases.models import Rectification, User, WorkGroup


def joined(*parts: object) -> str:
    """What is there, with dots between."""
    return " · ".join(str(part) for part in parts if part)


def label(kind: Any, value: str) -> str:
    """The label of a stored value."""
    return str(kind(value).label) if value in kind.values else value


def group(code: str) -> str:
    """The group in the reader's language."""
    found = WorkGroup.objects.filter(code=code).first()
    return found.name if found else code


def hand_to_group(name: str) -> str:
    """A group has finished."""
    return _("Hand over to the next group: %(name)s") % {"name": name}


def take_from_group(name: str) -> str:
    """A hand-over waits."""
    return _("Acknowledge the hand-over of %(name)s") % {"name": name}


def _window(data: Mapping[str, Any]) -> str:
    count = int(data.get("count", 0))
    papers = ngettext("%(n)d paper", "%(n)d papers", count) % {"n": count}
    return joined(label(WindowWay, data.get("way", "")), data.get("window", ""), daywords.told(data.get("on")), papers)


def _groups(data: Mapping[str, Any]) -> str:
    return joined(f"{group(data.get('giver', ''))} → {group(data.get('taker', ''))}", data.get("text", ""))


def _copies(data: Mapping[str, Any]) -> str:
    count = len(data.get("items", ()))
    copies = ngettext("%(n)d copy", "%(n)d copies", count) % {"n": count}
    return joined(data.get("shelf", ""), copies, daywords.told(data.get("on")))


def follow_up() -> str:
    """A visit is owed."""
    return _("Follow-up visit")


def rectification(row: Rectification, user: User) -> str:
    """What a bad evaluation waits for: the measure and the answer, the call-back, the check."""
    if row.status == RectificationStatus.REPLIED:
        return _("Call the enterprise back after a bad evaluation")
    if row.status == RectificationStatus.CALLED and row.responsible_id != user.pk:
        return str(Action.CHECK_RECTIFICATION.label)
    return _("Put a bad evaluation right")


def benefit(policy: str) -> str:
    """The enterprise has asked for a benefit."""
    return _("Follow up the claim: %(policy)s") % {"policy": policy}


def _followed(data: Mapping[str, Any]) -> str:
    kind = label(FollowUpKind, data.get("follow_up", ""))
    outcome = label(FollowUpOutcome, data.get("outcome", ""))
    return joined(kind, daywords.told(data.get("on")), outcome, data.get("document", ""))


def _rectified(data: Mapping[str, Any]) -> str:
    words = {"assigned": _("person responsible named"), "closed": _("closed")}
    step = data.get("step", "")
    return joined(words.get(step) or label(StepKind, step), data.get("to", ""), data.get("text", ""))


def _benefit(data: Mapping[str, Any]) -> str:
    status = label(BenefitStatus, data.get("benefit", ""))
    money = _("%(amount)s yuan") % {"amount": data["amount"]} if data.get("amount") else ""
    return joined(data.get("policy", ""), status, daywords.told(data.get("on")), money, data.get("reason", ""))


def _message(data: Mapping[str, Any]) -> str:
    return _benefit(data) if data.get("benefit") else ""


DETAILS: dict[Action, Callable[[Mapping[str, Any]], str]] = {
    Action.HAND_WINDOW: _window,
    Action.KEEP_COPIES: _copies,
    Action.FOLLOW_UP: _followed,
    Action.RECTIFY: _rectified,
    Action.CALL_BACK: _followed,
    Action.CHECK_RECTIFICATION: _rectified,
    Action.RECORD_BENEFIT: _benefit,
    Action.MESSAGE: _message,
    Action.HAND_TO_GROUP: _groups,
    Action.TAKE_FROM_GROUP: _groups,
}
