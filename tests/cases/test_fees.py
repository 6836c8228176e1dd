"""Statutory charges: ground, amount, day, payer, proof; what the agency does costs nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from cases.actions import fees
from cases.actions.fees import Facts
from cases.enums import CaseStatus
from cases.enums_papers import Payer
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.models import Case, FeePayment, ItemFee, Notice
from cases.queries import fees as readers
from cases.queries import letters
from tests.cases.kit import fresh, pdf, refused
from tests.cast import Cast, case_in

S = CaseStatus
BASIS = "省级收费目录清单；普兰店区〔2021〕1号"


@pytest.fixture
def case(cast: Cast) -> Case:
    return case_in(cast, S.UNDERWAY, keep={"L01", "L08", "G04", "C09"})


def facts(**changes: object) -> Facts:
    given = {
        "name": "城市基础设施配套费", "basis": BASIS, "amount": Decimal("1260000.5"),
        "due": timezone.localdate() + timedelta(days=20),
    }  # fmt: skip
    return Facts(**(given | changes))  # type: ignore[arg-type]


def recorded(case: Case, cast: Cast, code: str = "C09", **changes: object) -> ItemFee:
    return fees.record(fresh(case).items.get(item__code=code), facts(**changes), by=cast.chen)


@pytest.mark.req("P-003")
def test_a_charge_has_its_ground_amount_and_day_and_the_service_costs_nothing(case: Case, cast: Cast) -> None:
    assert [row.item.code for row in readers.overview(case)["not_recorded"]][-1:] == ["C09"]
    recorded(case, cast)
    seen = readers.overview(fresh(case))
    line = seen["lines"][0]
    assert (line.fee.amount, line.fee.basis, line.lamp, line.owed) == (Decimal("1260000.50"), BASIS, "green", True)
    assert (seen["owed"], seen["paid"], seen["service_fee"]) == (Decimal("1260000.50"), 0, 0)
    assert "C09" not in [row.item.code for row in seen["not_recorded"]]
    told = Notice.objects.get(case=case, kind="fee_due", recipient=cast.wang)
    subject, body = letters.words(told, "zh-hans")
    assert "城市基础设施配套费" in subject
    assert BASIS in body


@pytest.mark.req("P-003")
def test_a_payment_has_its_proof_and_turns_the_lamp_off(case: Case, cast: Cast) -> None:
    fee = recorded(case, cast)
    with refused(BadInput, says="proof of payment", field="upload"):
        fees.pay(fee, None, on=timezone.localdate(), by=cast.wang)
    with refused(BadInput, says="future", field="on"):
        fees.pay(fee, pdf(), on=timezone.localdate() + timedelta(days=1), by=cast.wang)
    made = fees.pay(fee, pdf("缴款书.pdf"), on=timezone.localdate(), by=cast.wang)
    assert fees.pay(fee, pdf("缴款书.pdf"), on=timezone.localdate(), by=cast.wang) == made  # a second press
    with refused(CaseError, says="paid already"):
        fees.pay(fee, pdf(), on=timezone.localdate(), by=cast.chen)
    line = readers.lines(fresh(case))[0]
    assert (line.paid, line.owed, line.lamp) == (True, False, "blue")
    assert FeePayment.objects.get().proof.name == "缴款书.pdf"
    assert Notice.objects.filter(case=case, kind="fee_paid", recipient=cast.chen).exists()


def test_an_unpaid_charge_is_red_after_its_day_and_grey_when_the_enterprise_does_not_pay(
    case: Case, cast: Cast
) -> None:
    recorded(case, cast, due=timezone.localdate() - timedelta(days=3))
    recorded(case, cast, name="防空地下室易地建设费", due=timezone.localdate(), payer=Payer.WAIVED)
    recorded(case, cast, name="耕地开垦费", due=None, payer=Payer.GOVERNMENT)
    recorded(case, cast, name="示例费", amount=Decimal(0))
    assert [line.lamp for line in readers.lines(case)] == ["red", "grey", "grey", "grey"]
    assert readers.owed(readers.lines(case)) == Decimal("1260000.50")


def test_a_wrong_charge_stays_readable_and_a_right_one_takes_its_place(case: Case, cast: Cast) -> None:
    wrong = recorded(case, cast)
    right = fees.correct(wrong, facts(amount=Decimal(1000)), what_was_wrong="面积算错", by=cast.chen)
    assert [line.fee for line in readers.lines(fresh(case))] == [right]
    with refused(CaseError, says="corrected already"):
        fees.correct(wrong, None, what_was_wrong="x", by=cast.chen)
    with refused(CaseError, says="corrected already"):
        fees.pay(wrong, pdf(), on=timezone.localdate(), by=cast.wang)
    with refused(BadInput, says="Say what was wrong"):
        fees.correct(right, None, what_was_wrong=" ", by=cast.chen)
    fees.correct(right, None, what_was_wrong="该项目免征", by=cast.chen)
    assert readers.lines(fresh(case)) == []
    assert ItemFee.objects.count() == 3
    for change in (
        lambda: ItemFee.objects.filter(pk=wrong.pk).update(amount=1),
        lambda: ItemFee.objects.create(case_item=wrong.case_item, name="x", basis="", amount=1, by=cast.chen),
        lambda: ItemFee.objects.create(case_item=wrong.case_item, name="x", basis="x", amount=-1, by=cast.chen),
    ):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"basis": ""}, "basis"),
        ({"amount": Decimal("-0.01")}, "amount"),
        ({"amount": Decimal("NaN")}, "amount"),
        ({"amount": Decimal("1E20")}, "amount"),
        ({"payer": "somebody"}, "payer"),
        ({"due": timezone.localdate() - timedelta(days=366 * 4)}, "due"),
    ],
)
def test_a_charge_that_is_none_is_refused(case: Case, cast: Cast, changes: dict[str, object], field: str) -> None:
    item = case.items.get(item__code="C09")
    with refused(BadInput, field=field):
        fees.record(item, facts(**changes), by=cast.chen)


def test_only_agents_of_the_item_record_a_charge_and_no_stranger_pays(case: Case, cast: Cast) -> None:
    item = case.items.get(item__code="C09")
    for user in (cast.wang, cast.zhao, cast.feng, cast.liu):
        with refused(NotAllowed, says="the agent of the item"):
            fees.record(item, facts(), by=user)
    fee = recorded(case, cast)
    for user in (cast.zhao, cast.feng, cast.liu):
        with refused(NotAllowed):
            fees.pay(fee, pdf(), on=timezone.localdate(), by=user)


@pytest.mark.req("P-062")
def test_the_flow_table_prints_what_is_recorded(case: Case, cast: Cast) -> None:
    fee = recorded(case, cast, amount=Decimal(12000))
    with translation.override("zh-hans"):
        assert readers.words(case) == {fee.case_item_id: f"城市基础设施配套费12000元（{BASIS}）"}


def test_many_charges_cost_as_much_as_one(case: Case, cast: Cast) -> None:
    costs = []
    recorded(case, cast)
    assert readers.overview(fresh(case))["lines"][0].lamp
    for more in (0, 24):
        for number in range(more):
            recorded(case, cast, name=f"示例费{number}")
        seen_case = fresh(case)
        with CaptureQueriesContext(connection) as seen:
            lamps = [line.lamp for line in readers.overview(seen_case)["lines"]]
        costs.append(len(seen))
    assert len(lamps) == 25
    assert costs[0] == costs[1]
