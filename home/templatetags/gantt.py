"""The roadmap as a picture, for templates."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString

from home.charts.gantt import gantt_svg

register = template.Library()


@register.simple_tag
def gantt(rows: Iterable[Any], today: dt.date | None = None, ident: str = "g", label: str = "") -> SafeString:
    """Draw the roadmap; see `gantt_svg`."""
    return gantt_svg(rows, today, ident=ident, label=label)
