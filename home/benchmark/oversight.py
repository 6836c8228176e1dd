"""What the desk of an office under way has beside its cases: early warnings, problems, orders, findings, evaluations. In bulk."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone

from cases.enums_findings import FindingKind
from cases.enums_ladder import Rung, Watch
from cases.enums_work import EvaluationLevel, OrderGround, ProblemKind
from cases.models import Alert, Case, CaseItem, Evaluation, Finding, Problem, SupervisionOrder
from cases.queries import cases
from home.benchmark import people

BATCH = 5_000
# Of the cases that are open so many have one.
PROBLEM, ORDER, FINDING = 20, 40, 30
EVALUATED = 3  # of those that are over one in so many said something
# Days from the last day of the limit to the step of the ladder on which a warning stands.
STEPS = ((10, Rung.SUPERVISE), (5, Rung.COORDINATE), (1, Rung.URGE))


def fill(readers: people.Readers) -> None:
    """Write everything, unless it is there already."""
    if Alert.objects.exists():
        return
    with transaction.atomic():
        _warnings(readers)
        for rows in (_problems(readers), _orders(readers), _findings(readers), _evaluations(readers)):
            _save(rows)


def _save(rows: Iterator[models.Model]) -> None:
    listed = list(rows)
    type(listed[0])._default_manager.bulk_create(listed, batch_size=BATCH)


def _open() -> Iterator[Case]:
    return cases.still_open(Case.objects.order_by("pk").select_related("handling_unit")).iterator(chunk_size=BATCH)


def _warnings(readers: people.Readers) -> None:
    """One for the next date of each case that comes within a week or is past, carried by whoever is on its team."""
    today, near = timezone.localdate(), timedelta(days=7)
    rows = [
        Alert(
            case=case, what=Watch.ITEM, label="", due=case.next_due, since=today, name_zh="示例事项", name_en="Item (example)",
            rung=next((rung for days, rung in STEPS if (today - case.next_due).days >= days), Rung.REMIND),
        )
        for case in cases.still_open(Case.objects.filter(next_due__lte=today + near)).order_by("pk")
        if case.next_due
    ]  # fmt: skip
    Alert.objects.bulk_create(rows, batch_size=BATCH)
    carried = Alert.people.through
    teams = Case.objects.filter(team__user=readers.agent).values("pk")
    mine = set(teams.values_list("pk", flat=True))
    carried.objects.bulk_create(
        [
            carried(alert_id=row.pk, user_id=readers.agent.pk if row.case_id in mine else readers.colleague.pk)
            for row in rows
        ],
        batch_size=BATCH,
    )


def _problems(readers: people.Readers) -> Iterator[Problem]:
    for number, case in enumerate(_open()):
        if number % PROBLEM == 0:
            kind = ProblemKind.PRE_REVIEW if number % 3 == 0 else ProblemKind.PROBLEM
            yield Problem(
                case=case,
                kind=kind,
                text="需要部门共同研究的示例问题。",
                lead=case.handling_unit,
                raised_by=readers.agent,
            )


def _orders(readers: people.Readers) -> Iterator[SupervisionOrder]:
    today = timezone.localdate()
    for number, case in enumerate(_open()):
        if number % ORDER == 0:
            due = today + timedelta(days=number % 21 - 10)
            yield SupervisionOrder(
                case=case, unit=case.handling_unit, ground=OrderGround.ITEM_LATE, demand="请按承诺时限办结（示例）。", days=5, due=due,
                issued_by=readers.manager,
            )  # fmt: skip


def _findings(readers: people.Readers) -> Iterator[Finding]:
    kinds = list(FindingKind)
    late = CaseItem.objects.filter(unit__isnull=False, case__status="underway").order_by("pk").select_related("case")
    for number, item in enumerate(late.iterator(chunk_size=BATCH)):
        if number % (FINDING * 10) == 0:
            yield Finding(
                number=f"RD-{number:07}", case=item.case, case_item=item, unit_id=item.unit_id, kind=kinds[number % len(kinds)],
                text="示例事实。", filed_by=readers.manager,
            )  # fmt: skip


def _evaluations(readers: people.Readers) -> Iterator[Evaluation]:
    levels = list(EvaluationLevel)
    for number, case in enumerate(Case.objects.filter(closed_at__isnull=False).order_by("pk")):
        if number % EVALUATED == 0:
            level = levels[-1 - (number // EVALUATED) % 9 // 3] if number % 10 else EvaluationLevel(2)
            yield Evaluation(case=case, level=level, by=readers.owner, at=case.closed_at or timezone.now())
