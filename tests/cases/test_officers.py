"""The liaison officer and the yearly list of a case (W-002); pilot projects with their problems and numbers (W-081)."""

import pytest
from django.utils import timezone

from cases.actions import officers, problems
from cases.enums import CaseStatus, DocumentKind, Level
from cases.exceptions import BadInput, NotAllowed
from cases.management.demo import walks
from cases.models import MajorProjectListEntry, Notice, Region
from cases.queries import pilots
from tests.cases.kit import fresh, refused
from tests.cast import Cast, case_in

S = CaseStatus
OFFICER = {"name": "示例专员", "unit": "示例发改局", "post": "副科长", "phone": "0536-0000000"}


@pytest.mark.req("W-002")
def test_either_side_names_the_liaison_officer_who_is_printed_in_the_notification(cast: Cast) -> None:
    case = case_in(cast, S.SIGNED)
    with refused(NotAllowed):
        officers.name_officer(case, **OFFICER, by=cast.liu)
    with refused(BadInput, says="unit and phone", field="phone"):
        officers.name_officer(case, name="甲", unit="乙", phone=" ", by=cast.wang)
    officers.name_officer(case, **OFFICER, by=cast.wang)
    assert Notice.objects.filter(kind="officer_named", recipient=cast.chen).count() == 1
    officers.name_officer(case, **OFFICER, by=cast.chen)
    assert Notice.objects.filter(kind="officer_named", recipient=cast.wang).count() == 1
    walks.notify(fresh(case), cast, cast.chen)
    contacts = case.documents.get(kind=DocumentKind.NOTIFICATION).data["contacts"]
    (said,) = [row for row in contacts if row["role"] == "服务企业专员"]
    assert (said["name"], said["phone"]) == ("示例专员", "0536-0000000")


@pytest.mark.req("W-002")
def test_a_case_names_the_line_of_the_yearly_list_that_its_project_is_on(cast: Cast) -> None:
    assert case_in(cast, S.SUBMITTED, name="示例单外项目").list_entry is None  # control
    entry = MajorProjectListEntry.objects.create(
        year=timezone.localdate().year,
        level=Level.CITY,
        region=Region.objects.get(code="370700"),
        name="示例名单内项目",
    )
    case = case_in(cast, S.SUBMITTED, name="示例名单内项目")
    assert case.list_entry == entry
    late = case_in(cast, S.SUBMITTED, name="示例后补项目")
    entry = MajorProjectListEntry.objects.create(
        year=timezone.localdate().year, level=Level.CITY, region=Region.objects.get(code="370700"), name="示例后补项目"
    )
    walks.accept(fresh(late), cast.chen)
    assert fresh(late).list_entry == entry


@pytest.mark.req("W-081")
def test_three_to_five_pilot_projects_their_problems_and_the_numbers_of_the_phase(cast: Cast) -> None:
    cases = [case_in(cast, S.UNDERWAY, name=f"示例试点{n}") for n in range(3)]
    with refused(NotAllowed):
        officers.set_pilot(cases[0], pilot=True, reason="试点", by=cast.chen)
    for case in cases:
        officers.set_pilot(case, pilot=True, reason="首批试点", by=cast.sun)
    with refused(BadInput, says="so already", field="pilot"):
        officers.set_pilot(cases[0], pilot=True, reason="再来", by=cast.sun)
    (place,) = pilots.places(list(pilots.visible_to(cast.sun)))
    assert (place.number, place.within) == (3, True)
    officers.set_pilot(cases[2], pilot=False, reason="项目取消", by=cast.sun)
    (place,) = pilots.places(list(pilots.visible_to(cast.sun)))
    assert (place.number, place.within) == (2, False)  # a warning, no refusal
    raised = problems.raise_problem(
        cases[0], kind="problem", text="红线重叠", wanted=[cases[0].handling_unit], by=cast.chen
    )
    problems.solve(raised, result="调整红线", by=cast.chen)
    walks.pass_item(cases[0].items.get(item__code="L01"), cast.chen)
    found = list(pilots.visible_to(cast.sun))
    assert [row.result for row in pilots.problems(found)] == ["调整红线"]
    got = pilots.numbers(found)
    assert (got.cases, got.items, got.finished, got.in_time, got.problems, got.solved) == (2, 6, 1, 1, 1, 1)
    assert got.trips == got.evaluations == 0
    assert list(pilots.visible_to(cast.liu)) == []
