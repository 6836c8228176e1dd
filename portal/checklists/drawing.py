"""What the page of a checklist shows: the record, ticked as the address says, and the way to other devices."""

from typing import Any

from django.http import HttpRequest
from django.utils.safestring import mark_safe

from cases import ticks
from cases.documents import mark
from cases.queries.checklists import Sheet
from portal.checklists import addresses

PARAMETER = "t"


def context(request: HttpRequest, sheet: Sheet) -> dict[str, Any]:
    """For ``portal/checklist.html``. ``damaged``: there was something in the address, and it is no ticks."""
    given = request.GET.get(PARAMETER, "")
    told = ticks.read(given) if given else None
    found = {"sheet": sheet, "damaged": bool(given) and told is None}
    if told is None:
        return found
    known = sheet.within(told)
    address = addresses.public(request, addresses.ticked(sheet, _now(known, sheet)))
    return found | {
        "sheet": sheet.marked(known),
        "brought": True,
        "outdated": told.version != sheet.version,
        "address": address,
        "symbol": mark_safe(mark.picture(address)),  # noqa: S308 (drawn here, from an address without markup)
    }


def _now(told: ticks.Ticks, sheet: Sheet) -> ticks.Ticks:
    return ticks.Ticks(told.have, told.done, told.taken, told.left, sheet.version)
