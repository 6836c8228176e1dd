"""After the end: evaluation and its rectification, the follow-up visit, policy benefits."""

from typing import Any

from django.db.models import F, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from backoffice import aftercare as lists
from backoffice import columns
from backoffice.access import OFFICER, act
from backoffice.forms import aftercare as forms
from backoffice.forms.base import ActForm
from backoffice.views.case import CasePage
from backoffice.views.generic import ActionView, ListView
from cases import permissions
from cases.actions import benefits, followups, rectifying
from cases.enums import Action
from cases.enums_finish import AFTER_THE_END, BenefitStatus, FollowUpKind, RectificationStatus
from cases.listwords import listed
from cases.models import FollowUp, PolicyBenefit, Rectification
from cases.queries import aftercare, deadlines, people

BENEFIT_TONES = {
    BenefitStatus.ASKED: "due",
    BenefitStatus.APPLIED: "act",
    BenefitStatus.GRANTED: "good",
    BenefitStatus.REFUSED: "halted",
}


class AfterList(ListView):
    """A list of what is owed and done after the end, the soonest first."""

    permission = OFFICER

    def in_full(self, keys: list[Any]) -> QuerySet[Any]:
        return super().in_full(keys).prefetch_related("case__team")

    def chip_queries(self) -> list[tuple[Any, str]]:
        return [
            (_("All"), ""),
            (_("Mine to do"), "mine=true"),
            (_("Overdue"), "state=late"),
            (_("Due within 7 days"), "state=week"),
            (_("Open"), "state=open"),
            (_("Done"), "state=done"),
        ]


class FollowUpList(AfterList):
    """Follow-up visits and call-backs of the cases one may see (P-070)."""

    permission = OFFICER
    place = "follow_ups"
    title = gettext_lazy("Follow-up visits")
    table_class = lists.FollowUpTable
    filterset_class = lists.FollowUpFilter
    export_name = "follow-up-visits"
    saved_as = "follow_ups"

    def get_queryset(self) -> QuerySet[FollowUp]:
        found = aftercare.visits(self.request.user)
        return found.select_related("case__project", "case__scheme", "case__handling_unit").order_by(
            F("on").desc(nulls_first=True), F("due").asc(nulls_last=True), "pk"
        )


class RectificationList(AfterList):
    """Bad evaluations of the cases one may see, and how far they are put right (P-080)."""

    permission = OFFICER
    place = "rectifications"
    title = gettext_lazy("Rectifications")
    table_class = lists.RectificationTable
    filterset_class = lists.RectificationFilter
    export_name = "rectifications"
    saved_as = "rectifications"

    def get_queryset(self) -> QuerySet[Rectification]:
        found = aftercare.rectifications(self.request.user)
        return found.select_related("case__project", "case__scheme", "case__handling_unit", "responsible").order_by(
            F("closed_at").desc(nulls_first=True), "due", "pk"
        )


class After(CasePage):
    """What the enterprise thought of it, what was put right, and what it got besides (P-070, P-080, W-070)."""

    permission = OFFICER
    template_name = "office/case/after.html"
    tab = "case_after"

    def section(self) -> dict[str, Any]:
        case, user = self.case, self.request.user
        row = aftercare.of_case(case)
        open_now = row is not None and row.status != RectificationStatus.CLOSED
        visits = case.follow_ups.select_related("by", "document__file")
        rows = [visit for visit in visits if visit.kind == FollowUpKind.CLOSING]
        return {
            "evaluation": getattr(case, "evaluation", None),
            "rectification": row,
            "tone": columns.RECTIFICATION_TONES[RectificationStatus(row.status)] if row else "",
            "due": columns.due_mark(row.due) if row and open_now else "",
            "lacking": aftercare.lacking(row) if row and open_now else [],
            "works": open_now and permissions.may(user, Action.RECTIFY, case),
            "heads": open_now and permissions.is_chief(user, case),
            **(self.independent(row) if row and open_now else {}),
            "visits": [{"row": one, "due": columns.due_mark(one.due)} for one in rows],
            "urges": case.urges.filter(what__in=AFTER_THE_END).select_related("to", "by"),
            "late": self.late() if permissions.may(user, Action.URGE, case) else set(),
            "benefits": [
                {"row": one, "tone": BENEFIT_TONES[BenefitStatus(one.status)]}
                for one in case.benefits.select_related("agent")
            ],
        }

    def independent(self, row: Rectification) -> dict[str, Any]:
        """Who can call back and check, and whether this person can: nobody does so for his own work."""
        user = self.request.user
        return {
            "calls_back": aftercare.may_call_back(user, row),
            "checks": aftercare.may_check(user, row),
            "callers": people.named(aftercare.who_calls_back(row))["names"],
            "checkers": people.named(aftercare.who_checks(row))["names"],
        }

    def late(self) -> set[str]:
        """What is owed after the end and past its day."""
        if self.case.status not in deadlines.ENDED:
            return set()
        found = aftercare.late(self.case, timezone.localdate())
        return {what for what, row in zip(AFTER_THE_END, found, strict=True) if row}


class RecordVisit(ActionView):
    """What the enterprise said at the visit after the end."""

    permission = act(Action.FOLLOW_UP)
    form_class = forms.FollowUpForm
    intro = gettext_lazy("Write down what was really said. The record is printed and numbered; the enterprise sees it.")
    success = gettext_lazy("The follow-up visit is recorded.")
    back = "case_after"

    def perform(self, form: ActForm) -> Any:
        return followups.record(self.case, form.answer(), by=self.request.user, version=form.cleaned_data["version"])


class CallBack(RecordVisit):
    """What the enterprise said after the reply to its bad evaluation."""

    permission = act(Action.CALL_BACK)
    title = gettext_lazy("Record the call-back")
    success = gettext_lazy("The call-back is recorded.")

    def perform(self, form: ActForm) -> Any:
        return followups.record(
            self.case, form.answer(), call_back=True, by=self.request.user, version=form.cleaned_data["version"]
        )


class Rectify(ActionView):
    """An act on the rectification of the case."""

    permission = act(Action.RECTIFY)
    back = "case_after"
    row: Rectification

    def children(self) -> None:
        found = aftercare.of_case(self.case)
        if found is None:
            raise Http404
        self.row = found

    def facts(self) -> list[tuple[Any, Any]]:
        row = self.row
        return [
            (_("Evaluation"), row.evaluation.get_level_display()),
            (pgettext("evaluation", "Comment"), row.evaluation.comment or "–"),
            (_("Person responsible"), row.responsible.name if row.responsible else _("not named yet")),
            (_("To be put right by"), columns.due_mark(row.due)),
            (_("Still lacking"), listed(aftercare.lacking(row)) or _("none")),
            (_("Who can call back"), people.named(aftercare.who_calls_back(row))["names"]),
            (_("Who can check"), people.named(aftercare.who_checks(row))["names"]),
        ]


class Assign(Rectify):
    permission = act(Action.RECTIFY)
    form_class = forms.AssignForm
    title = gettext_lazy("Name who puts it right")
    success = gettext_lazy("Named. The person has been told.")

    def perform(self, form: ActForm) -> Any:
        return rectifying.assign(self.row, **form.values(), by=self.request.user, version=form.cleaned_data["version"])


class TakeMeasure(Rectify):
    permission = act(Action.RECTIFY)
    form_class = forms.MeasureForm
    title = gettext_lazy("Record the measure")
    success = gettext_lazy("The measure is recorded.")

    def perform(self, form: ActForm) -> Any:
        return rectifying.measure(self.row, **form.values(), by=self.request.user, version=form.cleaned_data["version"])


class Reply(Rectify):
    permission = act(Action.RECTIFY)
    form_class = forms.ReplyForm
    title = gettext_lazy("Answer the enterprise")
    success = gettext_lazy("The enterprise has been answered. Call it back next.")

    def perform(self, form: ActForm) -> Any:
        return rectifying.reply(self.row, **form.values(), by=self.request.user, version=form.cleaned_data["version"])


class Close(Rectify):
    permission = act(Action.CHECK_RECTIFICATION)
    form_class = forms.CloseForm
    title = gettext_lazy("Close the rectification")
    success = gettext_lazy("The rectification is closed.")

    def perform(self, form: ActForm) -> Any:
        return rectifying.close(self.row, **form.values(), by=self.request.user, version=form.cleaned_data["version"])


class ApplyBenefit(ActionView):
    """A benefit was applied for; with ``?claim=`` one that the enterprise asked for."""

    permission = act(Action.RECORD_BENEFIT)
    form_class = forms.BenefitForm
    success = gettext_lazy("Recorded. The enterprise has been told.")
    back = "case_after"

    def get_initial(self) -> dict[str, Any]:
        number = self.request.GET.get("claim", "")
        known = number.isdecimal() and len(number) < 10
        asked = self.case.benefits.filter(pk=int(number)).first() if known else None
        return super().get_initial() | ({"policy": asked.policy} if asked else {})

    def perform(self, form: ActForm) -> Any:
        return benefits.apply(self.case, **form.values(), by=self.request.user, version=form.cleaned_data["version"])


class DecideBenefit(ActionView):
    """It was granted or refused."""

    permission = act(Action.RECORD_BENEFIT)
    form_class = forms.DecideBenefitForm
    title = gettext_lazy("Record the decision on a benefit")
    success = gettext_lazy("Recorded. The enterprise has been told.")
    back = "case_after"
    row: PolicyBenefit

    def children(self) -> None:
        self.row = get_object_or_404(self.case.benefits.select_related("case"), pk=self.kwargs["pk"])

    def facts(self) -> list[tuple[Any, Any]]:
        applied = (
            (_("Applied for on"), self.row.applied_on)
            if self.row.applied_on
            else (_("Asked for on"), self.row.asked_on)
        )
        return [(_("Policy"), self.row.policy), applied]

    def perform(self, form: ActForm) -> Any:
        return benefits.decide(self.row, **form.values(), by=self.request.user, version=form.cleaned_data["version"])
