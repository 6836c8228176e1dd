"""What happened in a case as people tell it: one line for each kind of thing, with names and days, no numbers of the log."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cases import paperwords
from cases.daywords import plain_day
from cases.enums import BLZT, DATES_MOVED, Action, DocumentKind, MeetingKind, SuspensionGround
from cases.enums_work import ContactWay
from cases.listwords import clauses, listed
from cases.models import CaseEvent
from cases.queries import sentences, sentences_dates

BULLET = "· "
MOST_DAYS = 3  # more are counted, not listed


@dataclass
class _Told:
    """One name under its kind: the days, and what else is worth reading."""

    days: list[date] = field(default_factory=list)
    more: str = ""

    def words(self, name: str) -> str:
        days = sorted(set(self.days))
        if len(days) > MOST_DAYS:
            told = _("%(n)s times, last on %(day)s") % {"n": len(days), "day": plain_day(days[-1])}
        else:
            told = listed(plain_day(day) for day in days)
        return _("%(what)s (%(details)s)") % {"what": name, "details": listed(x for x in (told, self.more) if x)}


def lines(events: Iterable[CaseEvent], paper: str = "") -> list[str]:
    """The events in their order, gathered. ``paper``: the form that the scheme signs."""
    rows = _standing(list(events))
    names = sentences.item_names(row.data["item"] for row in rows if row.data.get("item"))
    told: dict[str, dict[str, _Told]] = {}
    for row in rows:
        kind, what = _kind(row, names, paper)
        entry = told.setdefault(kind, {}).setdefault(what, _Told())
        entry.days.append(_day(row))
        if row.action == Action.RECORD_FACT and row.data.get("file_number"):
            entry.more = str(row.data["file_number"])
    return [BULLET + line(kind, [entry.words(what) for what, entry in found.items()]) for kind, found in told.items()]


def line(kind: str, entries: Iterable[str]) -> str:
    """One kind of thing with all of its names."""
    return _("%(kind)s: %(entries)s.") % {"kind": kind, "entries": clauses(entries)}


def merged(found: Iterable[str]) -> list[str]:
    """Lines of several accounts as one: each kind once, each name with its days once; what people wrote stays as it is."""
    stop, colon = _("%(kind)s: %(entries)s.") % {"kind": "", "entries": ""}, _(": ")
    kinds: dict[str, dict[str, None]] = {}
    free: dict[str, None] = {}
    for text in found:
        kind, parted, rest = text.removeprefix(BULLET).partition(colon)
        if not text.startswith(BULLET) or not parted:
            free[text] = None
            continue
        entries = rest.removesuffix(stop.removeprefix(colon).strip()).split(_("; "))
        kinds.setdefault(kind, {}).update(dict.fromkeys(entries))
    return [*(BULLET + line(kind, entries) for kind, entries in kinds.items()), *free]


def _standing(rows: list[CaseEvent]) -> list[CaseEvent]:
    """Without what a later event of the time says better: a corrected fact, a receipt that was followed by more."""
    last = {(row.data.get("item"), row.data.get("code")): row for row in rows if row.action == Action.RECORD_FACT}
    went_on = {item for item, code in last if code != BLZT.RECEIVED}
    return [
        row
        for row in rows
        if row.action != Action.RECORD_FACT
        or (
            last[row.data.get("item"), row.data.get("code")] is row
            and not (row.data.get("code") == BLZT.RECEIVED and row.data.get("item") in went_on)
        )
    ]


def _kind(row: CaseEvent, names: Mapping[str, str], paper: str) -> tuple[str, str]:
    """Under which heading the event is told, and its name there."""
    data, action = row.data, row.action
    if action == Action.RECORD_FACT:
        return str(BLZT(data["code"]).label), sentences.item_name(data.get("item", ""), names)
    if action == Action.HOLD_MEETING:
        return _("Meetings held"), _label(MeetingKind, data.get("meeting"))
    if action == Action.CALL_MEETING:
        return _("Meetings called"), _label(MeetingKind, data.get("meeting"))
    if action == Action.RECORD_CONTACT:
        return _("Visits and contacts"), _label(ContactWay, data.get("way"))
    if action == Action.SIGN_AGREEMENT:
        return _("Papers signed"), str(paperwords.signed_paper(paper))
    if action == Action.SIGN_COMPLETION:
        return _("Papers signed"), str(DocumentKind.COMPLETION.label)
    if action == Action.SUSPEND:
        return _("Service suspended"), _label(SuspensionGround, data.get("ground"))
    if action == DATES_MOVED:
        return _("Other steps"), sentences_dates.changed(data)
    return _("Other steps"), str(paperwords.act(action, paper))


def _label(kind: type, value: object) -> str:
    return str(kind(value).label) if value in kind.values else str(value or "")  # type: ignore[attr-defined]


def _day(row: CaseEvent) -> date:
    """The day it happened, as recorded; otherwise the day of the entry."""
    on = str(row.data.get("on") or "")
    return date.fromisoformat(on) if len(on) == len("2026-12-14") else timezone.localtime(row.at).date()
