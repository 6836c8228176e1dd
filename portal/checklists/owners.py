"""To which checklist ticks belong that were opened on another one: told by their version, else by the papers they name."""

from dataclasses import dataclass

from cases import ticks
from cases.models import ApprovalItem, ProjectCategory
from cases.queries import checklists
from cases.queries.checklists import Sheet
from home import pagecache


@dataclass(frozen=True)
class _List:
    """What tells a checklist from the others."""

    code: str
    version: str
    papers: frozenset[str]
    items: frozenset[str]

    def knows(self, told: ticks.Ticks) -> int:
        """How many of the ticks stand on it."""
        return len(told.have & self.papers) + len((told.done | told.taken | told.left) & self.items)


def owner(told: ticks.Ticks, sheet: Sheet) -> Sheet | None:
    """The published checklist that the ticks were made on when it is not ``sheet``; None also when nobody can tell.

    A version that no list has today was written before a change of the catalogue: then the papers decide, and of two lists
    that know as many the shorter one, since the longer holds it.
    """
    if told.version == sheet.version or not told:
        return None
    others = [one for one in pagecache.held("checklists.known", _known) if one.code != sheet.code]
    found = next((one for one in others if one.version == told.version), None)
    if found is None and not sheet.within(told):
        found = max(others, key=lambda one: (one.knows(told), -len(one.papers)), default=None)
        found = found if found and found.knows(told) else None
    from portal.checklists import paper  # noqa: PLC0415  it reads the pages, which draw checklists

    whole = checklists.read(found.code) if found else None
    return whole if whole and paper.is_published(whole) else None


def _known() -> list[_List]:
    codes = [*ApprovalItem.objects.filter(active=True).values_list("code", flat=True)]
    codes += ProjectCategory.objects.values_list("code", flat=True)
    sheets = checklists.read_all(codes).values()
    return [
        _List(one.code, one.version, frozenset(one.digests), frozenset(part.item.code for part in one.parts))
        for one in sheets
    ]
