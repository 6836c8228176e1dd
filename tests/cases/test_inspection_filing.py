"""A “no” of a special inspection becomes a finding as long as the inspection is not closed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine

from cases.actions import inspections
from cases.enums_findings import FindingKind
from cases.enums_inspections import Checked
from cases.exceptions import StepNotAllowed
from cases.models import Case, Inspection, User
from tests.cases import supervised
from tests.cases.kit import fresh
from tests.cases.supervised import LATER
from tests.cases.test_inspections import reported
from tests.cast import Cast


@pytest.fixture
def case(cast: Cast) -> Case:
    return supervised.running(cast)


@pytest.fixture
def watch(cast: Cast) -> User:
    return supervised.supervisor()


@pytest.fixture
def now(case: Case) -> Iterator[datetime]:
    with time_machine.travel(LATER, tick=False):
        yield LATER


def test_a_no_becomes_a_finding_after_the_report_and_the_answer_too_until_it_is_closed(
    case: Case, cast: Cast, watch: User, now: datetime
) -> None:
    row = reported(case, watch)
    paper = inspections.print_it(fresh_row(row)).pdf
    no = row.answers.get(answer=Checked.NO)

    def file(kind: str) -> None:
        answer = type(no).objects.get(pk=no.pk)
        with time_machine.travel(LATER + timedelta(days=1), tick=False):
            inspections.file(answer, fresh(case), kind=kind, text="没有一次性告知书。", by=watch)

    file(FindingKind.INACTION)
    inspections.reply(row, text="已补发。", by=cast.liu)
    file(FindingKind.SLOWNESS)
    assert row.findings.count() == 2
    assert inspections.print_it(fresh_row(row)).pdf == paper, "the report stays what was reported"
    inspections.close(row, result="已核实。", by=watch)
    with pytest.raises(StepNotAllowed):
        file(FindingKind.SHAM)


def fresh_row(row: Inspection) -> Inspection:
    return Inspection.objects.get(pk=row.pk)
