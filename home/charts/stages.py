"""Zoom by stage: the whole roadmap and each of its stages as addresses."""

from typing import Any

from django.utils.translation import gettext as _

from cases.queries import gantt


def stage_links(rows: list[gantt.GanttRow], stage: str) -> list[dict[str, Any]]:
    """The whole and each stage, as addresses that narrow the chart."""
    found = gantt.stages_of(rows)
    whole = not any(link.code == stage for link in found)
    links = [{"url": "?", "label": _("Whole roadmap"), "active": whole, "count": len(rows)}]
    links += [
        {"url": f"?stage={link.code}", "label": link.label, "active": link.code == stage, "count": link.count}
        for link in found
    ]
    return links if len(found) > 1 else []
