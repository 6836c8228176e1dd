"""Checklists: the papers of an item, or of everything that a category needs, as the catalogue has them today.

What was taken out of use is not asked for and does not appear. Nothing is stored: the record is the checklist.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from cases import ticks
from cases.enums import Need
from cases.models import (
    ApprovalItem,
    Case,
    CategoryRule,
    MaterialRequirement,
    ProjectCategory,
    SharedTicks,
    Stage,
    TickedList,
    User,
)
from cases.transitions import FINAL

OPEN_SHARES = SharedTicks.objects.filter(taken_back_at__isnull=True)


@dataclass(frozen=True)
class Line:
    """A paper with its code and whether it is ticked, new or changed."""

    paper: MaterialRequirement
    code: str
    have: bool = False
    new: bool = False
    changed: bool = False


@dataclass(frozen=True)
class Part:
    """An item with its papers. ``taken``: it is to be handled; ``done``: the enterprise has it already."""

    item: ApprovalItem
    conditional: bool
    lines: tuple[Line, ...]
    taken: bool = True
    done: bool = False

    @property
    def have(self) -> int:
        return sum(line.have for line in self.lines)

    @property
    def news(self) -> bool:
        """Something of it is new, or asked for in another way."""
        return any(line.new or line.changed for line in self.lines)

    @property
    def concerns(self) -> bool:
        """Chosen, or something of it is there."""
        return bool(self.lines) and (self.taken or self.done or bool(self.have))


@dataclass(frozen=True)
class Group:
    """The items of one stage, the needed ones before those that depend."""

    stage: Stage
    parts: tuple[Part, ...]

    @property
    def needed(self) -> list[Part]:
        return [part for part in self.parts if not part.conditional]

    @property
    def depends(self) -> list[Part]:
        return [part for part in self.parts if part.conditional]

    @property
    def concerning(self) -> list[Part]:
        return [part for part in self.parts if part.concerns]


@dataclass(frozen=True)
class Sheet:
    """A checklist: of a category, or of one item."""

    row: ProjectCategory | ApprovalItem
    groups: tuple[Group, ...]

    @property
    def code(self) -> str:
        return self.row.code

    @property
    def of_item(self) -> bool:
        return isinstance(self.row, ApprovalItem)

    @property
    def name(self) -> str:
        """In the reader's language."""
        return title(self.row)

    @cached_property
    def parts(self) -> list[Part]:
        return [part for group in self.groups for part in group.parts]

    @cached_property
    def lines(self) -> list[Line]:
        return [line for part in self.parts for line in part.lines]

    @property
    def have(self) -> int:
        return sum(part.have for part in self.parts)

    @cached_property
    def digests(self) -> dict[str, str]:
        """{code of a paper: fingerprint of what is asked}: another form, number or source is another demand."""
        return {line.code: _facts(line.paper) for line in self.lines}

    @cached_property
    def version(self) -> str:
        """Another one as soon as a reader has to look again."""
        said = [f"{part.item.code}{part.conditional}" for part in self.parts]
        said += [f"{code}{digest}" for code, digest in sorted(self.digests.items())]
        return ticks.fingerprint("\n".join(said))

    def within(self, told: ticks.Ticks) -> ticks.Ticks:
        """The ticks that this checklist knows."""
        return told.within(self.digests, (part.item.code for part in self.parts))

    def marked(self, told: ticks.Ticks, seen: ticks.Changes = ticks.UNCHANGED) -> "Sheet":
        """With ticks in their places, and what changed in the record beside them."""

        def line(one: Line) -> Line:
            return replace(one, have=one.code in told.have, new=one.code in seen.new, changed=one.code in seen.changed)

        def part(one: Part) -> Part:
            code = one.item.code
            taken = code in told.taken if one.conditional else code not in told.left
            return replace(one, lines=tuple(map(line, one.lines)), taken=taken, done=code in told.done)

        return replace(self, groups=tuple(replace(group, parts=tuple(map(part, group.parts))) for group in self.groups))

    def told(self, have: Iterable[str], items: Iterable[str], done: Iterable[str]) -> ticks.Ticks:
        """The ticks of a form that was sent: which papers are there, which items are to be handled, which are done."""
        wanted = set(items)
        taken = {part.item.code for part in self.parts if part.conditional and part.item.code in wanted}
        left = {part.item.code for part in self.parts if not part.conditional and part.item.code not in wanted}
        return self.within(
            ticks.Ticks(frozenset(have), frozenset(done), frozenset(taken), frozenset(left), self.version)
        )


def title(row: ProjectCategory | ApprovalItem) -> str:
    """What a checklist is called, in the reader's language."""
    if isinstance(row, ApprovalItem):
        return _("Checklist of papers: %(item)s") % {"item": row.name}
    name = row.name.lower() if (get_language() or "").startswith("en") else row.name
    return _("Checklist for %(category)s projects") % {"category": name}


def titles(row: ProjectCategory | ApprovalItem) -> tuple[str, str]:
    """(Chinese, English)."""
    with override("zh-hans"):
        chinese = title(row)
    with override("en"):
        return chinese, title(row)


def _facts(paper: MaterialRequirement) -> str:
    said = f"{paper.form} {paper.copies} {paper.source} {paper.may_be_late} {paper.core}"
    return hashlib.sha256(said.encode()).hexdigest()[:6]


def read(code: str) -> Sheet | None:
    """The checklist of a category or an item by its code; None when there is none, or when it is no code at all."""
    return read_all([code]).get(code) if code.isalnum() else None


def read_all(codes: Iterable[str]) -> dict[str, Sheet]:
    """{code: checklist} of those that there are; the same number of queries however many."""
    wanted = set(codes)
    categories = list(ProjectCategory.objects.filter(code__in=wanted))
    found = _of_categories(categories) if categories else {}
    rest = wanted - found.keys()
    return found | _of_items(rest) if rest else found


def _of_items(codes: Iterable[str]) -> dict[str, Sheet]:
    """The papers of items in use, each with the items whose result it is."""
    papers = MaterialRequirement.objects.filter(active=True).order_by("order").prefetch_related("result_of")
    rows = ApprovalItem.objects.filter(code__in=codes, active=True).select_related("stage", "department")
    rows = rows.prefetch_related(Prefetch("materials", papers))
    return {item.code: Sheet(item, (Group(item.stage, (_part(item, False, item.materials.all()),)),)) for item in rows}


def _of_categories(categories: Iterable[ProjectCategory]) -> dict[str, Sheet]:
    """Items by stage in catalogue order with their papers, of each category."""
    found = CategoryRule.objects.filter(category__in=categories, item__active=True).exclude(need=Need.NOT_NEEDED)
    rules = list(found.select_related("item__stage").order_by("item__stage__order", "item__code"))
    papers: dict[int, list[MaterialRequirement]] = {}
    wanted = {rule.item_id for rule in rules}
    for paper in MaterialRequirement.objects.filter(active=True, item__in=wanted).order_by("order"):
        papers.setdefault(paper.item_id, []).append(paper)
    stages: dict[int, dict[int, tuple[Stage, list[Part]]]] = {row.pk: {} for row in categories}
    for rule in rules:
        groups, item = stages[rule.category_id], rule.item
        groups.setdefault(item.stage_id, (item.stage, []))[1].append(
            _part(item, rule.need == Need.CONDITIONAL, papers.get(item.pk, ()))
        )
    return {
        row.code: Sheet(row, tuple(Group(stage, tuple(parts)) for stage, parts in stages[row.pk].values()))
        for row in categories
    }


def _part(item: ApprovalItem, conditional: bool, papers: Iterable[MaterialRequirement]) -> Part:
    lines = (Line(paper, ticks.paper_code(item.code, paper.name_zh)) for paper in papers)
    return Part(item, conditional, tuple(lines), taken=not conditional)


def visible_to(user: User) -> QuerySet[TickedList]:
    """Those of the person's enterprises, and what the person kept before having one."""
    mine = TickedList.objects.filter(enterprise__in=list(user.member_of))
    return mine | TickedList.objects.filter(enterprise__isnull=True, by=user)


def any_shared() -> Exists:
    """For the query of a case: whether a list is shared with it, so that pages ask for lists only where there are some."""
    return Exists(OPEN_SHARES.filter(case=OuterRef("pk")))


def shared_with(case: Case) -> list[SharedTicks]:
    """What the enterprise shows to those who work on the case, newest first. The case may know by ``any_shared`` of none."""
    if over(case) or not getattr(case, "any_shared", True):
        return []
    rows = OPEN_SHARES.filter(case=case).select_related("by", "ticked__category", "ticked__item", "ticked__by")
    return list(rows.order_by("-at"))


def with_sheets(lists: Iterable[TickedList]) -> list[tuple[TickedList, Sheet, ticks.Changes]]:
    """Each list with its checklist, ticked, and what changed since; without those whose item is asked for no more."""
    rows = list(lists)
    known = read_all(one.code for one in rows)
    found = []
    for one in rows:
        if sheet := known.get(one.code):
            new = since(one, sheet)
            found.append((one, sheet.marked(one.marked, new), new))
    return found


def over(case: Case) -> bool:
    """Nobody works on it any more: nothing is shown, and nothing need be taken back."""
    return case.status in FINAL


def since(ticked: TickedList, sheet: Sheet) -> ticks.Changes:
    """What the record asks otherwise since the list was looked through."""
    return ticks.changes(ticked.seen, sheet.digests)
