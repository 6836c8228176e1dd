"""Events of the daily work in words: what a line of the log adds to the name of the act."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from cases import daywords
from cases.enums import Action
from cases.enums_work import ContactWay, FilingPlace


def _joined(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part)


def _label(kind: Any, value: str) -> str:
    return str(kind(value).label) if value in kind.values else value


def with_way(said: str, data: Mapping[str, Any]) -> str:
    """A step of an item, with where it was filed and by which way it was served."""
    return _joined(said, _label(FilingPlace, data.get("filed", "")), _label(ContactWay, data.get("way", "")))


def _contact(data: Mapping[str, Any]) -> str:
    what = _joined(_label(ContactWay, data.get("way", "")), daywords.told(data.get("on")), data.get("place", ""))
    if data.get("void"):
        return _("did not take place: %(what)s (%(reason)s)") % {"what": what, "reason": data.get("reason", "")}
    return _joined(what, _("corrected: %(reason)s") % {"reason": data["reason"]} if data.get("reason") else "")


DETAILS: dict[Action, Callable[[Mapping[str, Any]], str]] = {
    Action.RECORD_CONTACT: _contact,
}
