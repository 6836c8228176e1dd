"""My day: what waits for me, what warns me, what is due, how much there is."""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.views.generic import TemplateView

from backoffice import columns
from backoffice.access import OFFICER
from backoffice.alerts import marks, tone
from backoffice.paging import A_MINUTE, LONG
from backoffice.views.case import ENTERPRISE_ONLY, SECTIONS
from backoffice.views.generic import OfficeMixin
from backoffice.views.levels import waiting
from cases import permissions
from cases.enums import Action, CaseStatus
from cases.models import Alert, User
from cases.queries import alerts, calendars, daily, lamps, worklists
from home import kept_day

# What a line says of a warning.
WARNED = (
    "name_zh", "name_en", "rung", "acknowledged", "put_off_until", "due", "ended_on", "case__number",
    "case__project__name", "case__enterprise__name",
)  # fmt: skip
SOON_DAYS = 7
SHOWN, MOST_OWED = 15, 200
COUNTED = (
    CaseStatus.SUBMITTED, CaseStatus.CORRECTING, CaseStatus.GENERATION, CaseStatus.AGREEMENT, CaseStatus.SIGNED,
    CaseStatus.UNDERWAY, CaseStatus.SUSPENDED, CaseStatus.DELIVERING,
)  # fmt: skip


class MyDay(OfficeMixin, TemplateView):
    """The page an officer begins with."""

    permission = OFFICER
    place = "home"
    title = gettext_lazy("My day")
    template_name = "office/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        context = {"today": today, "workday": calendars.current().is_workday(today), "day": self.day()}
        return super().get_context_data(**(context | kwargs))

    def day(self) -> str:
        """The page below its head. Like the count of a long list it may be a minute old where there is much of it,
        but never older than the last thing that one did oneself (``OfficeMixin``)."""
        user = self.request.user
        place = kept_day.place(user, get_language())
        kept: str | None = cache.get(place)
        if kept is not None:
            return kept
        found = day_of(self.request)
        day = render_to_string("office/day.html", found, self.request)
        if found["total"] > LONG:
            cache.set(place, day, A_MINUTE)
        return day


class Owed(OfficeMixin, TemplateView):
    """Everything that the reader owes, of which My day shows the first."""

    permission = OFFICER
    place = "home"
    title = gettext_lazy("Owed by me")
    template_name = "office/owed.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        way = [(MyDay.title, reverse("office:home")), (self.title, "")]
        context = owed(self.request.user, MOST_OWED) | {"most": MOST_OWED, "breadcrumbs": way}
        return super().get_context_data(**(context | kwargs))


def day_of(request: HttpRequest) -> dict[str, Any]:
    """Everything that waits for the reader, is owed, warns or is due soon."""
    user, today = request.user, timezone.localdate()
    tasks = worklists.tasks(user, SHOWN + 1)
    counts = worklists.counts(user)
    due = [case for case in worklists.due(user, SHOWN) if case.next_due and (case.next_due - today).days <= SOON_DAYS]
    list_url = reverse("office:cases")
    figures = [
        {"label": CaseStatus(status).label, "value": counts[status], "url": f"{list_url}?status={status}"}
        for status in COUNTED
        if counts.get(status)
    ]
    return {
        "tasks": [
            {"task": task, "url": task_url(task), "due_mark": columns.due_mark(task.due)} for task in tasks[:SHOWN]
        ],
        "more_tasks": len(tasks) > SHOWN,
        "offers": waiting(request),
        **owed(user, SHOWN),
        **warnings(user),
        "due": [
            {"case": case, "due_mark": columns.due_mark(case.next_due, stopped=lamps.stands(case))} for case in due
        ],
        "figures": figures,
        "total": sum(counts.values()),
        "administrator": permissions.may_administer(user),
    }


def owed(user: User, most: int) -> dict[str, Any]:
    """What the reader owes, the most urgent first, and whether there is more of it."""
    found = daily.duties(user, most + 1)
    shown = [{"duty": duty, "url": duty_url(duty), "due_mark": columns.due_mark(duty.due)} for duty in found[:most]]
    return {"duties": shown, "more_duties": len(found) > most}


def warnings(user: User) -> dict[str, Any]:
    """The open early warnings that the reader carries, what has not been heard first, and how many more there are."""
    mine = alerts.carried_now(user)
    rows = Alert.objects.select_related("case__project", "case__enterprise").only(*WARNED).in_bulk(mine[:SHOWN])
    shown = [
        {"row": row, "tone": tone(row), "marks": marks(row), "due_mark": columns.due_mark(row.due)}
        for row in (rows[key] for key in mine[:SHOWN] if key in rows)
    ]
    return {"warnings": shown, "more_warnings": max(0, len(mine) - SHOWN)}


DUTY_PAGES = {
    "enquiry": "message",
    "progress": "tell_progress",
    "group_hand": "hand_to_group",
    "follow_up": "follow_up",
    "rectification": "case_after",
}
ROW_PAGES = {
    "urge": "acknowledge",
    "late_paper": "bring_paper",
    "ended_item": "item",
    "order": "answer_order",
    "group_take": "take_from_group",
    "meeting_task": "do_task",
}
REPORT_PAGES = {
    "report_agent": "draft_report", "report_government": "draft_joint", "approval": "report", "draft": "edit_report"
}  # fmt: skip


def duty_url(duty: daily.Duty) -> str:
    """Straight to the form."""
    if duty.kind in REPORT_PAGES:
        return reverse(f"office:{REPORT_PAGES[duty.kind]}", args=[duty.pk])
    if duty.kind in {"letter", "finding", "circular", "appraisal", "appraisal_decide"}:
        return reverse(f"office:{duty.kind}", args=[duty.pk])
    if duty.kind in ROW_PAGES:
        return reverse(f"office:{ROW_PAGES[duty.kind]}", args=[duty.case.uuid, duty.pk])
    if duty.kind == "benefit":
        return f"{reverse('office:case_after', args=[duty.case.uuid])}#benefits"
    if duty.kind in {"problem", "order_check"}:
        return reverse("office:case_running", args=[duty.case.uuid])
    return reverse(f"office:{DUTY_PAGES[duty.kind]}", args=[duty.case.uuid])


def task_url(task: worklists.Task) -> str:
    """Straight to the form when there is one form, else to the section."""
    if task.receipt:
        return reverse("office:case_finish", args=[task.case.uuid])
    if task.action in ENTERPRISE_ONLY:
        return reverse("office:case_documents", args=[task.case.uuid])
    direct = {Action.ACCEPT: "case", Action.OPEN_GENERATION: "case"}
    name = direct.get(task.action) or SECTIONS.get(task.action, task.action.value)
    return reverse(f"office:{name}", args=[task.case.uuid])
