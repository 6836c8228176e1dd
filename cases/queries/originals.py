"""Where the originals of a project are now."""

from dataclasses import dataclass

from cases import ledger
from cases.models import Case, OriginalHandover, OriginalLine, Unit


@dataclass(frozen=True)
class Held:
    """Copies of a paper at a place; ``unit`` None: the agency."""

    paper: str
    paper_zh: str
    paper_en: str
    copies: int
    unit: Unit | None


def moved(case: Case) -> list[ledger.Move]:
    """Every hand-over of the case, paper by paper, in order."""
    rows = OriginalLine.objects.filter(handover__case=case).order_by("handover_id", "pk")
    return [ledger.Move(*row) for row in rows.values_list("handover__kind", "paper", "copies", "handover__unit")]


def places(case: Case) -> dict[int, dict[int, int]]:
    """{paper: {unit or 0 for the agency: copies}}."""
    return ledger.places(moved(case))


def held(case: Case) -> list[Held]:
    """What the enterprise gave away and has not got back, with its place."""
    found = places(case)
    papers = {paper.pk: paper for paper in case.ledger.filter(pk__in=list(found))}
    units = Unit.objects.in_bulk([place for at in found.values() for place in at if place != ledger.AGENCY])
    return [
        Held(papers[pk].name, papers[pk].name_zh, papers[pk].name_en, copies, units.get(place))
        for pk, at in found.items()
        for place, copies in at.items()
    ]


def handovers(case: Case) -> list[OriginalHandover]:
    """All of them, newest first, with papers, receipt and signatures."""
    rows = case.handovers.select_related("by", "unit", "document__file")
    return list(rows.prefetch_related("lines__paper", "document__signatures").order_by("-pk"))
