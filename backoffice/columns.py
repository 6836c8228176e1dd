"""Columns that several tables share. Each knows how it looks on the page and how it reads in an export."""

from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

import django_tables2 as tables
from django.urls import get_urlconf, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from backoffice import drawing
from cases.daywords import lamp_word
from cases.enums import CaseStatus, ItemStatus
from cases.enums_finish import RectificationStatus
from cases.enums_work import OrderStatus, ProblemStatus
from cases.models import Case, CaseItem
from cases.queries import item_lamps, lamps
from home import markup, words
from home.templatetags import look

SAMPLE = UUID(int=0)
ROW_LINK = {"a": {"class": "row-link"}}
LONG_LINK = {"a": {"class": "row-link wraps"}}
NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}
CASE_TONES = {
    CaseStatus.DRAFT: "halted",
    CaseStatus.SUBMITTED: "due",
    CaseStatus.CORRECTING: "due",
    CaseStatus.GENERATION: "act",
    CaseStatus.ACCEPTED: "good",
    CaseStatus.DECLINED: "late",
    CaseStatus.WITHDRAWN: "halted",
    CaseStatus.AGREEMENT: "due",
    CaseStatus.SIGNED: "good",
    CaseStatus.NOTIFIED: "act",
    CaseStatus.UNDERWAY: "act",
    CaseStatus.SUSPENDED: "halted",
    CaseStatus.TERMINATED: "late",
    CaseStatus.DELIVERING: "act",
    CaseStatus.COMPLETION: "due",
    CaseStatus.CLOSED: "done",
    CaseStatus.ARCHIVED: "done",
}
ITEM_TONES = {
    ItemStatus.PROPOSED: "halted",
    ItemStatus.CONFIRMED: "halted",
    ItemStatus.RECEIVED: "act",
    ItemStatus.CORRECTING: "due",
    ItemStatus.HANDLING: "act",
    ItemStatus.SPECIAL: "due",
    ItemStatus.PASSED: "good",
    ItemStatus.PASSED_WITH_GAP: "due",
    ItemStatus.NOT_PASSED: "late",
    ItemStatus.STOPPED: "late",
    ItemStatus.DONE_BEFORE: "done",
    ItemStatus.DROPPED: "halted",
}
PROBLEM_TONES = {
    ProblemStatus.RAISED: "due",
    ProblemStatus.TAKEN_UP: "act",
    ProblemStatus.ESCALATED: "late",
    ProblemStatus.SOLVED: "done",
}


RECTIFICATION_TONES = {
    RectificationStatus.OPEN: "late",
    RectificationStatus.REPLIED: "due",
    RectificationStatus.CALLED: "act",
    RectificationStatus.CLOSED: "done",
}
ORDER_TONES = {
    OrderStatus.ISSUED: "due",
    OrderStatus.ANSWERED: "act",
    OrderStatus.CLOSED: "done",
    OrderStatus.WITHDRAWN: "halted",
}


def case_address(name: str, uuid: UUID) -> str:
    """The address of a case's page: asked of the resolver once, since a list shows many."""
    return _case_address(name, get_urlconf()).replace(str(SAMPLE), str(uuid))


@cache
def _case_address(name: str, urlconf: str | None) -> str:
    return reverse(f"office:{name}", args=[SAMPLE])


def due_mark(day: date | None, stopped: bool = False) -> SafeString:
    """A date with its lamp in words: how many working days are left, or how late it is."""
    if day is None:
        return SafeString("–")
    shown = look.cdate(day, short=True)
    if stopped:
        return shown
    today = timezone.localdate()
    left = words.workdays_left(lamps.days_left(day, today))
    return format_html('<span class="nowrap">{}</span> {}', shown, look.lamp(lamps.lamp_for(day, today), left))


def left_mark(day: date) -> SafeString:
    """A date with how many working days are left, or how late it is, in words alone."""
    left = words.workdays_left(lamps.days_left(day, timezone.localdate()))
    shown = look.cdate(day, short=True)
    return format_html('<span class="nowrap">{}</span><br><small class="second">{}</small>', shown, left)


class StatusColumn(tables.Column):
    """A status as a badge."""

    def __init__(self, *args: Any, tones: dict[Any, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tones = tones or CASE_TONES

    def render(self, value: Any, record: Any, bound_column: Any) -> SafeString:
        raw = bound_column.accessor.resolve(record)
        return look.badge(raw, str(value), self.tones.get(raw, "act"))

    def key(self, value: Any, record: Any) -> object:
        """Rows with the same key look the same here: drawn once."""
        return value

    def value(self, value: Any, **kwargs: Any) -> str:
        return str(value)


class DueColumn(tables.Column):
    """A due date with its lamp."""

    def render(self, value: date, record: Any) -> SafeString:
        return due_mark(value, stopped=_stands(record))

    def key(self, value: date, record: Any) -> object:
        """Rows with the same key look the same here: drawn once."""
        return value, _stands(record)

    def value(self, value: date, **kwargs: Any) -> date:
        return value


class LeftColumn(tables.Column):
    """A date with the working days left in words. No lamp: that is another clock's."""

    def render(self, value: date, record: Any) -> SafeString:
        return left_mark(value)

    def value(self, value: date, **kwargs: Any) -> date:
        return value


class LampColumn(tables.Column):
    """The lamp of an open item, as it burns on its page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, orderable=False, accessor="pk", **kwargs)

    def render(self, record: CaseItem) -> SafeString | str:
        colour = item_lamps.colour(record)
        return look.lamp(colour) if colour else "–"

    def key(self, value: Any, record: CaseItem) -> object:
        return item_lamps.colour(record)

    def value(self, record: CaseItem, **kwargs: Any) -> str:
        colour = item_lamps.colour(record)
        return lamp_word(colour) if colour else ""


class DayColumn(tables.Column):
    """A date or a moment, short."""

    def render(self, value: Any) -> SafeString:
        return look.cdate(value, short=True)

    def value(self, value: Any, **kwargs: Any) -> Any:
        return value


class ProgressColumn(tables.Column):
    """How many of how many items are done."""

    def render(self, record: Any) -> str:
        total = record.items_total
        return _("%(done)s of %(total)s") % {"done": record.items_done, "total": total} if total else "–"

    def key(self, value: Any, record: Any) -> object:
        return record.items_done, record.items_total

    def value(self, record: Any, **kwargs: Any) -> str:
        return f"{record.items_done}/{record.items_total}"


class TwoLines(tables.Column):
    """A text with a smaller one below it, such as a project and its enterprise."""

    def __init__(self, *args: Any, below: str, whole: bool = False, **kwargs: Any) -> None:
        """``whole``: the first line is a number and is never broken."""
        super().__init__(*args, **kwargs)
        self.below = below.split("__")
        self.first = "nowrap" if whole else ""

    def render(self, value: Any, record: Any) -> SafeString:
        first, below = markup.text(value), markup.text(drawing.walk(record, self.below) or "")
        return mark_safe(  # noqa: S308  escaped above
            f'<span class="{self.first}">{first}</span><br><small class="second">{below}</small>'
        )

    def value(self, value: Any, **kwargs: Any) -> str:
        return str(value)


def _stands(record: Any) -> bool:
    return isinstance(record, Case) and lamps.rests(record)
