"""Where a checklist stands, and how ticks travel in its address."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from cases import ticks
from cases.models import ApprovalItem, ProjectCategory
from cases.queries.checklists import Sheet


class ItemCode:
    """Codes of items as they stand in addresses; those of pages below ``/checklists/`` hold no digit."""

    regex = "[a-z]{1,3}[0-9]{1,2}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value.lower()


def of(row: ApprovalItem | ProjectCategory) -> str:
    """The address of the checklist of a record."""
    if isinstance(row, ApprovalItem):
        return reverse("portal:item_checklist", args=[row.code])
    return f"/checklists/{slug(row)}/"


def slug(row: ApprovalItem | ProjectCategory) -> str:
    """The name of a record in the addresses of its checklist and of the paper of it: c05, gongye."""
    return row.code.lower() if isinstance(row, ApprovalItem) else row.slug


def ticked(sheet: Sheet, told: ticks.Ticks) -> str:
    """The address that brings the ticks back."""
    return f"{of(sheet.row)}?t={ticks.write(told)}" if told else of(sheet.row)


def printed(sheet: Sheet, told: ticks.Ticks) -> str:
    """The address of the PDF."""
    address = reverse("portal:checklist_pdf", args=[slug(sheet.row)])
    return f"{address}?t={ticks.write(told)}" if told else address


def kept(sheet: Sheet, told: ticks.Ticks) -> str:
    """Where the ticks are saved after signing in."""
    return f"{reverse('my:keep_ticks')}?{urlencode({'list': sheet.code, 't': ticks.write(told)})}"


def applied(sheet: Sheet, told: ticks.Ticks) -> str:
    """The begin of an application with these items and ticks. Codes are letters, digits and dots: nothing to quote."""
    marked = sheet.marked(told)
    handled = [part.item.code for part in marked.parts if part.taken and not part.done]
    done = [part.item.code for part in marked.parts if part.done]
    wanted = {
        "category": sheet.code if isinstance(sheet.row, ProjectCategory) else "",
        "items": ",".join(handled),
        "done": ",".join(done),
        "list": sheet.code,
        "t": ticks.write(told) if told.have else "",
    }
    return f"/my/projects/new/?{'&'.join(f'{name}={value}' for name, value in wanted.items() if value)}"


def public(request: HttpRequest, address: str) -> str:
    """The whole address, as another device reaches it; a terminal may know itself by a name of its own."""
    if getattr(request, "kiosk", None):
        return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{address}"
    return request.build_absolute_uri(address)
