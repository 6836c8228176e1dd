"""Events of the daily work in words: what a line of the log adds to the name of the act."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases import daywords
from cases.enums import Action, Side
from cases.enums_work import ContactWay, FilingPlace, ProblemKind, ReportLevel, SpecialKind, WorksEvent
from cases.listwords import listed
from cases.models import ApprovalItem, WorkGroup


def _joined(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part)


def _label(kind: Any, value: str) -> str:
    return str(kind(value).label) if value in kind.values else value


def with_way(said: str, data: Mapping[str, Any]) -> str:
    """A step of an item, with where it was filed and by which way it was served."""
    kind = _label(SpecialKind, data.get("special", ""))
    return _joined(said, kind, _label(FilingPlace, data.get("filed", "")), _label(ContactWay, data.get("way", "")))


def _contact(data: Mapping[str, Any]) -> str:
    what = _joined(_label(ContactWay, data.get("way", "")), daywords.told(data.get("on")), data.get("place", ""))
    if data.get("void"):
        return _("did not take place: %(what)s (%(reason)s)") % {"what": what, "reason": data.get("reason", "")}
    return _joined(what, _("corrected: %(reason)s") % {"reason": data["reason"]} if data.get("reason") else "")


def urged(what: str, label: str) -> str:
    """What somebody is urged about; ``label`` is the code of the item or of the group."""
    if what == "item":
        item = ApprovalItem.objects.filter(code=label).only("name_zh", "name_en").first()
        return item.name if item else label
    if what == "special":
        return _("Special procedure of “%(name)s”") % {"name": urged("item", label)}
    if what == "flow_table":
        group = WorkGroup.objects.filter(code=label).first()
        return _("Flow table of “%(name)s”") % {"name": group.name if group else label}
    words = {
        "order": _("Answer to supervision order %(number)s") % {"number": label},
        "answer": _("Enquiry of the enterprise to be answered"),
        "delivery": _("Results to be handed over"),
        "follow_up": _("Follow-up visit to be made"),
        "rectification": _("Bad evaluation to be put right"),
        "turn": _("The next step of the case"),
    }
    return words.get(what, label)


def answer_enquiry(author: str) -> str:
    """An enquiry waits."""
    return _("Answer the enquiry of %(name)s") % {"name": author}


def acknowledge(what: str, label: str) -> str:
    """An urging waits."""
    return _("Acknowledge the urging: %(what)s") % {"what": urged(what, label)}


def tell_progress() -> str:
    """The regular account is due."""
    return _("Tell the enterprise the progress")


def _urge(data: Mapping[str, Any]) -> str:
    return _joined(urged(data.get("urged", ""), data.get("label", "")), listed(data.get("to", [])))


def _problem(data: Mapping[str, Any]) -> str:
    words = {"taken": _("taken up"), "meeting": _("meeting called"), "escalated": _("escalated"), "solved": _("solved")}
    kind = _label(ProblemKind, data.get("problem", ""))
    return _joined(kind, words.get(data.get("step", ""), ""), data.get("text", ""))


def _task_done(data: Mapping[str, Any]) -> str:
    return _joined(data.get("text", ""), data.get("result", ""))


def handle_problem(kind: str, author: str) -> str:
    """A problem waits for the lead unit."""
    return _("%(what)s of %(name)s") % {"what": _label(ProblemKind, kind), "name": author}


def meeting_task(text: str) -> str:
    """What a meeting gave one's unit to do."""
    return _("Task of a meeting: %(text)s") % {"text": text}


def answer_order(number: str) -> str:
    """A supervision order waits for the answer of the unit."""
    return _("Answer supervision order %(number)s") % {"number": number}


def check_order(number: str) -> str:
    """An answer waits to be checked."""
    return _("Check the answer to supervision order %(number)s") % {"number": number}


def answer_letter(kind: str, number: str) -> str:
    """A letter of the public waits for its answer."""
    return _("Answer: %(kind)s %(number)s of the public") % {"kind": kind, "number": number}


def _order(data: Mapping[str, Any]) -> str:
    words = {
        "accepted": _("accepted"),
        "returned": pgettext("answer", "sent back"),
        "withdrawn": pgettext("order", "withdrawn"),
    }
    return _joined(data.get("document", ""), words.get(data.get("step", ""), ""), data.get("text", ""))


def _scan(data: Mapping[str, Any]) -> str:
    return _joined(data.get("document", ""), listed(str(Side(side).label) for side in data.get("sides", [])))


def write_report(level: str, weeks: int) -> str:
    """A weekly report is due; ``weeks`` above one: some were missed."""
    name = _label(ReportLevel, level)
    if weeks > 1:
        return _("Weekly report: %(level)s (%(weeks)s weeks)") % {"level": name, "weeks": weeks}
    return _("Weekly report: %(level)s") % {"level": name}


def finish_report(level: str) -> str:
    """A draft waits to be handed in."""
    return _("Hand in the draft: %(level)s") % {"level": _label(ReportLevel, level)}


def approve_report(author: str) -> str:
    """A report waits for approval."""
    return _("Approve the weekly report of %(name)s") % {"name": author}


def _text(data: Mapping[str, Any]) -> str:
    return str(data.get("text", ""))


def _works(data: Mapping[str, Any]) -> str:
    day = daywords.told(data.get("on")) or _("taken back")
    return _joined(_label(WorksEvent, data.get("works", "")), day, data.get("reason", ""))


def _officer(data: Mapping[str, Any]) -> str:
    return _joined(data.get("officer"), data.get("officer_unit"))


def _pilot(data: Mapping[str, Any]) -> str:
    said = _("pilot project") if data.get("pilot") else _("no longer a pilot project")
    return _joined(said, data.get("reason"))


DETAILS: dict[Action, Callable[[Mapping[str, Any]], str]] = {
    Action.RECORD_CONTACT: _contact,
    Action.RECORD_WORKS: _works,
    Action.NAME_OFFICER: _officer,
    Action.SET_PILOT: _pilot,
    Action.URGE: _urge,
    Action.ACKNOWLEDGE: _text,
    Action.RAISE_PROBLEM: _problem,
    Action.HANDLE_PROBLEM: _problem,
    Action.DO_TASK: _task_done,
    Action.FILE_SCAN: _scan,
    Action.SUPERVISE: _order,
    Action.ANSWER_ORDER: _order,
    Action.CHECK_ORDER: _order,
}
