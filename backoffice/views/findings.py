"""Findings: the list, one finding with its way, and its acts (W-095, P-092)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.generic import TemplateView

from backoffice import findings as listing
from backoffice.access import OFFICER, act
from backoffice.columns import due_mark
from backoffice.forms import findings as forms
from backoffice.views.generic import CaseMixin, ListView
from backoffice.views.rows import PlainFormView, RowActView, RowMixin
from cases import permissions
from cases.actions import findings, referrals
from cases.enums import Action
from cases.enums_findings import FindingAct, FindingKind
from cases.models import Finding, FindingStep, SupervisionOrder
from cases.queries import cases, inspections
from cases.queries import findings as readers
from home.templatetags import look

A = FindingAct
ADDRESSES = {
    A.HEAR: "finding_hear",
    A.STATE: "finding_state",
    A.CONFIRM: "finding_confirm",
    A.DISMISS: "finding_dismiss",
    A.ORDER: "finding_order",
    A.REFER: "finding_refer",
    A.TRACK: "finding_track",
    A.CLOSE: "finding_close",
}


class FindingList(ListView):
    """Findings in the places that one looks over, and those on which one's unit is heard."""

    permission = OFFICER
    place = "findings"
    title = gettext_lazy("Supervision findings")
    table_class = listing.FindingTable
    filterset_class = listing.FindingFilter
    export_name = "findings"
    saved_as = "findings"

    def get_queryset(self) -> QuerySet[Finding]:
        return readers.visible_to(self.request.user).order_by("-found_at", "-pk")

    def chip_queries(self) -> list[tuple[Any, str]]:
        kinds = [(kind.label, f"kind={kind.value}") for kind in FindingKind]
        return [(_("All"), ""), (_("Open"), "status=open"), (_("Statement overdue"), "late=true"), *kinds]


class FindingMixin(RowMixin[Finding]):
    """A page about one finding."""

    permission = OFFICER
    place = "findings"
    row_name = "finding"
    list_title = gettext_lazy("Supervision findings")

    def rows(self) -> QuerySet[Finding]:
        return readers.visible_to(self.request.user)


class FindingPage(FindingMixin, TemplateView):
    """One finding: what, on which facts, what the unit says, what was decided, what followed."""

    permission = OFFICER
    template_name = "office/finding.html"

    def get_title(self) -> str:
        return f"{self.row.get_kind_display()} {self.row.number}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row
        possible = readers.possible(self.request.user, row)
        acts = [(act.label, reverse(f"office:{ADDRESSES[act]}", args=[row.pk])) for act in ADDRESSES if act in possible]
        context = {
            "mark": look.badge(row.status, row.get_status_display(), listing.FINDING_TONES[row.status]),
            "rows": [pair for pair in self.shown() if pair[1]],
            "sections": [one for one in self.sections() if one.get("text") or one.get("rows")],
            "files": self.files(),
            "files_title": _("Evidence"),
            "events": [self.event(step) for step in row.steps.select_related("by").order_by("-pk")],
            "actions": acts,
        }
        return super().get_context_data(**(context | kwargs))

    def shown(self) -> list[tuple[Any, Any]]:
        row = self.row
        rule = _("%(name)s, version %(n)s") % {"name": row.rule.name, "n": row.rule_version} if row.rule else ""
        return [
            (_("Case"), self.case_link()),
            (_("Item"), self.item_link()),
            (_("Unit concerned"), row.unit.name),
            (_("Person concerned"), row.person.name if row.person else ""),
            (_("Proposed by the rule"), rule),
            (_("What the rule rests on"), row.rule.source if row.rule else ""),
            (_("Filed by"), row.filed_by.name if row.filed_by else ""),
            (_("Special inspection"), self.inspection_link()),
            (_("Found"), timezone.localtime(row.found_at).date()),
            (
                _("Statement due"),
                due_mark(row.hearing_due, stopped=row.stated_at is not None) if row.hearing_due else "",
            ),
        ]

    def case_link(self) -> Any:
        """The case, with the way to it for those who may see it: the unit heard may not."""
        case = self.row.case
        return self.in_case(f"{case.number} {case.project.name}", "case")

    def item_link(self) -> Any:
        """The item that it is about."""
        item = self.row.case_item
        return self.in_case(item.item.name, "item", item.pk) if item else ""

    @cached_property
    def sees_case(self) -> bool:
        return cases.visible_to(self.request.user).filter(pk=self.row.case_id).exists()

    def in_case(self, words: str, page: str, *rest: int, at: str = "") -> Any:
        """Words that lead to a page of the case, for those who may see it."""
        if not self.sees_case:
            return words
        address = reverse(f"office:{page}", args=[self.row.case.uuid, *rest])
        return format_html('<a href="{}{}">{}</a>', address, at, words)

    def files(self) -> list[dict[str, Any]]:
        """What came with its acts; whoever reads this page may read them."""
        return [
            {
                "url": reverse("files:download", args=[one.file.uuid]), "name": one.file.name, "size": one.file.size,
                "kind": one.get_act_display(), "at": one.file.uploaded_at,
            }
            for one in self.row.evidence.select_related("file").order_by("pk")
        ]  # fmt: skip

    def inspection_link(self) -> Any:
        """The inspection at which it was seen, with the way to it for those who may read it."""
        found = self.row.inspection
        if found is None or not inspections.visible_to(self.request.user).filter(pk=found.pk).exists():
            return ""
        return format_html('<a href="{}">{}</a>', reverse("office:inspection", args=[found.pk]), found)

    def sections(self) -> list[dict[str, Any]]:
        row = self.row
        seen = readers.words(row.facts)
        return [
            {"title": _("Facts on the day of the proposal"), "text": seen},
            {"title": _("What was seen"), "text": row.text},
            {"title": _("Statement of the unit"), "text": row.statement},
            {"title": _("Decision"), "text": row.decision},
            {"title": _("Supervision order"), "rows": self.order()},
            {"title": _("Why nothing further is ordered"), "text": readers.why_nothing_more(row)},
            {"title": _("Referral to the discipline authority"), "rows": self.referral()},
        ]

    def order(self) -> list[tuple[Any, Any]]:
        order = self.row.order
        if order is None:
            return []
        return [
            (_("Order"), self.in_case(str(order), "case_running", at="#orders")),
            (_("What has to be done"), order.demand),
            (_("Answer due"), due_mark(order.due, stopped=order.closed_at is not None)),
            (_("Status"), order.get_status_display()),
            *self.replies(order),
        ]

    def replies(self, order: SupervisionOrder) -> Iterator[tuple[Any, Any]]:
        """What the unit answered, and what the check found."""
        for reply in order.replies.select_related("by", "checked_by"):
            yield _("Answer %(n)s") % {"n": reply.round}, self.said(reply.text, reply.by.name, reply.at)
            if reply.checked_by and reply.checked_at:
                found = pgettext("answer", "Accepted") if reply.accepted else pgettext("answer", "Sent back")
                yield found, self.said(reply.why, reply.checked_by.name, reply.checked_at)

    def said(self, text: str, name: str, at: datetime) -> SafeString:
        return format_html('{} <span class="second">{} · {}</span>', text, name, look.cdate(at, short=True))

    def referral(self) -> list[tuple[Any, Any]]:
        """For those who look over the place; the unit concerned does not read it."""
        found = getattr(self.row, "referral", None)
        if found is None or not permissions.supervises(self.request.user, self.row.case):
            return []
        if permissions.is_concerned(self.request.user, self.row):
            return []
        rows = [
            (_("Authority"), found.body),
            (_("Referred on"), found.on),
            (_("Reference number"), found.reference),
            (_("State"), found.get_state_display()),
            (_("Outcome of the referral"), found.outcome),
            (_("Date of the outcome"), found.outcome_on),
        ]
        return [pair for pair in rows if pair[1]]

    def event(self, step: FindingStep) -> dict[str, Any]:
        quiet = step.act in {A.REFER, A.TRACK}  # said in its own section, to those who may read it
        who = step.by.name if step.by else _("Calendar") if step.act == A.MOVE else _("Rule")
        return {"when": step.at, "what": step.get_act_display(), "who": who, "text": "" if quiet else step.text}


class FileFinding(CaseMixin, PlainFormView):
    """File a finding by hand."""

    permission = act(Action.SUPERVISE)
    place = "cases"
    title = gettext_lazy("File a finding")
    intro = gettext_lazy("Say only what was seen. The unit is heard, and another person decides.")
    form_class = forms.FileForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"case": self.case}

    def perform(self, form: Any) -> str:
        self.made = findings.file(self.case, **form.cleaned_data, by=self.request.user)
        return _("The finding is filed. Those who look over the place have been told.")

    def get_success_url(self) -> str:
        seen = hasattr(self, "made") and readers.visible_to(self.request.user).filter(pk=self.made.pk).exists()
        return reverse("office:finding", args=[self.made.pk]) if seen else self.case_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"cancel_url": self.case_url("case_running")} | kwargs))


class FindingForm(FindingMixin, RowActView):
    """An act on one finding."""

    permission = OFFICER
    act: FindingAct

    def facts(self) -> list[tuple[Any, Any]]:
        row = self.row
        return [
            (_("Unit concerned"), row.unit.name),
            (_("What was seen"), readers.words(row.facts) or row.text),
            (_("Statement of the unit"), row.statement),
        ]

    def allowed(self) -> bool:
        return not self.why_closed()

    def why_closed(self) -> str:
        return readers.barred(self.act, self.row, self.request.user)


class Hear(FindingForm):
    permission = OFFICER
    act = A.HEAR
    form_class = forms.HearForm

    def perform(self, form: Any) -> str:
        findings.hear(self.row, **form.cleaned_data, by=self.request.user)
        return _("The unit has been asked for its statement.")


class State(FindingForm):
    permission = OFFICER
    act = A.STATE
    form_class = forms.StateForm

    def perform(self, form: Any) -> str:
        findings.state(self.row, **form.cleaned_data, by=self.request.user)
        return _("The statement is on record. Those who decide have been told.")


class Confirm(FindingForm):
    permission = OFFICER
    act = A.CONFIRM
    form_class = forms.DecideForm

    def perform(self, form: Any) -> str:
        findings.confirm(self.row, **form.cleaned_data, by=self.request.user)
        return _("The finding is confirmed. The unit has been told.")


class Dismiss(FindingForm):
    permission = OFFICER
    act = A.DISMISS
    form_class = forms.DecideForm

    def perform(self, form: Any) -> str:
        findings.dismiss(self.row, **form.cleaned_data, by=self.request.user)
        return _("The finding is dismissed.")


class Order(FindingForm):
    permission = OFFICER
    act = A.ORDER
    form_class = forms.OrderForm

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | forms.proposed(self.row)

    def perform(self, form: Any) -> str:
        findings.order(self.row, **form.cleaned_data, by=self.request.user)
        return _("The order is issued. The unit has been told.")


class Close(FindingForm):
    permission = OFFICER
    act = A.CLOSE

    def get_form_class(self) -> Any:
        settled = readers.followed(self.row) or not readers.order_settled(self.row.order)
        return forms.CloseForm if settled else forms.CloseBareForm

    def perform(self, form: Any) -> str:
        findings.close(self.row, **form.cleaned_data, by=self.request.user)
        return _("The finding is closed.")


class Refer(FindingForm):
    permission = OFFICER
    act = A.REFER
    form_class = forms.ReferForm

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"on": timezone.localdate(), "body": readers.authority(self.row)}

    def perform(self, form: Any) -> str:
        referrals.refer(self.row, **form.cleaned_data, by=self.request.user)
        return _("The referral is on record. The unit is not told of it.")


class Track(FindingForm):
    permission = OFFICER
    act = A.TRACK
    form_class = forms.TrackForm

    def perform(self, form: Any) -> str:
        referrals.track(self.row, **form.cleaned_data, by=self.request.user)
        return _("Recorded.")
