"""The rail of the desk: places, their keys and who sees them."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from backoffice.access import ADMINISTRATOR, BOARD, LOOKING_OVER, OFFICER, REPORTED, SERVING, STAFF, Permission
from cases.models import User


@dataclass(frozen=True)
class Place:
    """A place on the rail. ``key`` is the letter after g; ``group`` is the heading before it."""

    name: str
    label: str | Promise
    icon: str
    key: str
    permission: Permission = OFFICER
    group: str | Promise = ""


PLACES = (
    Place("home", _("My day"), "home", "h"),
    Place("board", pgettext_lazy("post", "Dashboard"), "presentation-chart-line", "6", BOARD),
    Place("wall", _("Wall screen"), "tv", "7", LOOKING_OVER),
    Place("cases", _("Cases"), "folder-open", "c", SERVING),
    Place("items", _("Items"), "clipboard-document-list", "i", SERVING),
    Place("alerts", _("Early warnings"), "bell-alert", "5"),
    Place("meetings", _("Meetings"), "calendar-days", "m", SERVING),
    Place("moved", _("Dates that the calendar moved"), "calendar", "n", SERVING),
    Place("handovers", _("Hand-overs between groups"), "arrow-path", "", SERVING),
    Place("problems", _("Problems"), "exclamation-triangle", "b", SERVING),
    Place("pilots", _("Pilot projects"), "star", "q", SERVING),
    Place("orders", _("Supervision orders"), "megaphone", "s", SERVING),
    Place("findings", _("Supervision findings"), "scale", "u", SERVING),
    Place("inspections", _("Special inspections"), "clipboard-document-check", "z", SERVING),
    Place("appraisals", _("Appraisal"), "check-badge", "9"),
    Place("circulars", _("Praise and criticism"), "hand-thumb-up", "3"),
    Place("reports", _("Weekly reports"), "chart-bar-square", "w", SERVING),
    Place("summaries", _("Summary reports"), "document-chart-bar", "0", REPORTED),
    Place("ledger", _("Ledger"), "table-cells", "1", SERVING),
    Place("statistics", _("Statistics"), "chart-bar-square", "2", SERVING),
    Place("letters", _("Letters of the public"), "envelope", "y"),
    Place("follow_ups", _("Follow-up visits"), "phone", "a", SERVING),
    Place("rectifications", _("Rectifications"), "arrow-uturn-left", "j", SERVING),
    Place("work_log", _("Work log"), "pencil-square", "l", SERVING),
    Place("documents", pgettext_lazy("of a case", "Documents"), "document-text", "d", SERVING),
    Place("enterprises", _("Enterprises served"), "building-office", "e", SERVING),
    Place("leave", _("Leave and hand-over"), "arrow-path", "o"),
    Place("duties", _("Contacts and duties"), "phone", "k", STAFF, _("Service staff")),
    Place("training", _("Training and rotation"), "academic-cap", "t", STAFF),
    Place("task_force", _("Task force"), "user-group", "f", STAFF),
    Place("exchange", _("Exchange of data (simulated)"), "arrow-path", "x", STAFF),
    Place("reference", _("Reference data"), "book-open", "r", ADMINISTRATOR, _("Administration")),
    Place("people", _("People and posts"), "users", "p", ADMINISTRATOR),
    Place("changes", pgettext_lazy("log", "Changes"), "clock", "v", ADMINISTRATOR),
    Place("jobs", _("Background work"), "arrow-path", "4", ADMINISTRATOR),
    Place("mails", _("Mails"), "inbox-stack", "8", ADMINISTRATOR),
)


def address(name: str) -> str:
    """The address of a place: asked of the resolver once, since boards and the rail show many."""
    return _address(name, get_urlconf())


@cache
def _address(name: str, urlconf: str | None) -> str:
    return reverse(f"office:{name}")


def rail(user: User, active: str) -> list[dict[str, Any]]:
    """The places this person may go to."""
    return [
        {
            "url": address(place.name),
            "label": place.label,
            "icon": place.icon,
            "key": place.key,
            "group": place.group,
            "active": place.name == active,
        }
        for place in PLACES
        if place.permission.allows(user)
    ]
