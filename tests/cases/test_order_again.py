"""Another order on a finding takes the place of one that was withdrawn; only one stands at a time (W-095, P-092)."""

import pytest
import time_machine

from cases.actions import findings, supervision
from cases.enums_findings import FindingAct as A
from cases.enums_findings import FindingKind
from cases.models import Finding, Unit, User
from cases.queries import findings as readers
from tests.cases import supervised
from tests.cases.kit import fresh, refused
from tests.cases.supervised import DEV, LATER
from tests.cast import Cast


@pytest.fixture
def watch(cast: Cast) -> User:
    return supervised.supervisor()


@pytest.fixture
def finding(cast: Cast, watch: User) -> Finding:
    """Confirmed after the unit was heard."""
    case = supervised.running(cast)
    with time_machine.travel(LATER, tick=False):
        unit = Unit.objects.get(code=DEV)
        made = findings.file(
            fresh(case), kind=FindingKind.ARBITRARY, unit=unit, text="收件后又口头加要材料。", by=cast.liu
        )
        findings.hear(made, days=3, by=watch)
        findings.state(made, text="情况属实，已补办。", by=cast.unit_agents[DEV])
        return findings.confirm(made, reason="属实。", by=watch)


@pytest.mark.req("W-095", "P-092")
@time_machine.travel(LATER, tick=False)
def test_another_order_follows_one_that_was_withdrawn_and_only_then(finding: Finding, watch: User) -> None:
    first = findings.order(finding, demand="整改。", days=3, by=watch)
    assert A.ORDER not in readers.possible(watch, fresh_row(finding))
    with refused(says=f"{first} stands"):
        findings.order(finding, demand="再次整改。", days=2, by=watch)
    supervision.withdraw(first, reason="事实有误。", by=watch)
    assert A.ORDER in readers.possible(watch, fresh_row(finding))
    second = findings.order(fresh_row(finding), demand="限期补正。", days=2, by=watch)
    row = fresh_row(finding)
    assert (row.order, row.status, first.pk == second.pk) == (second, "ordered", False)
    assert [step.text for step in row.steps.filter(act=A.ORDER)] == [str(first), str(second)]
    assert A.ORDER not in readers.possible(watch, row)


def fresh_row(finding: Finding) -> Finding:
    return Finding.objects.select_related(*readers.PARTS).get(pk=finding.pk)
