"""The material ledger as people read it: every paper once, for which items, how it stands, by when it is needed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from cases import ledger
from cases.enums import ItemStatus, MaterialForm, MaterialSource
from cases.enums_easier import GapStatus
from cases.enums_papers import Origin, PaperState, Pile
from cases.models import Case, CaseItem, CaseMaterial, DeferredMaterial, MaterialVersion, PlanRow, ProjectMaterial
from cases.queries import lamps
from cases.transitions import ITEM_DONE

S = PaperState
# Until an item is filed its papers can still be brought.
NOT_FILED = frozenset(
    {
        ItemStatus.PROPOSED, ItemStatus.CONFIRMED, ItemStatus.CORRECTING, ItemStatus.NOT_PASSED, ItemStatus.STOPPED,
    }
)  # fmt: skip
NO_LONGER = (ItemStatus.DONE_BEFORE, ItemStatus.DROPPED)


@dataclass(frozen=True)
class Need:
    """An item that asks for the paper: until when (the planned start by the roadmap in force), and whether it still does."""

    case_item: CaseItem
    by: date | None
    open: bool


@dataclass
class Line:
    """One paper of the project."""

    name: str
    name_zh: str
    asked: CaseMaterial | None = None
    needs: list[Need] = field(default_factory=list)
    givers: list[CaseItem] = field(default_factory=list)
    versions: list[MaterialVersion] = field(default_factory=list)
    forms: set[str] = field(default_factory=set)
    promised: date | None = None
    state: PaperState = PaperState.MISSING

    @property
    def current(self) -> MaterialVersion | None:
        return self.versions[0] if self.versions else None

    @property
    def older(self) -> list[MaterialVersion]:
        return self.versions[1:]

    @property
    def number(self) -> int:
        return self.versions[0].number if self.versions else 0

    @property
    def open_needs(self) -> list[Need]:
        return [need for need in self.needs if need.open]

    @property
    def needed_by(self) -> date | None:
        """The day of the promise that stands; else the first day on which an item needs it."""
        if self.state == S.PROMISED:
            return self.promised
        return min((need.by for need in self.open_needs if need.by), default=None)

    @property
    def done_giver(self) -> CaseItem | None:
        """The item whose result this is, when it has passed."""
        return next((row for row in self.givers if row.status in ITEM_DONE), None)

    @property
    def lamp(self) -> str:
        """Red: not good, or late; yellow: near, or something is to be done; green: time enough; blue: here."""
        if self.state == S.HERE:
            return "blue"
        if self.state in {S.EXPIRED, S.OBJECTED}:
            return "red"
        near = lamps.lamp_for(self.needed_by)
        if self.state in {S.UNCONFIRMED, S.EXPIRES_EARLY}:
            return "red" if near == "red" else "yellow"
        return "grey" if self.state in {S.NOT_NEEDED, S.MAY_FOLLOW, S.COMING} else near

    @property
    def only_electronic(self) -> bool:
        """Whether every item asks for a file alone: there is nothing to hand over."""
        return bool(self.forms) and self.forms == {MaterialForm.ELECTRONIC}

    @property
    def pile(self) -> Pile:
        return next(pile for pile, states in ledger.PILES.items() if self.state in states)

    @property
    def wanted(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state in ledger.OPEN


def lines(case: Case) -> list[Line]:
    """Every paper once, in the order in which the items ask; then those that nobody asked for. Always the same number of queries."""
    held: dict[str, ProjectMaterial] = {}
    for paper in case.ledger.prefetch_related("versions__files", "versions__by", "versions__answer__by"):
        held[paper.name_zh] = paper
    items = {row.item_id: row for row in case.items.select_related("item")}
    starts = dict(PlanRow.objects.filter(plan__case=case, plan__current=True).values_list("case_item", "start"))
    promised = _promised(case)
    found: dict[str, Line] = {}
    for asked in _asked(case):
        line = found.setdefault(asked.name_zh, Line(asked.name, asked.name_zh, asked))
        line.forms.add(asked.form)
        still = asked.case_item.status in NOT_FILED
        line.needs.append(Need(asked.case_item, starts.get(asked.case_item_id), still))
        line.givers += _givers(asked, items)
    for name, paper in held.items():
        line = found.setdefault(name, Line(paper.name, name))
        line.versions = list(paper.versions.all())
    for name in promised.keys() & found.keys():
        found[name].promised = promised[name]
    today = timezone.localdate()
    for line in found.values():
        line.state = ledger.state(_standing(line), today)
    return list(found.values())


def _asked(case: Case) -> QuerySet[CaseMaterial]:
    rows = case.materials.exclude(case_item__status__in=NO_LONGER).select_related(
        "case_item__item__stage", "requirement"
    )
    return rows.prefetch_related("requirement__result_of").order_by(
        "case_item__item__stage__order", "case_item__item__code", "pk"
    )


def _promised(case: Case) -> dict[str, date]:
    """{paper: the first day for which it is promised} of the promises that are signed and open (W-075)."""
    rows = DeferredMaterial.objects.filter(case_item__case=case, status=GapStatus.PROMISED).order_by("-due")
    return dict(rows.values_list("material__name_zh", "due"))


def _givers(asked: CaseMaterial, items: dict[int, CaseItem]) -> list[CaseItem]:
    """Items of this case whose result the paper is."""
    if asked.source != MaterialSource.RESULT or asked.requirement is None:
        return []
    rows = (items.get(item.pk) for item in asked.requirement.result_of.all())
    return [row for row in rows if row is not None and row.status != ItemStatus.DROPPED]


def _standing(line: Line) -> ledger.Standing:
    current, asked = line.current, line.asked
    return ledger.Standing(
        present=current is not None or line.done_giver is not None,
        agreed=current.agreed if current else True,
        valid_until=current.valid_until if current else None,
        promised=line.promised is not None,
        may_be_late=bool(asked and asked.may_be_late),
        from_item=bool(line.givers),
        needed=bool(line.open_needs),
        needed_by=line.needed_by,
    )


def wanted(rows: Iterable[Line]) -> list[Line]:
    """What is missing or to be put right, the soonest first; what has no date comes last."""
    return sorted((row for row in rows if row.wanted), key=lambda row: row.needed_by or date.max)


def standing(case: Case) -> QuerySet[MaterialVersion]:
    """The version of each paper that nothing newer has replaced."""
    newer = MaterialVersion.objects.filter(paper=OuterRef("paper"), number__gt=OuterRef("number"))
    return MaterialVersion.objects.filter(~Exists(newer), paper__case=case)


def to_confirm(case: Case) -> QuerySet[MaterialVersion]:
    """What the agency filled in or brought and the enterprise has not answered."""
    found = standing(case).filter(origin=Origin.AGENCY, answer__isnull=True)
    return found.select_related("paper", "by").order_by("pk")


def unanswered(case_item: CaseItem) -> list[str]:
    """Papers of an item that the agency made and the enterprise does not stand by: nothing is filed with them."""
    names = case_item.materials.values("name_zh")
    found = standing(case_item.case).filter(origin=Origin.AGENCY, paper__name_zh__in=names)
    return [row.paper.name for row in found.exclude(answer__agreed=True).select_related("paper").order_by("pk")]
