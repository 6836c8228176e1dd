"""Duties and contacts of a place: what a version would say now, and what is published (W-030). Office numbers only."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.enums import PostRole
from cases.models import DutyList, Post, Region
from cases.queries import chief_contacts

HIDDEN = (PostRole.ADMINISTRATOR,)


def duty(role: str) -> str:
    """What a post answers for, in the words of the two policies, short."""
    words = {
        PostRole.OVERALL_MANAGER: _("Manages the service of the place as a whole and signs for the agency."),
        PostRole.PROCESS_GUIDE: _("Plans the procedure and the filings of a project by its category."),
        PostRole.SERVICE_AGENT: _("Advises on filings and handles the items of a stage."),
        PostRole.POLICY_PRESENTER: _("Explains the policies that help enterprises, by field."),
        PostRole.WORK_SUPERVISOR: _("Watches over the work and takes up complaints."),
        PostRole.CHIEF_LIAISON: _("Is contacted by other agencies; hands over and takes over cases."),
        PostRole.CHIEF_AGENT: _("Signs the agreement, tells once what is needed, coordinates and urges."),
        PostRole.GROUP_AGENT: _("Coordinates the group of a stage and reports to the office."),
        PostRole.UNIT_AGENT: _("Handles the items of the unit, files papers, delivers results."),
    }
    return words.get(PostRole(role), "")


def conduct() -> list[str]:
    """The rules that everybody of the service is bound by (P-091)."""
    return [
        _("Loyal to the task, honest, warm and patient; knows the law and the flow."),
        _("Takes no fee, no gift and no invitation: the service is free."),
        _("Recommends no intermediary and appoints none."),
        _("Signs nothing for the enterprise and keeps no original without a receipt."),
        _("Keeps to what was entrusted, and keeps the secrets of the enterprise."),
    ]


def draft(region: Region) -> list[dict[str, Any]]:
    """The rows a new version would have: people in posts of the place, and its chief contacts. No personal number."""
    posts = Post.objects.active().filter(unit__region=region, user__is_active=True).exclude(role__in=HIDDEN)
    order = list(PostRole.values)
    rows = [
        {
            "role": post.role,
            "name": post.user.name,
            "unit_zh": post.unit.name_zh,
            "unit_en": post.unit.name_en,
            "phone": post.unit.phone,
            "for": [],
        }
        for post in sorted(
            posts.select_related("user", "unit"), key=lambda one: (order.index(one.role), one.unit.code, one.pk)
        )
    ]
    for contact in chief_contacts.current().filter(region=region).order_by("category__order", "item__code"):
        about = contact.item or contact.category
        rows.append(
            {
                "role": "chief_contact",
                "name": contact.user.name,
                "unit_zh": contact.unit.name_zh,
                "unit_en": contact.unit.name_en,
                "phone": contact.unit.phone,
                "for": [about.name_zh, about.name_en] if about else [],
            }
        )
    return rows


@dataclass(frozen=True)
class Line:
    """One line as people read it."""

    role: str
    duty: str
    name: str
    unit: str
    phone: str


def lines(made: DutyList) -> list[Line]:
    """A version in the reader's language."""
    return [line(row) for row in made.rows]


def line(row: dict[str, Any]) -> Line:
    """A kept row in the reader's language."""
    english = (get_language() or "").startswith("en")
    unit = row["unit_en" if english else "unit_zh"]
    if row["role"] == "chief_contact":
        about = (row["for"] or ["", ""])[1 if english else 0]
        return Line(_("Chief contact"), _("Answers for “%(what)s”.") % {"what": about}, row["name"], unit, row["phone"])
    return Line(str(PostRole(row["role"]).label), duty(row["role"]), row["name"], unit, row["phone"])


def published() -> QuerySet[DutyList]:
    """The current version of every place that has published one: for everybody."""
    newest = DutyList.objects.filter(region=OuterRef("region")).order_by("-number").values("pk")[:1]
    return DutyList.objects.filter(pk=Subquery(newest)).select_related("region").order_by("region__code")
