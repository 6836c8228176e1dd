"""手续办理路线图 as a numbered paper: made anew with every version, the one before it is replaced (W-073)."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import override

from cases.actions import paper_data, papers
from cases.documents import roadmap as form
from cases.enums import DocumentKind
from cases.models import Case, IssuedDocument, Plan, PlanRow, User
from cases.queries import rests, works
from cases.queries.trials import Bench
from cases.strategies import Measure


def issue(case: Case, plan: Plan, bench: Bench, taken: Iterable[Measure], by: User) -> IssuedDocument | None:
    """Print the version; None while nothing of it has a date."""
    rows = (
        plan.rows.exclude(start=None)
        .select_related("case_item__item__stage", "case_item__unit")
        .order_by("start", "end")
    )
    if not rows:
        return None
    number = papers.take_number(case, DocumentKind.ROADMAP)
    printed = [_row(row) for row in rows if row.start and row.end]
    if plan.works_start and plan.works_completed:
        printed.append(
            form.works_row(
                starts_on=plan.works_start,
                ends_on=plan.works_completed,
                days=plan.works_days or 0,
                critical=plan.works_critical,
                done=works.of_case(case).completed is not None,
            )
        )
        printed.sort(key=lambda row: (row.starts_on, row.ends_on))
    with override("zh-hans"):
        conditions = tuple(
            form.condition(one.name, one.way, one.must_be_true, one.must_promise)
            for one in rests.of_measures(bench, taken)
        )
    data = form.Roadmap(
        number=number,
        project=paper_data.facts(case),
        unit=case.handling_unit.name_zh,
        rows=tuple(printed),
        issued_at=timezone.localdate(),
        version=plan.version,
        basis=plan.reason,
        rests=conditions,
        provisional=form.PROVISIONAL if plan.provisional else "",
    )
    previous = case.documents.filter(kind=DocumentKind.ROADMAP, replaced_by__isnull=True).first()
    return papers.issue(case, DocumentKind.ROADMAP, number, form.roadmap(data), data, by=by, replaces=previous)


def _row(row: PlanRow) -> form.RoadmapRow:
    assert row.start is not None
    assert row.end is not None
    return form.RoadmapRow(
        name=row.case_item.item.name_zh,
        authority=paper_data.authority(row.case_item),
        stage=row.case_item.item.stage.name_zh,
        starts_on=row.start,
        ends_on=row.end,
        length=paper_data.limit(row.days, "wd"),
        critical=row.critical,
        done=row.case_item.done_on is not None,
    )
