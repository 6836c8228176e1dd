"""Items that ended without approval and hold up others: what waits for them, and whose turn it is."""

from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from cases import prechain
from cases.enums import CaseStatus, ItemStatus
from cases.listwords import listed
from cases.models import Case, CaseItem, User
from cases.prechain import Hold, Link
from cases.queries import cases
from cases.queries.prechain import HARD, STOPPED, befores_of, rows_of
from cases.queries.roadmap import RUNNING
from cases.transitions import ITEM_DONE


def any_in() -> Exists:
    """Whether a case has such items, read with the case: pages that find none ask nothing more (``ended``)."""
    return Exists(CaseItem.objects.filter(case=OuterRef("pk"), status__in=STOPPED).order_by())


def ended(case: Case) -> list[str]:
    """Codes of the items of a case under way that were withdrawn, refused or not passed."""
    if case.status != CaseStatus.UNDERWAY or not getattr(case, "any_stopped", True):
        return []
    return list(case.items.filter(status__in=STOPPED).order_by("pk").values_list("item__code", flat=True))


def held_up(case: Case) -> dict[str, tuple[CaseItem, list[CaseItem]]]:
    """{code: (item, the ended ones it waits for, directly or through others)}; empty, after one query, where none ended."""
    if not ended(case):
        return {}
    rows = rows_of(case)
    known = {row.item.code: row for row in rows.values()}
    links = [
        Link(row.item.code, _hold(row), tuple(tuple(one.item.code for one in group) for group in befores_of(row, rows)))
        for row in rows.values()
    ]
    above = prechain.broken_above(links)
    return {
        code: (known[code], [known[one] for one in sorted(broken)])
        for code, broken in above.items()
        if broken and known[code].status not in RUNNING
    }


def _hold(row: CaseItem) -> Hold:
    if row.status in STOPPED:
        return Hold.BROKEN
    return Hold.FORMAL if row.status in ITEM_DONE or row.status in RUNNING else Hold.NOTHING


def names(items: Iterable[CaseItem]) -> str:
    """“甲”（已撤件或不予受理）, each with how it ended."""
    return listed(
        _("“%(item)s” (%(status)s)") % {"item": row.item.name, "status": row.get_status_display()} for row in items
    )


def waits(items: Iterable[CaseItem]) -> str:
    """What an item that is held up waits for."""
    return _("waits for %(items)s") % {"items": names(items)}


def why(items: Iterable[CaseItem]) -> str:
    """The sentence behind the lamp of a day that cannot be kept."""
    words = _("It waits for %(items)s: the day holds only once that is applied for again or the roadmap is set anew.")
    return words % {"items": names(items)}


def of_codes(case: Case, held: Mapping[str, tuple[CaseItem, list[CaseItem]]], codes: Iterable[str]) -> list[CaseItem]:
    """The ended items that a milestone made of these codes waits for; itself, where it ended."""
    wanted = set(codes)
    found = {row.pk: row for code, (_row, rows) in held.items() if code in wanted for row in rows}
    if own := wanted & set(ended(case)):
        found |= {row.pk: row for row in case.items.filter(item__code__in=own).select_related("item")}
    return list(found.values())


def owed(user: User) -> QuerySet[CaseItem]:
    """Ended items that others wait for, and that this person has to apply for again or to take out."""
    open_ones = CaseItem.objects.filter(case=OuterRef("case"), item__links__requires=OuterRef("item"))
    open_ones = open_ones.filter(item__links__kind__in=HARD).exclude(
        status__in=[*ITEM_DONE, *STOPPED, *RUNNING, ItemStatus.DROPPED]
    )
    mine = Q(agent=user) | Q(agent__isnull=True) & cases.mine(user, "case__")
    return CaseItem.objects.filter(mine, Exists(open_ones), status__in=STOPPED, case__status=CaseStatus.UNDERWAY)


def duty(row: CaseItem) -> str:
    """What is owed, in words."""
    words = _("%(items)s holds up other items: apply again, or take it out")
    return words % {"items": names([row])}
