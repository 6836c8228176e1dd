"""What the page of a checklist shows: the record, ticked as the address says, and the way to other devices."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from cases import ticks
from cases.documents import mark
from cases.enums import Need
from cases.models import CategoryRule
from cases.queries.checklists import Sheet
from portal.checklists import addresses, owners
from portal.checklists.rows import Rows

PARAMETER = "t"


def context(request: HttpRequest, sheet: Sheet) -> dict[str, Any]:
    """For ``portal/checklist.html``. ``damaged``: there was something in the address, and it is no ticks; ``elsewhere``: name and
    address of the list to which the ticks belong, when it is another one: nothing is ticked here then."""
    given = request.GET.get(PARAMETER, "")
    told = ticks.read(given) if given else None
    found = {"sheet": sheet, "rows": Rows(sheet), "damaged": bool(given) and told is None}
    if told is None:
        return found
    if other := owners.owner(told, sheet):
        return found | {"elsewhere": (other.name, addresses.ticked(other, told))}
    known = sheet.within(told)
    marked = sheet.marked(known)
    address = addresses.public(request, addresses.ticked(sheet, _now(known, sheet)))
    return found | {
        "sheet": marked,
        "rows": Rows(marked),
        "brought": True,
        "outdated": told.version != sheet.version,
        "address": address,
        "symbol": mark_safe(mark.picture(address)),  # noqa: S308 (drawn here, from an address without markup)
    }


def item_page(request: HttpRequest, guide: Any, sheet: Sheet) -> HttpResponse:
    """The page of an item's checklist: the record, and the editors' words of its guide (``portal.models.GuidePage``)."""
    needing = CategoryRule.objects.filter(item=guide.item_id).exclude(need=Need.NOT_NEEDED)
    shown = {
        "title": sheet.name,
        "heading": sheet.name,
        "intro": guide.shown_lead,
        "words": guide,
        "item": sheet.row,
        "kinds": [rule.category for rule in needing.select_related("category").order_by("category__order")],
        "useful_page": guide.pk,
        "breadcrumbs": [(_("Home"), "/"), (_("Checklists"), "/checklists/"), (sheet.name, "")],
    }
    return render(request, "portal/checklist.html", shown | context(request, sheet))


def _now(told: ticks.Ticks, sheet: Sheet) -> ticks.Ticks:
    return ticks.Ticks(told.have, told.done, told.taken, told.left, sheet.version)
