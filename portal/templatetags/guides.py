"""Links to guides, and the rows of checklists that lead to them."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from cases.queries.checklists import Part
from portal.checklists.rows import Rows
from portal.models.guide import guide_urls

register = template.Library()


@register.simple_tag
def checklist_parts(rows: Rows, parts: Iterable[Part]) -> SafeString:
    """Items of a checklist with their papers, each item with its guide where one is published."""
    return rows.parts(parts, guide_urls())
