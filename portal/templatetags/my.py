"""Small tags of the enterprise's pages."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import DayUnit
from cases.models import ApprovalItem, TickedList
from cases.queries import checklists
from home.templatetags.look import field as draw_field

register = template.Library()


@register.filter
def lookup(found: Mapping[Any, Any], key: Any) -> Any:
    """The value under a key, or ""."""
    return found.get(key, "")


@register.simple_tag
def item_limit(item: ApprovalItem) -> str:
    """How long an item takes: what is promised, and the legal limit beside it."""
    promised = ngettext("%(n)d working day promised", "%(n)d working days promised", item.promised_days) % {
        "n": item.promised_days
    }
    if item.statutory_days is None:
        return promised
    if item.statutory_days == 0:
        return _("%(promised)s (by law at once)") % {"promised": promised}
    unit = DayUnit(item.statutory_unit).label
    return _("%(promised)s (by law %(days)d %(unit)s)") % {
        "promised": promised,
        "days": item.statutory_days,
        "unit": unit,
    }


@register.simple_tag
def outside_form(bound: BoundField, form_id: str) -> SafeString:
    """A field drawn outside its form element and tied to it by id, so that other forms may stand between."""
    bound.field.widget.attrs["form"] = form_id
    return SafeString(render_to_string("components/field.html", draw_field(bound)))


@register.simple_tag
def list_name(ticked: TickedList) -> str:
    """What the checklist of a kept list is called."""
    row = ticked.category or ticked.item
    return checklists.title(row) if row else ""
