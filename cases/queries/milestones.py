"""The days that people wait for (W-005): whose ends they are, and their words. The one list for charts, ways, feeds and papers."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from cases.queries import measures, roadmap

# By the items (or the event outside the plan) whose end they are; what is not in the set has no milestone.
ENDS: Mapping[str, tuple[str, ...]] = {
    "LAND": (measures.LAND,),
    "PLANNING": ("G04",),
    "START": (measures.START,),
    "WORKS": (roadmap.WORKS_COMPLETED,),
    "ACCEPTED": (measures.ACCEPTANCE,),
    "CERTIFICATE": (measures.CERTIFICATE,),
}
# The item whose end the milestone is; the works are no item.
ITEMS: Mapping[str, str] = {name: codes[0] for name, codes in ENDS.items() if name != "WORKS"}
START, END, PLANNED_START = "START", "END", "PLANNED_START"


def word(name: str) -> str:
    """A milestone in words."""
    return {
        "LAND": _("Land obtained"),
        "PLANNING": _("Planning permit"),
        START: _("Start of construction"),
        "WORKS": _("Works completed"),
        "ACCEPTED": _("Works accepted"),
        "CERTIFICATE": _("Property certificate"),
        END: _("Everything finished"),
        PLANNED_START: _("Start of construction as the enterprise plans it"),
    }.get(name, name)
