"""What the province or the state decides is only assisted with (W-012), wherever the way of service is chosen."""

import pytest

from cases.actions import applications, reference, review, scope
from cases.actions.applications import Choice
from cases.enums import AssistMode, CaseStatus, DocumentKind
from cases.exceptions import BadInput
from cases.management.demo.walks import draft
from cases.models import ApprovalItem, Case
from cases.queries import proposal
from tests.cases.kit import fresh, refused
from tests.cast import PULANDIAN, Cast, case_in

S = CaseStatus
ACT, ASSIST = AssistMode.ACT, AssistMode.ASSIST
UPPER, OWN = "X02", "L01"
SAYS = "decided by the province or above"
pytestmark = pytest.mark.req("W-012")


def mode(case: Case, code: str) -> str:
    return case.items.get(item__code=code).assist_mode


@pytest.mark.usefixtures("reference")
def test_the_catalogue_says_for_every_item_in_which_ways_it_may_be_entrusted() -> None:
    ways = {item.level: item.modes for item in ApprovalItem.objects.all()}
    assert ways["province"] == [ASSIST]
    assert ways["county"] == ways["city"] == [ACT, ASSIST]  # control
    assert ApprovalItem(level="state").modes == [ASSIST]


def test_the_proposal_and_the_draft_begin_with_assistance_for_them(cast: Cast) -> None:
    case = draft(cast, keep={UPPER, OWN})
    proposed = {row.item.code: row.modes[0] for row in proposal.propose(case.project)}
    assert (proposed[UPPER], proposed[OWN]) == (ASSIST, ACT)
    assert (mode(case, UPPER), mode(case, OWN)) == (ASSIST, ACT)


def test_the_enterprise_cannot_entrust_them_as_acting(cast: Cast) -> None:
    case = draft(cast, keep={UPPER, OWN})
    with refused(BadInput, says=SAYS, field=f"mode_{UPPER}"):
        applications.choose_items(case, {UPPER: Choice(taken=True, mode=ACT)}, {}, by=cast.wang)
    for wish in (ACT, ASSIST):  # control: items of the county in either way
        applications.choose_items(case, {OWN: Choice(taken=True, mode=wish)}, {}, by=cast.wang)
        assert mode(case, OWN) == wish


def test_a_draft_that_the_catalogue_overtook_is_not_submitted(cast: Cast) -> None:
    case = draft(cast, keep={OWN})
    reference.change(ApprovalItem.objects.get(code=OWN), {"level": "province"}, reason="上收省级", by=cast.jin)
    with refused(BadInput, says=SAYS, field=f"mode_{OWN}"):
        applications.submit(case, by=cast.wang)
    applications.choose_items(fresh(case), {OWN: Choice(taken=True)}, {}, by=cast.wang)
    assert applications.submit(fresh(case), by=cast.wang).status == S.SUBMITTED


def test_the_agreement_prints_it(cast: Cast) -> None:
    case = case_in(cast, S.AGREEMENT, keep={UPPER, OWN})
    printed = case.documents.get(kind=DocumentKind.AGREEMENT).data["items"]
    assert {row["level"]: row["mode"] for row in printed} == {"省级": "帮办", "县级": "代办"}


def test_the_agency_cannot_promise_more_when_it_confirms_or_adds(cast: Cast) -> None:
    case = case_in(cast, S.SIGNED, PULANDIAN, keep={UPPER, OWN})
    with refused(BadInput, says=SAYS, field=f"mode_{UPPER}"):
        review.confirm_items(case, keep={UPPER: {"mode": ACT}, OWN: {}}, by=cast.liu)
    case.items.filter(item__code=UPPER).update(assist_mode=ACT)  # as it was signed once
    review.confirm_items(case, keep={UPPER: {}, OWN: {"mode": ASSIST}}, by=cast.liu)
    assert (mode(case, UPPER), mode(case, OWN)) == (ASSIST, ASSIST)
    with refused(BadInput, says=SAYS, field="mode_X03"):
        scope.add(fresh(case), "X03", reason="漏项", mode=ACT, by=cast.liu)
    assert scope.add(fresh(case), "X03", reason="漏项", by=cast.liu).assist_mode == ASSIST
