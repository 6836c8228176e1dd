"""Items confirmed, and told once and for all."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.access import act
from backoffice.forms.base import ActForm
from backoffice.forms.review import ConfirmItemsForm
from backoffice.views.generic import ActionView
from backoffice.views.intake import RowsView
from cases.actions import review
from cases.enums import Action, ItemStatus, UnitKind
from cases.listwords import listed
from cases.models import CaseItem, Unit
from cases.queries import agencies


class ConfirmItems(RowsView):
    """Keep, drop or add items; the deciding unit and the way of service."""

    permission = act(Action.CONFIRM_ITEMS)
    form_class = ConfirmItemsForm
    template_name = "office/rows.html"
    intro = gettext_lazy(
        "What is confirmed here is told to the enterprise once and for all. Limits are fixed as they are in the catalogue today. "
        "What goes or comes is put before the enterprise for its signature."
    )
    success = gettext_lazy("The items are confirmed.")
    back = "case_items"

    def rows(self) -> list[tuple[CaseItem, list[Unit], Unit | None]]:
        """Items with the units of their line of business, from the county upwards, and the agencies."""
        codes = self.case.region.path.split("/")
        units = (
            Unit.objects.filter(region__code__in=codes)
            .prefetch_related("departments")
            .order_by("-region__code", "code")
        )
        lines: dict[int, list[Unit]] = defaultdict(list)
        agency = []
        for unit in units:
            if unit.kind == UnitKind.AGENCY:
                agency.append(unit)
            for department in unit.departments.all():
                lines[department.pk].append(unit)
        found = []
        items = self.case.items.exclude(status=ItemStatus.DONE_BEFORE).select_related(
            "item__stage", "item__department", "unit"
        )
        for row in items:
            proposed = row.unit or agencies.deciding_unit(row.item, self.case.region)
            fitting = {
                unit.pk: unit for unit in [*([proposed] if proposed else []), *lines[row.item.department_id], *agency]
            }
            found.append((row, list(fitting.values()), proposed))
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"items": self.rows()}

    def perform(self, form: ConfirmItemsForm) -> Any:
        version = form.cleaned_data["version"]
        return review.confirm_items(
            self.case, keep=form.keep(), drop=form.drop(), add=form.added(), by=self.request.user, version=version
        )


class NotifyOnce(ActionView):
    """The one-off notification from the confirmed items (W-052)."""

    permission = act(Action.NOTIFY_ONCE)
    intro = gettext_lazy(
        "It lists the confirmed items, their materials, limits and order. It is printed once and kept."
    )
    success = gettext_lazy("The one-off notification is issued. The enterprise has been told.")
    back = "case_documents"

    def perform(self, form: ActForm) -> Any:
        return review.notify_once(self.case, by=self.request.user, version=form.cleaned_data["version"])

    def facts(self) -> list[tuple[Any, Any]]:
        items = self.case.items.filter(status=ItemStatus.CONFIRMED).select_related("item__stage", "unit")
        stages: dict[str, list[str]] = defaultdict(list)
        for row in items:
            stages[row.item.stage.name].append(
                f"{row.item.name} ({row.unit.name if row.unit else _('unit not known yet')})"
            )
        return [(label, listed(names)) for label, names in stages.items()] or [(_("Confirmed items"), _("none yet"))]
