"""Meetings: called, answered, held."""

from typing import Any

from django.contrib import messages
from django.db.models import Case, Prefetch, Q, QuerySet, Value, When
from django.shortcuts import get_object_or_404
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.access import act
from backoffice.columns import due_mark
from backoffice.forms import meetings as forms
from backoffice.forms.base import ActForm
from backoffice.views.case import CasePage, task_row
from backoffice.views.generic import ActionView
from backoffice.views.intake import RowsView
from cases import permissions
from cases.actions import meeting_tasks, meetings
from cases.daywords import date_words
from cases.enums import Action, CaseStatus, MeetingKind
from cases.listwords import listed
from cases.models import Meeting, MeetingTask, StoredFile, Unit
from cases.queries import calendars, deadlines
from home.templatetags import look


class CallMeeting(ActionView):
    """Call a meeting; the units are proposed from the groups and the items."""

    permission = act(Action.CALL_MEETING)
    form_class = forms.CallForm
    submit_label = gettext_lazy("Call the meeting")
    success = gettext_lazy("The meeting is called. The units and the enterprise have been told.")
    back = "case_meetings"

    def kinds(self) -> list[MeetingKind]:
        if self.case.status == CaseStatus.GENERATION:
            return [MeetingKind.GENERATION]
        joint = self.case.scheme.joint_review and self.case.status == CaseStatus.SIGNED
        return [MeetingKind.JOINT_REVIEW, MeetingKind.COORDINATION] if joint else [MeetingKind.COORDINATION]

    def proposed(self) -> list[Unit]:
        return meetings.members_to_invite(self.case, self.kinds()[0])

    def units(self) -> QuerySet[Unit]:
        """Units of the region, of everything it lies in, and of the town that takes part; those proposed first."""
        wanted = Q(region__code__in=self.case.region.path.split("/")) | Q(region=self.case.project.town_id)
        proposed = [unit.pk for unit in self.proposed()]
        first = Case(When(pk__in=proposed, then=Value(0)), default=Value(1))
        return Unit.objects.filter(wanted | Q(pk__in=proposed)).order_by(first, "-region__code", "code")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"kinds": self.kinds(), "units": self.units(), "late": self.late()}

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"units": [unit.pk for unit in self.proposed()]}

    def late(self) -> str:
        """The hint of P-024, once the first generation meeting was held."""
        last = deadlines.second_meeting_due(self.case) if self.case.status == CaseStatus.GENERATION else None
        if last is None:
            return ""
        return _("Needed only when the second meeting is after %(last)s (%(days)s working days after the first).") % {
            "last": date_words(last.date),
            "days": self.case.term("meeting_interval_wd"),
        }

    def perform(self, form: ActForm) -> Any:
        data = form.values()
        data["units"] = list(data["units"])
        return meetings.call(self.case, **data, by=self.request.user, version=form.cleaned_data["version"])

    def success_message(self, made: Meeting) -> str:
        if not calendars.current().is_workday(made.planned_on):
            said = _("%(date)s is no working day: change the meeting if that was not meant.")
            messages.warning(self.request, said % {"date": date_words(made.planned_on)})
        return super().success_message(made)


class MeetingAct(ActionView):
    """An act on one meeting of the case."""

    back = "case_meetings"
    meeting: Meeting

    def children(self) -> None:
        self.meeting = get_object_or_404(self.case.meetings, pk=self.kwargs["pk"])

    def facts(self) -> list[tuple[Any, Any]]:
        row = self.meeting
        hour = f" {row.at:%H:%M}" if row.at else ""
        shown = [
            (_("Meeting"), str(row)),
            (_("Date"), format_html("{}{}", look.cdate(row.planned_on), hour)),
            (_("Place"), row.place),
            (_("Topic"), row.topic or self.case.project.name),
        ]
        if items := [item.item.name for item in row.items.select_related("item").order_by("item__code")]:
            shown.append((_("Items it is about"), listed(items)))
        return shown


class ChangeMeeting(MeetingAct):
    """Another day or place, or cancelled; always with the reason."""

    permission = act(Action.CHANGE_MEETING)
    form_class = forms.ChangeForm
    submit_label = gettext_lazy("Change the meeting")
    success = gettext_lazy("Recorded. The units and the enterprise have been told.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"meeting": self.meeting}

    def perform(self, form: ActForm) -> Any:
        data = form.values()
        common = {"reason": data["reason"], "by": self.request.user, "version": form.cleaned_data["version"]}
        if data["what"] == forms.ChangeForm.CANCEL:
            return meetings.cancel(self.meeting, **common)
        return meetings.move(self.meeting, planned_on=data["planned_on"], at=data["at"], place=data["place"], **common)


class GiveOpinion(MeetingAct):
    """The opinion of one's own unit; the agency may record one that came on paper."""

    permission = act(Action.GIVE_OPINION)
    form_class = forms.OpinionForm
    success = gettext_lazy("The opinion is recorded.")

    def units(self) -> QuerySet[Unit]:
        asked = self.meeting.units.order_by("code")
        if permissions.is_handler(self.request.user, self.case):
            return asked
        return asked.filter(pk__in=[post.unit_id for post in self.request.user.active_posts])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"meeting": self.meeting, "units": self.units()}

    def perform(self, form: ActForm) -> Any:
        return meetings.give_opinion(self.meeting, **form.values(), by=self.request.user)


class HoldMeeting(MeetingAct, RowsView):
    """Who came, what was said, what was decided and who has to do it."""

    permission = act(Action.HOLD_MEETING)
    form_class = forms.MinutesForm
    success = gettext_lazy("The meeting is recorded and its minutes are printed.")

    def get_form_kwargs(self) -> dict[str, Any]:
        second = self.meeting.kind == MeetingKind.GENERATION and self.meeting.number > 1
        able = Unit.objects.filter(Q(meetings=self.meeting) | Q(pk=self.case.handling_unit_id)).distinct()
        late = second and not self.meeting.late_reason
        return super().get_form_kwargs() | {"meeting": self.meeting, "late": late, "units": list(able.order_by("code"))}

    def perform(self, form: forms.MinutesForm) -> Any:
        data = form.cleaned_data
        return meetings.hold(
            self.meeting, held_on=data["held_on"], at=data["at"], minutes=data["minutes"], people=data["people"],
            attended=data["attended"], tasks=form.decided(), late_reason=data.get("late_reason", ""),
            by=self.request.user, version=data["version"],
        )  # fmt: skip


class DoTask(ActionView):
    """A task of a meeting is done: the unit that has it, or the agency, says so."""

    permission = act(Action.DO_TASK)
    form_class = forms.TaskForm
    success = gettext_lazy("Recorded as done. The agency has been told.")
    back = "case_meetings"
    task: MeetingTask

    def children(self) -> None:
        rows = MeetingTask.objects.filter(meeting__case=self.case, unit__isnull=False, done_on__isnull=True)
        self.task = get_object_or_404(rows.select_related("meeting__case", "unit"), pk=self.kwargs["pk"])

    def item(self) -> MeetingTask:
        """The right depends on whose task it is."""
        return self.task

    def facts(self) -> list[tuple[Any, Any]]:
        return [
            (_("Meeting"), str(self.task.meeting)),
            (_("What was decided"), self.task.text),
            (_("Responsible unit"), self.task.unit.name if self.task.unit else ""),
            (_("By when"), due_mark(self.task.due) if self.task.due else _("No day was set")),
        ]

    def perform(self, form: ActForm) -> Any:
        return meeting_tasks.finish(
            self.task, **form.values(), by=self.request.user, version=form.cleaned_data["version"]
        )


class Meetings(CasePage):
    """Meetings with what was sent before them, the opinions and the tasks, and the government's decision."""

    template_name = "office/case/meetings.html"
    tab = "case_meetings"

    def section(self) -> dict[str, Any]:
        found = self.case.meetings.prefetch_related(
            "units", "attended", "opinions__unit", "opinions__case_item__item", "items__item", "tasks__unit",
            "tasks__done_by", Prefetch("files", StoredFile.objects.filter(removed_at__isnull=True)),
        ).select_related("document__file")  # fmt: skip
        return {
            "meetings": [self.row(meeting) for meeting in found],
            "decision": getattr(self.case, "generation_decision", None) if self.case.scheme.generation_review else None,
        }

    def row(self, meeting: Meeting) -> dict[str, Any]:
        user = self.request.user
        own = {post.unit_id for post in user.active_posts}
        given = {opinion.unit_id for opinion in meeting.opinions.all()}
        units = list(meeting.units.all())
        mine = permissions.is_handler(user, self.case) or any(unit.pk in own for unit in units)
        return {
            "meeting": meeting,
            "opinions": list(meeting.opinions.all()),
            "silent": [unit for unit in units if unit.pk not in given],
            "asked": meeting.is_ahead and mine,
            "tasks": [task_row(task, user, self.case) for task in meeting.tasks.all()],
        }
