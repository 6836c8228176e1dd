"""The enterprise is told when what happened, and no new version of the roadmap, moves the start of construction (P-065)."""

from datetime import date

from cases import whatif
from cases.actions.moves import Turn
from cases.enums import OpenDate
from cases.exceptions import CaseError
from cases.models import Notice
from cases.queries import milestones, moved, people
from cases.queries.trials import Bench, saved

LEAST_WD = 1  # working days; less is no news


def tell(turn: Turn) -> None:
    """Owe the message where the start as things stand is later than the enterprise was last told; inside a turn.

    What was last told is read from the messages and the plan, so the same day is never told twice.
    """
    bench = Bench(turn.case)
    if bench.plan is None or not moved.moves(bench):
        return
    groups = moved.waited_for(bench)
    codes = groups.get(milestones.START, ())
    told = last_told(bench, codes)
    if told is None or all(bench.items[code].done_on for code in codes):
        return
    try:
        now = moved.last(bench.now, codes)
    except CaseError:
        return  # what cannot be counted any more is said on the roadmap's own pages
    if now and whatif.signed(told, now, bench.cal) >= LEAST_WD:
        lines = moved.lines({milestones.START: told}, {milestones.START: now})
        turn.tell_enterprise("start_moved", moved=lines)


def last_told(bench: Bench, codes: tuple[str, ...]) -> date | None:
    """The start as the enterprise knows it: of the last message since the roadmap in force, else of that roadmap."""
    assert bench.plan is not None
    sent = Notice.objects.filter(
        case=bench.case,
        kind__in=["start_moved", "dates_moved"],
        created_at__gte=bench.plan.made_at,
        recipient__in=people.of_enterprise(bench.case),
    ).order_by("-pk")
    for lines in sent.values_list("data__moved", flat=True):
        for line in lines or ():
            if line["what"] == OpenDate.MILESTONE and line.get("name") == milestones.START and line["new"]:
                return date.fromisoformat(line["new"])
    return moved.last(saved(bench.plan, bench.plan_rows), codes)
