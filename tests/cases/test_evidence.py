"""Files of a finding: who may bring them, and that they are seen with the finding and not with the case."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.actions import findings
from cases.enums_findings import FindingAct
from cases.exceptions import BadInput, NotAllowed
from cases.models import Case, Evidence, Finding, StoredFile, Unit, User
from cases.queries import archiving, files
from cases.queries import findings as readers
from tests.cases import supervised
from tests.cases.kit import fresh, picture, refused
from tests.cases.supervised import DEV, LATER
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


def paper(name: str = "shown.png") -> SimpleUploadedFile:
    return picture(name)


def filed(case: Case, by: User, *given: SimpleUploadedFile) -> Finding:
    unit = Unit.objects.get(code=DEV)
    return findings.file(fresh(case), kind="arbitrary", unit=unit, text="口头加要材料。", evidence=given, by=by)


def seen(user: User) -> set[str]:
    found = files.visible_to(User.objects.get(pk=user.pk)).filter(kind="evidence")
    return set(found.values_list("name", flat=True))


@pytest.mark.req("W-095", "P-092")
def test_evidence_is_seen_with_its_finding_and_not_with_the_case(
    case: Case, cast: Cast, watch: User, now: datetime
) -> None:
    unit = cast.unit_agents[DEV]
    row = filed(case, cast.liu, paper())
    assert (seen(cast.liu), seen(watch)) == ({"shown.png"}, {"shown.png"})
    assert seen(unit) == set(), "before the hearing the unit sees nothing"
    assert seen(cast.he) == set(), "the enterprise never does"
    assert seen(cast.chen) == set()
    findings.hear(row, days=3, by=watch)
    assert seen(unit) == {"shown.png"}
    findings.state(row, text="情况属实。", evidence=[paper("answer.png")], by=unit)
    findings.confirm(row, reason="属实。", evidence=[paper("check.png")], by=watch)
    assert seen(watch) == seen(unit) == {"shown.png", "answer.png", "check.png"}
    acts = list(Evidence.objects.order_by("pk").values_list("act", flat=True))
    assert acts == [FindingAct.PROPOSE, FindingAct.STATE, FindingAct.CONFIRM]
    # The archive is read by whoever keeps the case: it holds none of them.
    assert [one for one in archiving.entries(fresh(case)) if one.kind == "evidence"] == []
    assert files.visible_to(cast.he).filter(case=case).exists(), "control: of the case itself the enterprise sees files"


def test_a_refused_act_keeps_no_file(case: Case, cast: Cast, watch: User, now: datetime) -> None:
    row = filed(case, cast.liu)
    findings.hear(row, days=3, by=watch)
    with pytest.raises(NotAllowed):
        findings.state(row, text="x", evidence=[paper()], by=cast.chen)
    with pytest.raises(BadInput) as refusal:
        findings.state(row, text="x", evidence=[SimpleUploadedFile("x.exe", b"MZ")], by=cast.unit_agents[DEV])
    assert refusal.value.field == "evidence"
    with pytest.raises(BadInput):
        findings.state(row, text="x", evidence=[paper() for _n in range(11)], by=cast.unit_agents[DEV])
    assert not Evidence.objects.exists()
    assert not StoredFile.objects.filter(kind="evidence").exists()
    row.refresh_from_db()
    assert row.statement == ""


def test_whoever_filed_a_finding_neither_hears_nor_decides(case: Case, cast: Cast, watch: User, now: datetime) -> None:
    row = filed(case, watch)
    assert readers.possible(watch, row) == []
    assert row not in readers.owed(watch), "it does not stand in the own day"
    for act in (lambda: findings.hear(row, days=3, by=watch), lambda: findings.dismiss(row, reason="x", by=watch)):
        with refused(NotAllowed, says="neither hears the unit nor decides"):
            act()
    assert cast.liu in readers.judges(row)
    assert watch not in readers.judges(row)
    assert row in readers.owed(cast.liu), "control: it is the step of another"
    findings.hear(row, days=3, by=cast.liu)
