"""The pre-approvals of a case as a chain: what each item stands on, what carries it today, and which link is broken (W-056)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import prechain
from cases.daywords import date_words
from cases.enums import Flag, ItemStatus, LinkKind
from cases.enums_easier import PreApprovalStatus
from cases.listwords import listed
from cases.models import Case, CaseItem, MissingCondition, PreApproval
from cases.prechain import Hold, Link
from cases.transitions import ITEM_DONE

OPEN = (PreApprovalStatus.APPLIED, PreApprovalStatus.ISSUED)
HANDLED = {ItemStatus.HANDLING, ItemStatus.SPECIAL}
STOPPED = {ItemStatus.STOPPED, ItemStatus.NOT_PASSED}
HARD = [LinkKind.ALL, LinkKind.IF_PRESENT, LinkKind.ANY]


@dataclass
class ChainRow:
    """An item in the chain: its pre-approval, what it holds, what it stands on, and what is broken above it."""

    item: CaseItem
    hold: Hold
    preapproval: PreApproval | None = None
    befores: tuple[tuple[str, ...], ...] = ()
    above: tuple[str, ...] = ()
    why: str = ""
    conditions: list[MissingCondition] = field(default_factory=list)

    @property
    def code(self) -> str:
        return self.item.item.code

    @property
    def earlier(self) -> list[PreApproval]:
        """Pre-approvals of the item that ended before the one that counts, the newest first."""
        counts = self.preapproval.pk if self.preapproval else 0
        return sorted((one for one in self.item.preapprovals.all() if one.pk < counts), key=lambda one: -one.pk)

    @property
    def shaky(self) -> bool:
        """Something it stands on is broken: it may be built on no further."""
        return bool(self.above)


def rows_of(case: Case, *, missed: bool = False) -> dict[int, CaseItem]:
    """{catalogue item: row} of everything in the case that was not taken out, with its links and pre-approvals.

    ``missed``: also what was taken out while an open pre-approval stands on its own.
    """
    wanted = ~Q(status=ItemStatus.DROPPED)
    if missed:
        wanted |= Q(pk__in=PreApproval.objects.filter(carries__status__in=OPEN).values("case_item"))
    found = (
        case.items.filter(wanted)
        .select_related("item", "unit")
        .prefetch_related("item__links", "preapprovals__conditions", "preapprovals__document__file")
    )
    return {row.item_id: row for row in found}


def befores_of(row: CaseItem, rows: Mapping[int, CaseItem]) -> tuple[tuple[CaseItem, ...], ...]:
    """What an item of the case needs before it: groups of alternatives within the case."""
    groups: dict[object, list[CaseItem]] = {}
    for link in row.item.links.all():
        before = rows.get(link.requires_id or 0)
        if before is None or link.kind not in HARD:
            continue
        key = ("any", link.group) if link.kind == LinkKind.ANY else ("one", link.pk)
        groups.setdefault(key, []).append(before)
    return tuple(tuple(group) for group in groups.values())


def latest(row: CaseItem) -> PreApproval | None:
    """The pre-approval that counts: the last one."""
    return max(row.preapprovals.all(), key=lambda one: one.pk, default=None)


def missed(row: PreApproval, today: date) -> list[MissingCondition]:
    """Conditions that are past their date and not met."""
    return [one for one in row.conditions.all() if one.met_on is None and one.due < today]


def hold(row: CaseItem, today: date | None = None) -> Hold:
    """What an item carries today."""
    day, found = today or timezone.localdate(), latest(row)
    return prechain.hold_of(
        done=row.status in ITEM_DONE and row.status != ItemStatus.DROPPED,
        stopped=row.status in STOPPED,
        handling=row.status in HANDLED,
        knows=row.item.preapproval != Flag.NO,
        status=found.status if found else "",
        valid_until=found.valid_until if found else None,
        missed=bool(found and missed(found, day)),
        today=day,
    )


def chain(case: Case, today: date | None = None) -> list[ChainRow]:
    """Every item with a pre-approval, and what these stand on, in the order of the catalogue; empty: none was asked for."""
    day, rows = today or timezone.localdate(), rows_of(case, missed=True)
    wanted = {row.pk: row for row in rows.values() if row.preapprovals.all()}
    befores = {row.pk: befores_of(row, rows) for row in wanted.values()}
    shown = dict(wanted)
    for groups in befores.values():
        shown |= {one.pk: one for group in groups for one in group}
    holds = {row.pk: hold(row, day) for row in shown.values()}
    codes = {pk: tuple(tuple(one.item.code for one in group) for group in groups) for pk, groups in befores.items()}
    links = [Link(row.item.code, holds[row.pk], codes.get(row.pk, ())) for row in shown.values()]
    above = prechain.broken_above(links)
    found = [
        _row(row, holds[row.pk], codes.get(row.pk, ()), tuple(sorted(above[row.item.code])), day)
        for row in shown.values()
    ]
    return sorted(found, key=lambda one: (one.item.item.stage_id, one.code))


def _row(
    row: CaseItem, held: Hold, befores: tuple[tuple[str, ...], ...], above: tuple[str, ...], today: date
) -> ChainRow:
    found = latest(row)
    return ChainRow(
        row, held, found, befores, above, why(row, held, found, today), list(found.conditions.all()) if found else []
    )


def why(row: CaseItem, held: Hold, found: PreApproval | None, today: date) -> str:
    """What the hold rests on, in words."""
    if held == Hold.FORMAL:
        return _("formal result of %(date)s") % {"date": date_words(row.done_on, short=True)} if row.done_on else ""
    if held == Hold.PREAPPROVED and found and found.valid_until:
        return _("valid until %(date)s") % {"date": date_words(found.valid_until, short=True)}
    if held != Hold.BROKEN or found is None:
        return str(row.get_status_display())
    if found.status in {PreApprovalStatus.WITHDRAWN, PreApprovalStatus.EXPIRED}:
        return f"{found.get_status_display()} · {found.ended_why}" if found.ended_why else found.get_status_display()
    if late := missed(found, today):
        return _("condition missed: %(text)s (due %(due)s)") % {
            "text": late[0].text,
            "due": date_words(late[0].due, short=True),
        }
    if row.status in STOPPED:
        return str(row.get_status_display())
    return _("expired on %(date)s") % {"date": date_words(found.valid_until, short=True)} if found.valid_until else ""


def unfinished_before(case_item: CaseItem) -> list[tuple[CaseItem, ...]]:
    """Groups of items before this one of which none has its formal result yet: each has to be a missing condition."""
    rows = rows_of(case_item.case)
    return [
        group
        for group in befores_of(rows[case_item.item_id], rows)
        if not any(one.status in ITEM_DONE for one in group)
    ]


def not_carrying(case_item: CaseItem) -> str:
    """The names of what does not carry a pre-approval of this item yet, or whose own ground is broken; empty: all does."""
    rows = rows_of(case_item.case)
    here = rows[case_item.item_id]
    groups = befores_of(here, rows)
    whole = {row.code: row for row in chain(case_item.case)}
    weak = [group for group in groups if not any(_carries(one, whole) for one in group)]
    return listed(_(" or ").join(one.item.name for one in group) for group in weak)


def _carries(row: CaseItem, whole: Mapping[str, ChainRow]) -> bool:
    known = whole.get(row.item.code)
    return hold(row) in prechain.CARRIES and not (known and known.shaky)


def breaks(rows: Iterable[ChainRow]) -> list[tuple[ChainRow, str]]:
    """Every broken link with the names of what stands on it and carries nothing until it is mended."""
    found = list(rows)
    after = {row.code: [one.item.item.name for one in found if row.code in one.above] for row in found}
    return [(row, listed(after[row.code])) for row in found if row.hold == Hold.BROKEN and after[row.code]]


def names(rows: Iterable[ChainRow]) -> dict[str, str]:
    """{code: name} of the chain."""
    return {row.code: row.item.item.name for row in rows}


def hold_words(hold: Hold) -> str:
    """What a hold is called."""
    return {
        Hold.FORMAL: _("Formal result"),
        Hold.PREAPPROVED: _("Pre-approved"),
        Hold.ACCEPTED: _("Accepted"),
        Hold.APPLIED: _("Applied for"),
        Hold.NOTHING: _("Nothing yet"),
        Hold.BROKEN: _("Broken"),
    }[hold]


def sentence(row: ChainRow, known: Mapping[str, str]) -> str:
    """A link of the chain in one line: what it is, what it holds and why, what is broken above it."""
    said = f"{row.code} {row.item.item.name} · {hold_words(row.hold)}"
    said = f"{said} · {row.why}" if row.why else said
    if row.above:
        broken = listed(known.get(code, code) for code in row.above)
        said = f"{said} · {_('broken above: %(items)s') % {'items': broken}}"
    return said
