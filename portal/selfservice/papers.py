"""The papers of an application as the enterprise sees them: one name, one place to upload, whatever number of items ask for it."""

from dataclasses import dataclass, field

from django.db.models import Prefetch

from cases.enums import ItemStatus, MaterialForm, MaterialSource
from cases.models import Case, CaseItem, CaseMaterial, StoredFile

OWN = frozenset(
    {MaterialSource.APPLICANT, MaterialSource.INTERMEDIARY}
)  # others arise on the way or come from an authority


@dataclass
class Paper:
    """One paper with the items it serves and the files given so far."""

    first: CaseMaterial
    items: list[CaseItem] = field(default_factory=list)
    files: list[StoredFile] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.first.name

    @property
    def wanted(self) -> bool:
        """Whether the enterprise has to bring it (results of other items arise on the way)."""
        return self.first.source in OWN

    @property
    def missing(self) -> bool:
        return self.wanted and not self.files and not self.first.may_be_late

    @property
    def input_name(self) -> str:
        return f"paper-{self.first.pk}"

    @property
    def form_label(self) -> str:
        return str(MaterialForm(self.first.form).label)

    @property
    def source_label(self) -> str:
        return str(MaterialSource(self.first.source).label)


@dataclass
class ItemPapers:
    """An item with the papers first asked for here, and those listed under an earlier item."""

    case_item: CaseItem
    own: list[Paper] = field(default_factory=list)
    shared: list[Paper] = field(default_factory=list)


def by_item(case: Case) -> list[ItemPapers]:
    """All items still to be done with their papers; three queries, however many there are."""
    kept = StoredFile.objects.filter(removed_at__isnull=True)
    rows = (
        CaseMaterial.objects.filter(case=case)
        .exclude(case_item__status__in=(ItemStatus.DONE_BEFORE, ItemStatus.DROPPED))
        .select_related("case_item__item")
        .prefetch_related(Prefetch("files", queryset=kept))
        .order_by("case_item__item__stage__order", "case_item__item__code", "pk")
    )
    papers: dict[str, Paper] = {}
    items: dict[int, ItemPapers] = {}
    for row in rows:
        here = items.setdefault(row.case_item_id, ItemPapers(row.case_item))
        paper = papers.get(row.name_zh)
        if paper is None:
            paper = papers[row.name_zh] = Paper(row)
            here.own.append(paper)
        elif paper not in here.own:
            here.shared.append(paper)
        paper.items.append(row.case_item)
        paper.files.extend(row.files.all())
    return list(items.values())


def all_papers(items: list[ItemPapers]) -> list[Paper]:
    """Every paper once."""
    return [paper for item in items for paper in item.own]
