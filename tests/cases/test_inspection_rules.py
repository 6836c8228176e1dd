"""The law of special inspections: what follows what, the lot, the rhythm, and the checklist that is shipped."""

from datetime import date

import pytest

from cases import inspections as law
from cases.enums_findings import FindingKind
from cases.enums_inspections import InspectionAct, InspectionStatus
from cases.models import Checklist, InspectionRhythm
from cases.reference import read

A, S = InspectionAct, InspectionStatus


def test_every_status_has_its_row_in_the_law_and_every_act_its_place() -> None:
    assert set(law.TABLE) == set(S)
    assert {act for acts in law.TABLE.values() for act in acts} == set(A) - {A.PLAN, A.MOVE}
    assert law.TABLE[S.CLOSED] == law.TABLE[S.CANCELLED] == {}
    assert S.CANCELLED not in law.TABLE[S.REPORTED].values(), "what was reported is not unsaid"


@pytest.mark.req("W-095")
def test_the_overdue_ones_come_first_and_the_same_seed_draws_the_same() -> None:
    others = list(range(100, 200))
    drawn = law.draw([5, 3], others, 6, seed=1)
    assert drawn[:2] == [5, 3]
    assert len(set(drawn)) == 6
    assert law.draw([5, 3], others, 6, seed=1) == drawn
    assert law.draw([5, 3], others, 6, seed=2) != drawn
    assert law.draw([5, 3, 9], [], 2, seed=1) == [5, 3], "never more than asked for"
    assert law.draw([], [8, 9], 6, seed=1) in ([8, 9], [9, 8])


@pytest.mark.parametrize(
    ("last", "months", "due"),
    [
        (None, 3, date(2026, 12, 31)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 1, 15), 12, date(2027, 1, 15)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_the_next_one_is_due_so_many_months_after_the_last_report(last: date | None, months: int, due: date) -> None:
    assert law.next_due(last, date(2026, 12, 31), months) == due


@pytest.mark.req("W-095")
@pytest.mark.usefixtures("reference")
def test_the_shipped_checklist_points_at_all_four_kinds_and_rests_on_numbers_that_exist() -> None:
    row = Checklist.objects.get()
    asked = list(row.questions.all())
    assert 10 <= len(asked) <= 15
    assert {one.kind for one in asked} == {*FindingKind.values, ""}
    with open("docs/requirements.md", encoding="utf-8") as told:
        known = told.read()
    for one in asked:
        assert [number for number in one.source_en.split(", ") if f"- {number} " not in known] == []
        assert one.evidence_zh
    assert InspectionRhythm.objects.filter(active=True).count() == len(read().rhythms) == 2
