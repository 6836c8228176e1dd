"""Levels and transfers: where the items belong, what was decided, what was offered to whom, who held the matter how long."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice import columns
from backoffice.access import OFFICER, STAFF, act
from backoffice.forms import levels as forms
from backoffice.forms.base import ActForm
from backoffice.views.case import CasePage
from backoffice.views.generic import ActionView
from cases import permissions
from cases.actions import transfer_chase, transfers
from cases.enums import Action
from cases.models import CaseItem, StoredFile, Transfer, User
from cases.queries import chief_contacts, files, people, routing
from cases.routes import TRANSFER_TABLE, Channel, RouteKind, TransferScope, TransferStatus, transfer_step
from home.templatetags import look

TONES = {
    TransferStatus.OFFERED: "due",
    TransferStatus.ACCEPTED: "good",
    TransferStatus.RETURNED: "late",
    TransferStatus.WITHDRAWN: "halted",
    TransferStatus.ENDED: "done",
}
WHERE = {
    routing.Where.OWN: gettext_lazy("decided here"),
    routing.Where.LOWER: gettext_lazy("lower level"),
    routing.Where.UPPER: gettext_lazy("upper level"),
    routing.Where.ABOVE: gettext_lazy("province or above"),
    routing.Where.ELSEWHERE: gettext_lazy("another place"),
}


class Levels(CasePage):
    """The proposal with its reasons and shares; decisions; handshakes; holders."""

    permission = OFFICER
    template_name = "office/case/levels.html"
    tab = "case_levels"

    def section(self) -> dict[str, Any]:
        case, user = self.case, self.request.user
        found = routing.standings(case)
        may_offer = permissions.may(user, Action.OFFER_TRANSFER, case)
        free = set(routing.unlent(case).values_list("pk", flat=True)) if may_offer else set()
        whole = any(row.scope == TransferScope.CASE for row in case.open_transfers)
        rows = routing.visible_to(user).filter(case=case).prefetch_related("papers")
        decisions = case.route_decisions.select_related("by").prefetch_related("items__item")
        return {
            "routes": [route_row(case, route, free) for route in routing.propose(case, found)],
            "may_offer": may_offer,
            "staff": STAFF.allows(user),
            "may_offer_case": may_offer and not whole,
            "may_decide": permissions.may(user, Action.DECIDE_ROUTE, case),
            "transfers": [transfer_row(row, user, case) for row in rows],
            "decisions": [(one, share_words(one.shares)) for one in decisions],
            "holders": routing.holders(case),
        }


def route_row(case: Any, route: routing.Route, free: set[int]) -> dict[str, Any]:
    """A proposed way with its items: who decides each, and whom to ask."""
    pairs = {
        one.row.pk: unit
        for one, unit in (routing.counterparts(case, route.items) if route.kind == RouteKind.LINE else [])
    }
    bare = [one.unit.region for one in route.items if one.unit and one.row.pk not in route.contacts]
    askable = chief_contacts.askable(bare) if route.kind == RouteKind.DIRECT else {}
    return {
        "route": route,
        "whole": route.kind in {RouteKind.LOWER, RouteKind.UPPER},
        "unit": route.units[0] if route.units else None,
        "liaison": next(iter(chief_contacts.heads(route.units[0])), None) if route.units else None,
        "items": [
            {
                "one": one, "contact": route.contacts.get(one.row.pk), "counterpart": pairs.get(one.row.pk),
                "free": one.row.pk in free, "naming": askable.get(one.unit.region_id) if one.unit else None,
            }
            for one in route.items
        ],
    }  # fmt: skip


def share_words(shares: dict[str, int]) -> str:
    """“decided here 3, upper level 1”."""
    return " · ".join(f"{words} {shares[where]}" for where, words in WHERE.items() if where in shares)


def transfer_row(row: Transfer, user: User, case: Any) -> dict[str, Any]:
    """A handshake with the acts that are this person's now."""
    following = TRANSFER_TABLE.get(TransferStatus(row.status), {})
    return {
        "row": row,
        "tone": TONES[TransferStatus(row.status)],
        "due_mark": columns.due_mark(row.due) if row.status == TransferStatus.OFFERED else "",
        "acts": [action for action in following if permissions.may(user, action, case, row)],
    }


class DecideRoute(ActionView):
    """Keep the case here, or have the counterpart departments coordinate."""

    permission = act(Action.DECIDE_ROUTE)
    form_class = forms.DecideForm
    back = "case_levels"
    success = gettext_lazy("The decision is kept with its reason and the shares.")

    def lines(self) -> QuerySet[CaseItem]:
        lines = [route for route in routing.propose(self.case) if route.kind == RouteKind.LINE]
        keys = [one.row.pk for route in lines for one in route.items]
        return self.case.items.filter(pk__in=keys).select_related("item")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"lines": self.lines()}

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"items": [row.pk for row in self.lines()]}

    def facts(self) -> list[tuple[Any, Any]]:
        return [(_("Open items"), share_words(routing.shares(routing.standings(self.case))))]

    def perform(self, form: ActForm) -> Any:
        return transfers.decide(self.case, **form.values(), by=self.request.user, version=form.cleaned_data["version"])


class OfferTransfer(ActionView):
    """Offer the whole case to the lower or the upper agency, through its chief liaison."""

    permission = act(Action.OFFER_TRANSFER)
    form_class = forms.OfferCaseForm
    title = gettext_lazy("Offer the case to another agency")
    submit_label = gettext_lazy("Send the offer")
    intro = gettext_lazy(
        "You keep the case until the other agency accepts. The first agency stays responsible for the record."
    )
    back = "case_levels"
    success = gettext_lazy("The offer is sent. The transfer slip is among the documents.")

    def chosen(self) -> QuerySet[StoredFile]:
        """The files that go along unless somebody leaves them out."""
        return self.stored()

    def stored(self) -> QuerySet[StoredFile]:
        return files.to_send(self.request.user, self.case)

    def get_form_kwargs(self) -> dict[str, Any]:
        given = super().get_form_kwargs() | {"stored": self.stored(), "chosen": self.chosen()}
        if self.form_class is forms.OfferCaseForm:
            units = [unit for kind in (RouteKind.UPPER, RouteKind.LOWER) for unit in routing.targets(self.case, kind)]
            given["people"] = [(unit, heads) for unit in units if (heads := chief_contacts.heads(unit))]
        return given

    def facts(self) -> list[tuple[Any, Any]]:
        return [(_("Open items"), share_words(routing.shares(routing.standings(self.case))))]

    def perform(self, form: Any) -> Any:
        unit, user = form.addressed()
        return transfers.offer_case(
            self.case,
            to_unit=unit,
            to_user=user,
            reason=form.cleaned_data["reason"],
            sending=form.sending(),
            by=self.request.user,
            version=form.cleaned_data["version"],
        )


class OfferItem(OfferTransfer):
    """Ask the chief contact of one item."""

    permission = act(Action.OFFER_TRANSFER)
    form_class = forms.OfferForm
    title = gettext_lazy("Ask the chief contact of the item")
    intro = gettext_lazy("The case stays here; the chief contact carries out this item and records its progress.")
    row: CaseItem

    def children(self) -> None:
        self.row = get_object_or_404(
            self.case.items.select_related("item__department", "unit__region"), pk=self.kwargs["pk"]
        )

    def chosen(self) -> QuerySet[StoredFile]:
        return self.stored().filter(files.of_item(self.row)).distinct()

    def facts(self) -> list[tuple[Any, Any]]:
        standing = next((one for one in routing.standings(self.case) if one.row.pk == self.row.pk), None)
        contact = routing.contacts_of(self.case, [standing]).get(self.row.pk) if standing else None
        named = f"{contact.user.name} · {contact.unit.name}" if contact else _("No chief contact has been named.")
        return [
            (_("Item"), self.row.item.name),
            (_("Deciding unit"), standing.unit.name if standing and standing.unit else "–"),
            (_("Chief contact"), named),
        ]

    def perform(self, form: Any) -> Any:
        return transfers.offer_item(
            self.row,
            reason=form.cleaned_data["reason"],
            sending=form.sending(),
            by=self.request.user,
            version=form.cleaned_data["version"],
        )


class TransferAct(ActionView):
    """An act on one transfer of the case; one that was answered meanwhile says so."""

    permission = OFFICER
    form_class = forms.ReasonForm
    back = "case_levels"
    row: Transfer

    def children(self) -> None:
        self.row = get_object_or_404(routing.visible_to(self.request.user).filter(case=self.case), pk=self.kwargs["pk"])

    def item(self) -> Any:
        return self.row

    def prepare(self) -> HttpResponseBase | None:
        self.children()
        action = self.permission.action
        if action is not None and transfer_step(self.row.status, action) is None:
            words = {"action": action.label, "status": self.row.get_status_display()}
            return self.out_of_turn(_("“%(action)s” is not possible: this transfer is “%(status)s”.") % words)
        return super().prepare()

    def facts(self) -> list[tuple[Any, Any]]:
        row = self.row
        sent = " · ".join(part for part in (row.get_channel_display(), row.reference) if part)
        return [
            (_("What"), row.case_item.item.name if row.case_item else row.get_scope_display()),
            (_("From"), f"{row.from_unit.name} · {row.offered_by.name}"),
            (_("To"), f"{row.to_unit.name} · {row.to_user.name}"),
            (_("Reason"), row.decision.reason),
            (_("Papers"), " · ".join(f"{paper.name} × {paper.copies}" for paper in row.papers.all())),
            (_("Sent by"), sent),
            (_("Answer by"), look.cdate(row.due)),
        ]

    def get_success_url(self) -> str:
        # After a return or an end the case may not be this person's to see any more.
        still = not self.done or self.cases().filter(pk=self.case.pk).exists()
        return super().get_success_url() if still else reverse("office:home")

    def act(self, form: ActForm, do: Any, **given: Any) -> Any:
        data = form.cleaned_data
        return do(self.row, **given, by=self.request.user, version=data["version"])


class AcceptTransfer(TransferAct):
    permission = act(Action.ACCEPT_TRANSFER)
    form_class = forms.AcceptTransferForm
    submit_label = gettext_lazy("Accept")
    success = gettext_lazy("Accepted. The sender and the enterprise have been told.")

    def get_form_kwargs(self) -> dict[str, Any]:
        takers = None
        if self.row.scope == TransferScope.CASE:
            takers = people.in_posts(self.row.to_unit, permissions.HANDLER_ROLES).order_by("pk")
        return super().get_form_kwargs() | {"takers": takers, "by_hand": self.row.channel == Channel.BY_HAND}

    def perform(self, form: ActForm) -> Any:
        return self.act(form, transfers.accept, **form.values())


class ReturnTransfer(TransferAct):
    permission = act(Action.RETURN_TRANSFER)
    submit_label = gettext_lazy("Return")
    success = gettext_lazy("Returned. The sender has been told the reason.")

    def perform(self, form: ActForm) -> Any:
        return self.act(form, transfers.give_back, **form.values())


class WithdrawTransfer(TransferAct):
    permission = act(Action.WITHDRAW_TRANSFER)
    success = gettext_lazy("The offer is withdrawn.")

    def perform(self, form: ActForm) -> Any:
        return self.act(form, transfers.withdraw, **form.values())


class EndTransfer(TransferAct):
    permission = act(Action.END_TRANSFER)
    intro = gettext_lazy("Access ends with it, and the sender holds the matter again.")
    success = gettext_lazy("The transfer is ended. Those concerned have been told.")

    def perform(self, form: ActForm) -> Any:
        return self.act(form, transfers.end, **form.values())


class UrgeTransfer(TransferAct):
    permission = act(Action.URGE_TRANSFER)
    form_class = ActForm
    submit_label = gettext_lazy("Urge")
    success = gettext_lazy("The other side has been reminded.")

    def get_title(self) -> str | Promise:
        return Action.URGE_TRANSFER.label

    def perform(self, form: ActForm) -> Any:
        return transfer_chase.urge(self.row, by=self.request.user)


def waiting(request: HttpRequest) -> list[dict[str, Any]]:
    """Offers to this person, for the day."""
    rows = routing.incoming(request.user, 20)
    return [{"row": row, "due_mark": columns.due_mark(row.due)} for row in rows]
