"""Links to guides, and the rows of checklists that lead to them."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString

from cases.models import Unit
from cases.queries.checklists import Part
from portal import guide_rows, stage_rows
from portal.checklists.rows import Rows
from portal.models.guide import guide_urls
from portal.reading import StageGroup

register = template.Library()


@register.simple_tag
def checklist_parts(rows: Rows, parts: Iterable[Part]) -> SafeString:
    """Items of a checklist with their papers, each item with its guide where one is published."""
    return rows.parts(parts, guide_urls())


@register.simple_tag
def stage_items(group: StageGroup, number: int | str = "") -> SafeString:
    """The items of one stage of a category."""
    return stage_rows.stage(group, number)


@register.simple_tag
def guide_papers(materials: Iterable[tuple[Any, list[tuple[Any, str]]]]) -> SafeString:
    """Rows of the table of papers."""
    return guide_rows.papers(materials)


@register.simple_tag
def guide_offices(windows: Iterable[Unit], entered: bool) -> SafeString:
    """Rows of the table of offices."""
    return guide_rows.offices(windows, entered)
