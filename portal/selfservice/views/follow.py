"""Follow a case: one page that says what happened, what is happening, whose turn it is and what comes next."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from cases import permissions
from cases.actions import notes, officers, progress_codes
from cases.enums import Action, CaseStatus, ItemStatus, MeetingKind
from cases.exceptions import CaseError
from cases.models import Case, CaseItem, Note, TeamMember
from cases.queries import (
    aftercare,
    ahead,
    catalogue,
    checklists,
    clocks,
    lamps,
    ledger,
    presence,
    stopped,
    story,
    supplements,
)
from cases.queries.deadlines import ENDED
from cases.transitions import FINAL, ITEM_DONE
from portal.models.guide import guide_urls
from portal.selfservice import progress
from portal.selfservice.acts import acts as acts_of
from portal.selfservice.forms.acts import OfficerForm
from portal.selfservice.forms.base import TextForm
from portal.selfservice.views.generic import CaseAction, CaseMixin, CasePage
from portal.selfservice.views.home import document_row
from portal.selfservice.views.sending import fact_sections
from portal.selfservice.wishes import wish_of

PLANNED = {
    CaseStatus.UNDERWAY, CaseStatus.DELIVERING, CaseStatus.COMPLETION, CaseStatus.CLOSED, CaseStatus.ARCHIVED
}  # fmt: skip
OVER = {*ITEM_DONE, ItemStatus.DROPPED, ItemStatus.NOT_PASSED, ItemStatus.STOPPED}
DONE = {CaseStatus.CLOSED, CaseStatus.ARCHIVED}
SIDES = {"enterprise": "yours", "nobody": "done"}


def turn_of(case: Case, primary: Any) -> dict[str, Any]:
    """The box at the head: whose turn, what, until when, the one thing to press."""
    turn = story.whose_turn(case)
    found = {
        "state": SIDES.get(turn.side, "ours"),
        "title": turn.sentence,
        "also": turn.also,
        "due": turn.due,
        "days": lamps.days_left(turn.due) if turn.due else None,
    }
    if turn.side == "nobody" and case.status not in DONE:
        found |= {"state": "ended", "whose": case.get_status_display()}  # suspended or given up is not done
    return found | ({"url": primary.url, "label": primary.label} if primary else {})


class Follow(CasePage):
    """The case page of the enterprise."""

    template_name = "my/case.html"

    @property
    def title(self) -> str:
        return self.case.project.name

    def crumbs(self) -> list[Any]:
        return [(self.case.project.name, "")]

    def cases(self) -> QuerySet[Case]:
        found = presence.marked(super().cases())
        return found.annotate(any_shared=checklists.any_shared(), any_stopped=stopped.any_in())

    @cached_property
    def case(self) -> Case:
        """With its meetings and its team, which several parts of the page read."""
        found = super().case
        team = TeamMember.objects.filter(until__isnull=True).select_related("user")
        shown = team.only("case_id", "user_id", "until", "role", "is_lead", "user__name", "user__phone")
        prefetch_related_objects([found], "meetings", Prefetch("team", shown))
        return found

    def has_plan(self) -> bool:
        """The table lets no case under way or beyond without one."""
        return self.case.status in PLANNED or self.case.plans.filter(current=True).exists()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, case = self.request.user, self.case
        draft = case.status == CaseStatus.DRAFT
        sections = progress.sections(case) if draft else []
        every = acts_of(case, user, go_on=progress.go_on(case, sections) if draft else "")
        primary = next((act for act in every if not act.quiet), None)
        items = item_rows(case)
        rows = [entry["row"] for entry in items]
        names = {entry["row"].item.code: entry["row"].item.name for entry in items}
        context = {
            "turn": turn_of(case, primary) | {"text": ahead.then(case, rows)},
            "acts": [act for act in every if act is not primary],
            "stages": story.stages(case),
            "coming": story.coming(case, statuses={row.status for row in rows}),
            "events": [
                {"when": entry.at, "what": entry.sentence, "who": entry.actor_name}
                for entry in story.timeline(case, user, names)
            ],
            "items": items,
            "files": [document_row(row) for row in self.documents()],
            "meetings": [meeting for meeting in case.meetings.all() if meeting.kind == MeetingKind.JOINT_REVIEW][::-1],
            "notes": case.notes.filter(internal=False)
            .select_related("author")
            .only("text", "created_at", "progress", "due", "answered_at", "author__name"),
            "message_form": kwargs.get("form") or TextForm(),
            "may_name": permissions.may(user, Action.NAME_OFFICER, case),
            "may_write": permissions.may(user, Action.MESSAGE, case),
            "plan": self.has_plan(),
            "team": case.team.all(),
            "sections": sections,
            "progress_code": getattr(case, "progress_code", None),
            "facts": [] if draft else fact_sections(case, change=False),
            "draft": draft,
            "benefits": [] if draft else case.benefits.select_related("agent"),
            "evaluation": getattr(case, "evaluation", None) if case.status in ENDED else None,
            "replies": aftercare.replies(case) if case.status in ENDED else [],
            "shares": checklists.shared_with(case),
            "wish": wish_of(case, user),
            "to_confirm": 0 if draft else ledger.to_confirm(case).count(),
        }
        return super().get_context_data(**kwargs) | context

    def documents(self) -> Any:
        """Of this case, which came through the door; what the service printed for itself stays away."""
        return self.case.documents.filter(for_enterprise=True).select_related("file")


# What a line of the list and its clocks read; the catalogue's long texts stay where they are.
SHOWN = (
    "case_id", "item_id", "agent_id", "supplement_id", "status", "why", "added_on", "dropped_on", "assist_mode", "promised_days",
    "statutory_days", "statutory_unit", "done_on", "unit__name_zh", "unit__name_en",
)  # fmt: skip


def item_rows(case: Case) -> list[dict[str, Any]]:
    """Items with their lamp and dates; the same number of queries however many there are."""
    found = catalogue.tied(case.items.select_related("unit").only(*SHOWN).prefetch_related("facts"))
    guides = guide_urls()
    unsigned = supplements.waiting_items(case) if any(row.supplement_id for row in found) else set[int]()
    rows = [_item_row(row, guides, unsigned) for row in found]
    if case.status in FINAL:
        for one in rows:
            if one["row"].status not in OVER:
                one |= {"state": _("Ended with the service"), "lamp": "grey"}
    return rows


def _item_row(row: CaseItem, guides: dict[int, str], unsigned: set[int]) -> dict[str, Any]:
    clock = clocks.item_clock(row)
    return {
        "row": row,
        "state": ItemStatus(row.status).label,
        "lamp": "blue" if row.status in ITEM_DONE else clock.lamp.colour,
        "due": clock.promised.due if clock.promised and clock.finished_on is None else None,
        "finished": clock.finished_on or row.done_on,
        "why": clock.why if clock.promised else "",
        "guide": guides.get(row.item_id, ""),
        "dropped": row.status == ItemStatus.DROPPED,
        "unsigned": row.pk in unsigned,
    }


class RenewCode(CaseMixin, View):
    """A new code to follow the case without signing in."""

    http_method_names = ["post"]

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            made = progress_codes.renew(self.case, by=self.request.user)
        except CaseError as refusal:
            messages.error(self.request, str(refusal))
        else:
            said = _("The new progress code is %(code)s. The old one stopped working.") % {"code": made.printed}
            messages.success(self.request, said)
        return HttpResponseRedirect(self.address("case"))


class Officer(CaseAction):
    """The enterprise names its liaison officer (W-002)."""

    act = Action.NAME_OFFICER
    title = gettext_lazy("Liaison officer of your enterprise")
    intro = gettext_lazy(
        "The officer whom an authority has named to look after your enterprise. The agency sees it too."
    )
    form_class = OfficerForm
    submit_label = gettext_lazy("Save")
    done_message = gettext_lazy("Saved. The agency has been told.")

    def get_initial(self) -> dict[str, Any]:
        names = ("name", "unit", "post", "phone")
        return super().get_initial() | {name: getattr(self.case, f"officer_{name}") for name in names}

    def perform(self, form: OfficerForm) -> Case:
        data = form.cleaned_data
        return officers.name_officer(
            self.case, name=data["name"], unit=data["unit"], post=data["post"], phone=data["phone"],
            by=self.request.user, version=data["version"],
        )  # fmt: skip


class Write(CaseAction):
    """A message to the agency; the same words sent twice within a minute are one message."""

    act = Action.MESSAGE
    title = gettext_lazy("Write to the agency")
    form_class = TextForm
    submit_label = gettext_lazy("Send to the agency")

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.address("case") + "#write")

    def perform(self, form: TextForm) -> Note:
        text, recent = form.cleaned_data["text"], timezone.now() - timedelta(minutes=1)
        same = self.case.notes.filter(
            author=self.request.user, text=text, internal=False, created_at__gte=recent
        ).first()
        return same or notes.write(self.case, text=text, internal=False, by=self.request.user)

    def get_success_url(self) -> str:
        messages.success(self.request, _("Your message was sent to the agency."))
        return self.address("case") + "#write"
