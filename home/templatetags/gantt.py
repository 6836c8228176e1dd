"""The roadmap as pictures, for templates."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.prechain import Hold
from cases.queries.network import Network
from cases.queries.prechain import ChainRow
from cases.queries.prechain import hold_words as prechain_words
from home.charts import key, prechain
from home.charts.gantt import gantt_svg
from home.charts.network import network_svg
from home.charts.prechain import prechain_svg
from home.charts.strips import strips_svg
from home.charts.ways import ways_svg
from home.templatetags import look

register = template.Library()
register.simple_tag(key.gantt_mark)
register.simple_tag(key.line_mark)
register.simple_tag(ways_svg, name="ways_chart")
register.simple_tag(strips_svg, name="strips_chart")


register.simple_tag(prechain_svg, name="prechain_chart")


@register.simple_tag
def gantt(rows: Iterable[Any], today: dt.date | None = None, ident: str = "g", label: str = "") -> SafeString:
    """Draw the roadmap; see `gantt_svg`."""
    return gantt_svg(rows, today, ident=ident, label=label)


@register.simple_tag
def network_chart(network: Network) -> SafeString:
    """Draw what needs what; see `network_svg`."""
    return network_svg(network)


@register.simple_tag
def signed_days(days: int | None) -> SafeString:
    """Working days by which something moves, positive is later."""
    if days is None:
        return SafeString("–")
    if days == 0:
        return SafeString('<span class="days tone-halted">±0</span>')
    words = ngettext("%(n)s working day later", "%(n)s working days later", days)
    if days < 0:
        words = ngettext("%(n)s working day earlier", "%(n)s working days earlier", -days)
    return format_html('<span class="days tone-{}">{}</span>', "late" if days > 0 else "good", words % {"n": abs(days)})


@register.simple_tag
def gained_days(days: int | None) -> SafeString:
    """Working days that are gained; negative are lost."""
    return signed_days(None if days is None else -days)


@register.simple_tag
def chain_hold(row: ChainRow) -> SafeString:
    """What a link of the chain of pre-approvals carries, as a badge; where something above it is broken, that as well."""
    if row.shaky and row.hold != Hold.BROKEN:
        own = look.badge(row.hold, prechain_words(row.hold), "halted")
        return format_html("{} {}", own, look.badge("above", _("broken above"), "due"))
    return look.badge(row.hold, prechain_words(row.hold), prechain.TONES[row.hold])
