"""The groups of the task force in a case: how far each is, which has to hand over to which, what waits to be taken (P-069)."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.enums import CaseStatus, ItemStatus, PostRole
from cases.models import Case, CaseItem, FlowTable, GroupHandover, User, WorkGroup
from cases.permissions import CHIEF_ROLES
from cases.queries import cases
from cases.transitions import ITEM_DONE


@dataclass
class Standing:
    """A group with its items in the case."""

    group: WorkGroup
    items: list[CaseItem] = field(default_factory=list)

    @property
    def finished(self) -> list[CaseItem]:
        return [row for row in self.items if row.status in ITEM_DONE]

    @property
    def unfinished(self) -> list[CaseItem]:
        return [row for row in self.items if row.status not in ITEM_DONE]


def standings(case: Case) -> list[Standing]:
    """Every group that files a flow table for the case, in the order of the work."""
    tables = case.flow_tables.select_related("group").order_by("group__order", "group__pk")
    found = {table.group_id: Standing(table.group) for table in tables}
    for row in case.items.exclude(status=ItemStatus.DROPPED).select_related("item__stage"):
        if row.group_id in found:
            found[row.group_id].items.append(row)
    return list(found.values())


def owed(case: Case) -> list[tuple[Standing, Standing]]:
    """Groups that have finished and did not hand over yet, each with the next one that still has work."""
    rows = standings(case)
    handed = set(case.group_handovers.values_list("giver", flat=True))
    found = []
    for place, row in enumerate(rows):
        later = next((other for other in rows[place + 1 :] if other.unfinished), None)
        if row.items and not row.unfinished and later and row.group.pk not in handed:
            found.append((row, later))
    return found


def _mine(user: User, group: str) -> Q | None:
    """Rows of groups that this person speaks for, and of cases that he heads; None: of none."""
    groups = [post.group_id for post in user.active_posts if post.role == PostRole.GROUP_AGENT and post.group_id]
    units = [post.unit_id for post in user.active_posts if post.role in CHIEF_ROLES]
    if not groups and not units:
        return None
    return Q(**{f"{group}__in": groups}) | Q(case__handling_unit__in=units)


def to_hand(user: User) -> QuerySet[FlowTable]:
    """Flow tables whose group has finished and owes the hand-over: for its agent and for the chief agent."""
    mine = _mine(user, "group")
    if mine is None:
        return FlowTable.objects.none()
    return finished(FlowTable.objects.filter(mine, cases.seen(user, "case__"), case__status=CaseStatus.UNDERWAY))


def finished(tables: QuerySet[FlowTable]) -> QuerySet[FlowTable]:
    """Of these flow tables, those whose group has finished and did not hand over, while a later one still has work."""
    items = CaseItem.objects.filter(case=OuterRef("case")).exclude(status=ItemStatus.DROPPED).order_by()
    own, left = items.filter(group=OuterRef("group")), ~Q(status__in=ITEM_DONE)
    handed = GroupHandover.objects.filter(case=OuterRef("case"), giver=OuterRef("group")).order_by()
    later = FlowTable.objects.filter(group=OuterRef("group"), case=OuterRef("case")).order_by()
    ahead = items.filter(left, group__order__gt=OuterRef("group__order")).filter(Exists(later))
    return tables.filter(Exists(own), ~Exists(own.filter(left)), ~Exists(handed), Exists(ahead))


def to_take(user: User) -> QuerySet[GroupHandover]:
    """Hand-overs that the next group has not acknowledged: for its agent and for the chief agent."""
    mine = _mine(user, "taker")
    if mine is None:
        return GroupHandover.objects.none()
    return waiting(GroupHandover.objects.filter(mine, cases.seen(user, "case__")))


def visible_to(user: User) -> QuerySet[GroupHandover]:
    """Hand-overs in the cases one may see."""
    found = GroupHandover.objects.filter(case__in=cases.visible_to(user))
    return found.select_related("case__project", "giver", "taker", "by", "taken_by")


def waiting(found: QuerySet[GroupHandover]) -> QuerySet[GroupHandover]:
    """Those that the next group has not acknowledged, in cases that are not over."""
    over = (CaseStatus.CLOSED, CaseStatus.ARCHIVED, CaseStatus.TERMINATED)
    return found.filter(taken_at__isnull=True).exclude(case__status__in=over)
