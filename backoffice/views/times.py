"""Where the time of a case went: per item, department, level and stage, and on the agency's own clock."""

from typing import Any

from django.utils.translation import gettext as _

from backoffice.access import OFFICER
from backoffice.views.case import CasePage
from cases.models import CaseItem
from cases.queries import clocks, lamps, times
from cases.queries.times import CaseTimes, Row


class Times(CasePage):
    """The time section."""

    permission = OFFICER
    template_name = "office/case/times.html"
    tab = "case_time"

    def section(self) -> dict[str, Any]:
        found = times.of_case(self.case)
        return {"service": found.service, "tables": tables(found), "any": bool(found.items)}


def tables(found: CaseTimes) -> list[dict[str, Any]]:
    """The tables in the order of the page; sums before parts."""
    whole = [Row(_("Whole case"), found.whole.times, found.whole.items)] if found.whole else []
    return [
        {"title": _("By stage"), "rows": [*found.stages, *whole], "sums": True},
        {"title": _("By department"), "rows": found.departments, "sums": True},
        {"title": _("By level of authority"), "rows": found.levels, "sums": True},
        {"title": _("By item"), "rows": found.items, "sums": False},
    ]


def readings(item: CaseItem) -> list[dict[str, Any]]:
    """Every clock of an item with its lamp and the sentence that explains it."""
    return [
        {"label": what.label, "lamp": lamps.lamp_of(reading, what).colour, "why": lamps.why(reading, what)}
        for what, reading in clocks.readings(item).items()
    ]
