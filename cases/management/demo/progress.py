"""A demo case that keeps to its roadmap: every item begins and ends on the days that were planned."""

from collections.abc import Callable
from datetime import date

from cases.actions import items
from cases.enums import BLZT
from cases.management.demo.clock import acting_on
from cases.models import Case, CaseItem, ItemDependency, PlanRow, User

Act = tuple[date, int, Callable[[date], object]]


def begin(item: CaseItem, agent: User) -> Callable[[date], None]:
    """Received and accepted on one day."""

    def act(day: date) -> None:
        for code in (BLZT.RECEIVED, BLZT.ACCEPTED):
            items.record(item, code=code, on=day, by=agent)

    return act


def end(item: CaseItem, agent: User) -> Callable[[date], None]:
    """Passed, with an invented file number."""

    def act(day: date) -> None:
        items.record(item, code=BLZT.PASSED, on=day, file_number=f"示例许〔{day.year}〕{item.pk}号", by=agent)

    return act


def keep_to_plan(case: Case, agent: User, until: date, stuck: str = "", also: tuple[Act, ...] = ()) -> None:
    """Do everything that the plan in force puts on the days up to ``until``; ``stuck``: the code of an item that begins and never ends,
    so that what needs it never begins.

    ``also``: (day, rank on that day, act); an end has rank 0, a beginning rank 1.
    """
    rows = PlanRow.objects.filter(plan__case=case, plan__current=True, start__lte=until).select_related(
        "case_item__item"
    )
    acts: list[Act] = list(also)
    waiting = set(ItemDependency.objects.filter(requires__code=stuck).values_list("item", flat=True))
    for row in rows.order_by("case_item__item__code"):
        if row.start is None or row.case_item.item_id in waiting:
            continue
        acts.append((row.start, 1, begin(row.case_item, agent)))
        if row.end and row.end <= until and row.case_item.item.code != stuck:
            # What takes no time ends after it has begun, not before.
            acts.append((row.end, 0 if row.end > row.start else 2, end(row.case_item, agent)))
    for day, _rank, act in sorted(acts, key=lambda planned: planned[:2]):
        with acting_on(day):
            act(day)
