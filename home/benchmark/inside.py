"""What is measured in this process, without a server: roadmaps, their picture, printed documents."""

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.utils import timezone, translation

from cases.actions import paper_data
from cases.actions.preview import entrusted
from cases.documents import agreement, receipt
from cases.documents.render import Rendered
from cases.models import ApprovalItem, Case
from cases.queries import calendars, roadmap
from cases.scheduling import Schedule, Slot, plan
from cases.worktime import Pause
from home.benchmark.figures import Figure, Target
from home.charts.gantt import gantt_svg
from home.charts.rows import Bar

ROADMAP, CHART = Target(ms=10), Target(size=40_000)
ITEMS, TURNS = (60, 75), 50
WORKS, LATER = timedelta(days=600), timedelta(days=14)  # when the works are completed; how far behind the first plan


def median_ms(work: Callable[[], object], turns: int = TURNS) -> float:
    """Median time of ``work`` in milliseconds, once it is warm."""
    work()
    taken = []
    for _turn in range(turns):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def roadmaps() -> Iterator[Figure]:
    """Roadmaps of items of the catalogue (dates, slack, critical path), and the largest of them as a picture."""
    items = list(ApprovalItem.objects.select_related("stage").prefetch_related("links__requires").order_by("code"))
    start = timezone.localdate()
    for count in ITEMS:
        chosen = items[:count]
        took = median_ms(scheduler(chosen, start))
        yield Figure(f"Roadmap of {len(chosen)} items computed", took, target=ROADMAP)
    yield chart(items[: ITEMS[-1]], start)


def scheduler(items: list[ApprovalItem], start: date) -> Callable[[], Schedule]:
    """The computation alone: what it reads of the catalogue is at hand."""
    todo = [roadmap.task_of(item, item.promised_days) for item in items]
    completed = {roadmap.WORKS_COMPLETED: start + WORKS}
    return lambda: plan(todo, start, calendars.current(), completed)


def chart(items: list[ApprovalItem], start: date) -> Figure:
    """The size of a Gantt chart of these items with every mark on every row."""
    now, first = scheduler(items, start)().slots, scheduler(items, start - LATER)().slots
    rows = [bar(item, now[item.code], first[item.code]) for item in items]
    size = len(gantt_svg(rows, start + LATER, "zh-hans").encode())
    return Figure(f"Gantt chart of {len(rows)} rows with every mark", target=CHART, size=size)


def bar(item: ApprovalItem, slot: Slot, first: Slot) -> Bar:
    """A row that has plan, first plan, facts, a pause, a range and a lamp."""
    return Bar(
        code=item.code, label=item.name_zh, group=item.stage.name_zh, lamp="red",
        critical=slot.critical, bound_by=slot.bound_by or "", start=slot.start, end=slot.end,
        baseline_start=first.start, baseline_end=first.end, actual_start=slot.start, actual_end=slot.end,
        now_start=first.start, now_end=first.end, range_start=slot.end, range_end=slot.end,
        pauses=(Pause(slot.start, slot.end, "correction"),) if slot.start else (),
    )  # fmt: skip


def printing(case: Case) -> Iterator[Figure]:
    """Receipt and agreement of a case as PDF: milliseconds for each page."""
    today = timezone.localdate()
    with translation.override("zh-hans"):
        items = entrusted(case)
        paper = paper_data.build_agreement(case, case.created_by, items, "示例〔2026〕1号", today)
        arrived = receipt.Receipt(
            kind=receipt.ReceiptKind.APPLICATION, number="示例〔2026〕1号", case_number=case.number or "",
            project=paper_data.facts(case), applicant=case.enterprise.name, unit=case.handling_unit.name_zh,
            items=tuple(row.item.name_zh for row in items), files=(), received_at=timezone.now(), issued_at=today,
        )  # fmt: skip
        forms: list[tuple[str, Callable[[], Rendered]]] = [
            ("Receipt", lambda: receipt.receipt(arrived)),
            ("Agreement", lambda: agreement.agreement(paper)),
        ]
        for name, form in forms:
            count = form().pages
            took = median_ms(form, 20)
            pages = "page" if count == 1 else "pages"
            yield Figure(f"{name} as PDF", took, note=f"{took / count:.1f} ms a page ({count} {pages})")
