"""The case page: a header that stays, and one section per address."""

from dataclasses import replace
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import TemplateView

from backoffice import columns
from backoffice.access import OFFICER
from backoffice.views.generic import CaseMixin
from cases import paperwords, permissions
from cases.daywords import date_words
from cases.enums import Action, CaseStatus, ItemStatus, JobKind, JobState
from cases.listwords import listed
from cases.models import Case, CaseItem, Job, MeetingTask, TeamMember, Transfer
from cases.queries import (
    catalogue,
    clocks,
    eligibility,
    lamps,
    meetings,
    presence,
    progress,
    readiness,
    results,
    sentences,
    stopped,
    story,
    supplements,
    worklists,
)
from cases.transitions import ITEM_DROPPABLE
from home.templatetags import look

TABS = (
    ("case", gettext_lazy("Overview")),
    ("case_items", gettext_lazy("Items")),
    ("case_easier", gettext_lazy("Easier ways")),
    ("case_files", gettext_lazy("Materials")),
    ("case_fees", gettext_lazy("Fees")),
    ("case_documents", pgettext_lazy("of a case", "Documents")),
    ("case_meetings", gettext_lazy("Meetings")),
    ("case_plan", gettext_lazy("Roadmap")),
    ("case_levels", gettext_lazy("Levels")),
    ("case_time", gettext_lazy("Time spent")),
    ("case_handovers", gettext_lazy("Windows and groups")),
    ("case_finish", gettext_lazy("Hand-over")),
    ("case_after", gettext_lazy("Follow-up and benefits")),
    ("case_contacts", gettext_lazy("Contacts")),
    ("case_running", gettext_lazy("Problems, urging, orders")),
    ("case_notes", gettext_lazy("Notes")),
    ("case_events", gettext_lazy("Log")),
)
# Acts that are done on something below the case begin in its section.
SECTIONS = {
    Action.GIVE_OPINION: "case_meetings",
    Action.HOLD_MEETING: "case_meetings",
    Action.CHANGE_MEETING: "case_meetings",
    Action.DO_TASK: "case_meetings",
    Action.FILE_FLOW_TABLE: "case_plan",
    Action.RECORD_FACT: "case_items",
    Action.OFFER_TRANSFER: "case_levels",
    Action.ACCEPT_TRANSFER: "case_levels",
    Action.ACKNOWLEDGE: "case_running",
    Action.HANDLE_PROBLEM: "case_running",
    Action.ANSWER_ORDER: "case_running",
    Action.DROP_ITEM: "case_items",
    Action.ADD_RESULT: "case_items",
}
ENTERPRISE_ONLY = {
    Action.EDIT, Action.SUBMIT, Action.WITHDRAW, Action.ANSWER_CORRECTION, Action.SIGN_AGREEMENT, Action.SIGN_SUSPENSION,
    Action.SIGN_COMPLETION, Action.SIGN_PROMISE, Action.SIGN_SUPPLEMENT, Action.SIGN_RESUMPTION, Action.EVALUATE, Action.UPLOAD,
    Action.CONFIRM_MATERIAL, Action.SIGN_ORIGINALS, Action.HAND_IN_LATE, Action.SHARE_CHECKLIST,
}  # fmt: skip
# Done on one transfer, one item or one paper, in the section that shows it.
IN_SECTION = {
    Action.DO_TASK,
    Action.DECIDE_ROUTE, Action.RETURN_TRANSFER, Action.WITHDRAW_TRANSFER, Action.URGE_TRANSFER, Action.END_TRANSFER,
    Action.HAND_OVER, Action.RECORD_WORKS, Action.FILE_SCAN, Action.CHECK_ORDER,
    Action.ADD_MATERIAL, Action.MOVE_ORIGINALS, Action.SET_FEE, Action.PAY_FEE, Action.PRE_APPROVE, Action.DEFER_MATERIAL,
    Action.COMMIT, Action.HANDLE_TOGETHER, Action.SET_LABEL, Action.TICK_LABEL,
    Action.HAND_WINDOW, Action.TAKE_FROM_GROUP, Action.RECTIFY, Action.CALL_BACK, Action.CHECK_RECTIFICATION,
    Action.RECORD_BENEFIT,
}  # fmt: skip
SHOWN = 8  # dates and events on the overview
QUIET = {
    Action.NAME_OFFICER, Action.SET_PILOT,
    Action.COMMENT, Action.MESSAGE, Action.CHANGE_MEETING, Action.ADD_ITEM, Action.DROP_ITEM, Action.ADD_RESULT, Action.SUSPEND,
    Action.SUPERVISE, Action.TERMINATE, Action.DECLINE,
}  # fmt: skip
SHOWN_BUTTONS = 4
TIMELINE_STATES = {
    Action.SUSPEND.value: "halted",
    Action.DECLINE.value: "late",
    Action.TERMINATE.value: "late",
    Action.SIGN_AGREEMENT.value: "seal",
    Action.SIGN_COMPLETION.value: "seal",
    Action.SIGN_SUSPENSION.value: "seal",
    Action.SIGN_RESUMPTION.value: "seal",
    Action.SIGN_PROMISE.value: "seal",
    Action.SIGN_SUPPLEMENT.value: "seal",
}


def buttons(case: Case, possible: list[Action]) -> list[dict[str, Any]]:
    """What the person may do now: the step that moves the case on first, the ways out last."""
    hidden = ENTERPRISE_ONLY | IN_SECTION
    if not case.asked_unit_ids:
        hidden |= {Action.GIVE_OPINION, Action.HOLD_MEETING}
    main = list(worklists.MAIN_STEP.get(case.status, ()))

    def rank(action: Action) -> int:
        return main.index(action) if action in main else 200 if action in QUIET else 100

    ordered = sorted((action for action in possible if action not in hidden), key=rank)
    return [
        {
            "label": sentences.act(case, action),
            "url": reverse(f"office:{SECTIONS.get(action, action.value)}", args=[case.uuid]),
            "primary": number == 0 and action not in QUIET,
            "danger": action in {Action.TERMINATE, Action.DECLINE},
        }
        for number, action in enumerate(ordered)
    ]


def turn_for_desk(case: Case) -> story.Turn:
    """Whose turn it is; what the enterprise owes is said to the officer, not to the enterprise."""
    turn = story.whose_turn(case)
    owed = {
        CaseStatus.DRAFT: _("it fills in the application"),
        CaseStatus.CORRECTING: _("it corrects what was asked for"),
        CaseStatus.AGREEMENT: _("it signs the %(paper)s")
        % {"paper": paperwords.signed_paper(case.scheme.agreement_kind)},
        CaseStatus.SUSPENDED: _("it signs the suspension form"),
        CaseStatus.COMPLETION: _("it confirms the completion form"),
    }
    if turn.side != "enterprise" or case.status not in owed:
        return turn
    return replace(turn, sentence=owed[CaseStatus(case.status)])


class CasePage(CaseMixin, TemplateView):
    """One section of the case page with the header over it."""

    permission = OFFICER
    tab = "case"

    def cases(self) -> QuerySet[Case]:
        team = TeamMember.objects.filter(until__isnull=True).select_related("user")
        return presence.marked(super().cases()).prefetch_related(Prefetch("team", team))

    @cached_property
    def read(self) -> readiness.Items:
        """Of the items what the acts ask for; the overview counts them too."""
        return readiness.Items(self.case)

    def get_title(self) -> str | Promise:
        return dict(TABS)[self.tab] if self.tab != "case" else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case, user = self.case, self.request.user
        if case.has("transfer"):
            prefetch_related_objects([case], Prefetch("transfers", Transfer.objects.select_related("to_unit")))
        possible = story.possible(case, user, self.read)
        shown = buttons(case, possible)
        header = {
            "possible": set(possible),
            "buttons": shown[:SHOWN_BUTTONS],
            "more_buttons": shown[SHOWN_BUTTONS:],
            "turn": turn_for_desk(case),
            "tone": columns.CASE_TONES.get(CaseStatus(case.status), "act"),
            "due_mark": columns.due_mark(case.next_due, stopped=lamps.stands(case)),
            "tabs": [{"url": self.case_url(name), "label": label, "active": name == self.tab} for name, label in TABS],
            "handler": permissions.is_handler(user, case),
            "page_title": f"{case.number} {case.project.name}",
        }
        return super().get_context_data(**(header | self.section() | kwargs))

    def section(self) -> dict[str, Any]:
        """What this section shows."""
        return {}


def task_row(task: MeetingTask, user: Any, case: Case) -> dict[str, Any]:
    """A decision or task of a meeting, its lamp while it is open, and whether this person may report it as done."""
    does = task.is_open and permissions.may(user, Action.DO_TASK, case, task)
    return {"task": task, "does": does, "mark": columns.due_mark(task.due) if task.is_open and task.due else ""}


class Overview(CasePage):
    """The project, why it may be served, who works on it, what is due, the last events."""

    template_name = "office/case/overview.html"

    def cases(self) -> QuerySet[Case]:
        return super().cases().annotate(any_stopped=stopped.any_in(), any_task=meetings.any_open())

    def section(self) -> dict[str, Any]:
        case = self.case
        tasks = meetings.open_tasks(case) if case.any_task else []
        items = self.read.statuses
        return {
            "stages": [{"label": step.label, "state": step.state, "on": step.on} for step in story.stages(case)],
            "coming": story.coming(case, SHOWN, inside=True, statuses=items),
            "events": timeline(case, self.request.user, SHOWN),
            "tasks": [task_row(task, self.request.user, case) for task in tasks],
            "check": eligibility.check(case.project)
            if case.status in {CaseStatus.SUBMITTED, CaseStatus.GENERATION}
            else None,
            "decision": getattr(case, "generation_decision", None) if case.scheme.generation_review else None,
            "facts": project_facts(case),
            "items_done": sum(1 for status in items if status in clocks.ITEM_DONE),
            "items_total": len(items),
        }


def timeline(case: Case, user: Any, limit: int | None = None) -> list[dict[str, Any]]:
    """The story as the timeline tag reads it, newest first."""
    entries = story.timeline(case, user, limit=limit)
    return [
        {
            "when": entry.at,
            "what": entry.sentence,
            "who": entry.actor_name,
            "state": TIMELINE_STATES.get(entry.kind, "done"),
        }
        for entry in entries
    ]


def project_facts(case: Case) -> list[tuple[Any, Any]]:
    """The facts of the project as the enterprise gave them."""
    project = case.project

    named = ["scale", "benefits", "need_land", "need_planning", "need_energy", "need_emission", "need_funding"]
    place = " · ".join(
        str(part) for part in (project.region.name, project.town.name if project.town else "", project.address) if part
    )
    rows: list[tuple[Any, Any]] = [
        (_("Enterprise"), f"{case.enterprise.name} ({case.enterprise.uscc})"),
        (_("National project code"), project.project_code),
        (_("Category"), project.category.name),
        (_("Place"), place),
        (_("Investment"), look.money(project.investment)),
        (_("Source of funds"), project.get_funding_display()),
        (_("Land"), " · ".join(filter(None, [project.get_land_acquisition_display(), area(project.land_area)]))),
        (_("Floor area"), area(project.floor_area)),
    ]
    rows += [
        (capfirst(str(project._meta.get_field(name).verbose_name)), getattr(project, name))
        for name in named
        if getattr(project, name)
    ]
    if case.list_entry:
        rows.append((_("On the yearly list"), f"{case.list_entry} · {case.list_entry.get_level_display()}"))
    if case.officer_name:
        said = [case.officer_name, case.officer_unit, case.officer_post, case.officer_phone]
        rows.append((_("Liaison officer of the enterprise"), " · ".join(filter(None, said))))
    if case.pilot_since:
        rows.append((_("Pilot project since"), date_words(case.pilot_since, short=True)))
    rows += [(_("Contact person"), f"{project.contact_name} {project.contact_phone}")]
    if project.planned_start or project.planned_finish:
        span = (date_words(day, short=True) if day else "…" for day in (project.planned_start, project.planned_finish))
        rows.append((_("Construction"), " – ".join(span)))
    return rows


def area(value: Any) -> str:
    return f"{value:,.0f} m²" if value else ""


class Items(CasePage):
    """Every item with its clocks and lamps."""

    template_name = "office/case/items.html"
    tab = "case_items"

    def section(self) -> dict[str, Any]:
        rows = catalogue.items_of(self.case, "unit", "agent")
        lacking = self.read.lacking
        unsigned = supplements.waiting_items(self.case) if any(row.supplement_id for row in rows) else set[int]()
        user = self.request.user
        return {
            "rows": [
                item_row(row, user, self.case) | {"lacking": row.pk in lacking, "unsigned": row.pk in unsigned}
                for row in rows
            ]
        }


def item_row(item: CaseItem, user: Any, case: Case) -> dict[str, Any]:
    """An item as the section shows it."""
    clock = clocks.item_clock(item)
    status = ItemStatus(item.status)
    open_item = status not in {ItemStatus.PROPOSED, ItemStatus.DROPPED, ItemStatus.DONE_BEFORE}
    return {
        "item": item,
        "clock": clock,
        "tone": columns.ITEM_TONES[status],
        "drop": status in ITEM_DROPPABLE and permissions.may(user, Action.DROP_ITEM, case, item),
        "work": open_item
        and permissions.may(user, Action.RECORD_FACT, case, item)
        and bool(clocks.allowed_codes(item)),
    }


class Finish(CasePage):
    """Suspensions, deliveries, copies, archive."""

    template_name = "office/case/finish.html"
    tab = "case_finish"

    def section(self) -> dict[str, Any]:
        case = self.case
        return {
            "suspensions": case.suspensions.select_related("document__file", "resumption__file", "by"),
            "deliveries": case.deliveries.select_related("receipt", "document__file", "by").prefetch_related(
                "items__item"
            ),
            "lacking": listed(row.item.name for row in results.missing(case)),
            "receiving": permissions.may(self.request.user, Action.DELIVER, case),
            "uncopied": listed(row.item.name for row in results.without_copy(case)),
            "copies": case.items.filter(kept_copy__isnull=False).select_related("item", "kept_copy__by"),
            "copying": permissions.may(self.request.user, Action.KEEP_COPIES, case),
            **archive_of(case, self.request.user),
        }


def archive_of(case: Case, user: Any) -> dict[str, Any]:
    """The packages that this person may take, and whether one is being made."""
    if not case.archive_number or not permissions.is_keeper(user, case):
        return {"packages": [], "packing": None}
    jobs = Job.objects.filter(kind=JobKind.ARCHIVE_PACKAGE, data__case=case.pk).exclude(state=JobState.DONE)
    return {"packages": case.packages.select_related("file"), "packing": jobs.order_by("-pk").first()}


class Notes(CasePage):
    """Notes of the service, and messages with the enterprise."""

    template_name = "office/case/notes.html"
    tab = "case_notes"

    def section(self) -> dict[str, Any]:
        case = self.case
        return {
            "notes": [
                {"note": note, "mark": columns.due_mark(note.due)} for note in case.notes.select_related("author")
            ],
            "told": progress.last_told(case),
            "tell_by": columns.due_mark(progress.due(case, progress.last_told(case))),
        }


class Events(CasePage):
    """The whole log."""

    template_name = "office/case/events.html"
    tab = "case_events"

    def section(self) -> dict[str, Any]:
        return {"events": timeline(self.case, self.request.user)}
