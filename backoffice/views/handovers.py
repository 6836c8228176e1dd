"""Hand-overs on the way: with the windows of the hall, and from one group of the task force to the next."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice import handovers as listing
from backoffice.access import OFFICER, act
from backoffice.forms import handovers as forms
from backoffice.forms.base import ActForm
from backoffice.views.case import CasePage
from backoffice.views.generic import ActionView, ListView
from cases import permissions
from cases.actions import groups, windows
from cases.enums import Action, PostRole
from cases.listwords import listed
from cases.models import GroupHandover
from cases.queries import groups as readers


class GroupHandoverList(ListView):
    """How the groups of visible cases handed the project on (P-069)."""

    permission = OFFICER
    place = "handovers"
    title = gettext_lazy("Hand-overs between groups")
    table_class = listing.HandoverTable
    filterset_class = listing.HandoverFilter
    export_name = "hand-overs"
    saved_as = "handovers"

    def get_queryset(self) -> QuerySet[GroupHandover]:
        return readers.visible_to(self.request.user).order_by("-on", "-pk")

    def chip_queries(self) -> list[tuple[Any, str]]:
        return [(_("All"), ""), (_("Not acknowledged"), "state=open"), (_("Acknowledged"), "state=taken")]


class Handovers(CasePage):
    """What went over which counter (P-078), and how the groups hand the project on (P-069)."""

    permission = OFFICER
    template_name = "office/case/handovers.html"
    tab = "case_handovers"

    def section(self) -> dict[str, Any]:
        case, user = self.case, self.request.user
        grouped = case.scheme.flow_tables
        handed = case.group_handovers.select_related("giver", "taker", "by", "taken_by").prefetch_related("items__item")
        return {
            "windows": case.window_handovers.select_related("unit", "by", "document__file").prefetch_related("papers"),
            "grouped": grouped,
            "standings": readers.standings(case) if grouped else [],
            "owed": readers.owed(case) if grouped else [],
            "handed": [{"row": row, "takes": takes(row, user, self)} for row in handed] if grouped else [],
        }


def takes(row: GroupHandover, user: Any, page: Handovers) -> bool:
    """Whether this person may acknowledge it now."""
    own = {post.group_id for post in user.active_posts if post.role == PostRole.GROUP_AGENT}
    speaks = row.taker_id in own or permissions.is_chief(user, page.case)
    return row.taken_at is None and speaks and permissions.may(user, Action.TAKE_FROM_GROUP, page.case)


class RecordWindow(ActionView):
    """What went between the agency and a window: the slip is printed and numbered."""

    permission = act(Action.HAND_WINDOW)
    form_class = forms.WindowForm
    intro = gettext_lazy(
        "A numbered slip with the list is printed. The other side signs it by hand; its scan is filed among the documents."
    )
    success = gettext_lazy("Recorded. The slip is among the documents.")
    back = "case_handovers"

    def perform(self, form: ActForm) -> Any:
        return windows.record(
            self.case, form.met(), form.papers(), by=self.request.user, version=form.cleaned_data["version"]
        )


class HandToGroup(ActionView):
    """A group that has finished hands over."""

    permission = act(Action.HAND_TO_GROUP)
    form_class = forms.HandForm
    intro = gettext_lazy("The items of the group are finished. The next group is told and acknowledges.")
    success = gettext_lazy("Handed over. The next group has been told.")
    back = "case_handovers"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"owed": readers.owed(self.case)}

    def facts(self) -> list[tuple[Any, Any]]:
        return [
            (giver.group.name, listed(row.item.name for row in giver.finished)) for giver, _t in readers.owed(self.case)
        ]

    def perform(self, form: ActForm) -> Any:
        return groups.hand_over(self.case, **form.values(), by=self.request.user, version=form.cleaned_data["version"])


class TakeFromGroup(ActionView):
    """The next group has it."""

    permission = act(Action.TAKE_FROM_GROUP)
    form_class = forms.TakeForm
    success = gettext_lazy("Acknowledged. Whoever handed it over has been told.")
    back = "case_handovers"
    row: GroupHandover

    def children(self) -> None:
        found = self.case.group_handovers.select_related("case", "giver", "taker", "by")
        self.row = get_object_or_404(found, pk=self.kwargs["pk"])

    def facts(self) -> list[tuple[Any, Any]]:
        row = self.row
        return [
            (_("From the group"), row.giver.name),
            (_("To the group"), row.taker.name),
            (_("Items finished"), listed(one.item.name for one in row.items.select_related("item"))),
            (_("Papers handed over"), row.papers or "–"),
            (_("What the next group has to know"), row.note or "–"),
        ]

    def perform(self, form: ActForm) -> Any:
        return groups.acknowledge(self.row, **form.values(), by=self.request.user, version=form.cleaned_data["version"])
