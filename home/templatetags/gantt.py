"""The roadmap as pictures, for templates."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString

from cases.queries.network import Network
from home.charts import key
from home.charts.gantt import gantt_svg
from home.charts.network import network_svg

register = template.Library()
register.simple_tag(key.gantt_mark)
register.simple_tag(key.line_mark)


@register.simple_tag
def gantt(rows: Iterable[Any], today: dt.date | None = None, ident: str = "g", label: str = "") -> SafeString:
    """Draw the roadmap; see `gantt_svg`."""
    return gantt_svg(rows, today, ident=ident, label=label)


@register.simple_tag
def network_chart(network: Network) -> SafeString:
    """Draw what needs what; see `network_svg`."""
    return network_svg(network)
