"""Meetings: called, answered, held."""

from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.access import act
from backoffice.forms import meetings as forms
from backoffice.forms.base import ActForm
from backoffice.views.generic import ActionView
from cases import permissions
from cases.actions import meetings
from cases.daywords import date_words
from cases.enums import Action, CaseStatus, MeetingKind
from cases.models import Meeting, Unit
from cases.queries import deadlines
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


class MeetingAct(ActionView):
    """An act on one meeting of the case."""

    back = "case_meetings"
    meeting: Meeting

    def children(self) -> None:
        self.meeting = get_object_or_404(self.case.meetings, pk=self.kwargs["pk"])

    def facts(self) -> list[tuple[Any, Any]]:
        return [
            (_("Meeting"), str(self.meeting)),
            (_("Date"), look.cdate(self.meeting.planned_on)),
            (_("Place"), self.meeting.place),
            (_("Topic"), self.meeting.topic or self.case.project.name),
        ]


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
        return meetings.move(self.meeting, planned_on=data["planned_on"], place=data["place"], **common)


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


class HoldMeeting(MeetingAct):
    permission = act(Action.HOLD_MEETING)
    form_class = forms.MinutesForm
    success = gettext_lazy("The meeting is recorded and its minutes are printed.")

    def get_form_kwargs(self) -> dict[str, Any]:
        second = self.meeting.kind == MeetingKind.GENERATION and self.meeting.number > 1
        return super().get_form_kwargs() | {"late": second and not self.meeting.late_reason}

    def perform(self, form: ActForm) -> Any:
        return meetings.hold(self.meeting, **form.values(), by=self.request.user, version=form.cleaned_data["version"])
