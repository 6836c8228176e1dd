"""The application: saved with holes, submitted whole, numbered once, taken back at will."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from cases.actions import applications, files, projects
from cases.actions.applications import Choice
from cases.enums import CaseStatus, DocumentKind, FileKind, ItemStatus
from cases.exceptions import BadInput, CaseError, NotAllowed, Stale, StepNotAllowed
from cases.management.demo.walks import draft, facts
from cases.models import ApprovalItem, Case, Notice, NumberSequence, Project, Region
from cases.queries import story
from tests.cases.kit import everything, fresh, pdf, refused
from tests.cast import FEW, PULANDIAN, SHOUGUANG, Cast, case_in

S = CaseStatus


@pytest.fixture
def case(cast: Cast) -> Case:
    return case_in(cast, S.DRAFT)


# ---- facts of the project


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        ({"investment": Decimal("-1")}, "investment", "more than zero"),
        ({"investment": Decimal("0")}, "investment", "more than zero"),
        ({"investment": Decimal("NaN")}, "investment", ""),
        ({"investment": Decimal("123456789012345.00")}, "investment", ""),
        ({"investment": Decimal("1.005")}, "investment", ""),
        ({"land_area": Decimal("1e20")}, "land_area", ""),
        ({"funding": "luck"}, "funding", ""),
        ({"name": ""}, "name", ""),
        ({"name": "长" * 201}, "name", ""),
        ({"project_code": "2613-370783-04-01-123456"}, "project_code", "looks like"),
        ({"project_code": "370783"}, "project_code", "24 characters"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_an_impossible_fact_is_refused_at_its_field_when_starting_and_when_changing(
    cast: Cast, wrong: dict[str, object], field: str, says: str
) -> None:
    with refused(BadInput, says=says, field=field):
        projects.start(cast.heavy, facts(**wrong), by=cast.wang)
    made = projects.start(cast.heavy, facts(), by=cast.wang)
    with refused(BadInput, says=says, field=field):
        projects.change(made, wrong, by=cast.wang)


def test_the_works_do_not_end_before_they_begin(case: Case, cast: Cast) -> None:
    today = timezone.localdate()
    dates = {"planned_start": today, "planned_finish": today - timedelta(days=1)}
    with refused(BadInput, says="before the planned start", field="planned_finish"):
        projects.change(case, dates, by=cast.wang)
    projects.change(case, dates | {"planned_finish": today}, by=cast.wang)


def test_a_town_lies_in_the_county_chosen(case: Case, cast: Cast) -> None:
    abroad, own = (Region.objects.filter(level="town", parent__code=code).first() for code in (PULANDIAN, SHOUGUANG))
    for wrong in (abroad, Region.objects.get(code=SHOUGUANG), Region.objects.get(code="370702")):
        with refused(BadInput, says="does not lie in the county", field="town"):
            projects.change(case, {"town": wrong}, by=cast.wang)
    projects.change(case, {"town": own}, by=cast.wang)
    with refused(BadInput, field="town"):  # the county moves away from its town
        projects.change(case, {"region": Region.objects.get(code=PULANDIAN)}, by=cast.wang)


def test_only_facts_of_the_form_can_be_changed(case: Case, cast: Cast) -> None:
    for name in ("enterprise", "created_by", "uuid", "answers", "status"):
        with refused(BadInput, says="cannot be changed"):
            projects.change(case, {name: None}, by=cast.wang)


def test_a_draft_that_moves_to_another_region_falls_under_its_scheme_and_agency(case: Case, cast: Cast) -> None:
    projects.change(case, {"region": Region.objects.get(code=PULANDIAN)}, by=cast.wang)
    moved = fresh(case)
    assert (moved.scheme.code, moved.region.code) == ("one_three_n", PULANDIAN)
    assert moved.handling_unit.region.code == PULANDIAN == moved.first_unit.region.code
    nowhere = Region.objects.create(code="110000", name_zh="外地", name_en="Elsewhere", level="province", path="110000")
    with refused(BadInput, says="has not been set up", field="region"):
        projects.change(case, {"region": nowhere}, by=cast.wang)
    with refused(BadInput, says="has not been set up", field="region"):
        projects.start(cast.heavy, facts() | {"region": nowhere}, by=cast.wang)


def test_the_same_new_form_sent_twice_makes_one_draft(cast: Cast) -> None:
    once = uuid4()
    first = projects.start(cast.heavy, facts(), by=cast.wang, once=once)
    second = projects.start(cast.heavy, facts(name="改了名"), by=cast.li, once=once)
    assert (first.pk, Project.objects.count()) == (second.pk, 1)
    assert projects.start(cast.heavy, facts(), by=cast.wang, once=uuid4()).pk != first.pk  # control


def test_a_change_from_an_older_page_is_refused(case: Case, cast: Cast) -> None:
    seen = case.version
    projects.change(case, {"scale": "二"}, by=cast.wang, version=seen)
    with refused(Stale, says="What you typed is kept"):
        projects.change(case, {"scale": "三"}, by=cast.li, version=seen)
    with refused(Stale):
        applications.submit(case, by=cast.wang, version=seen)


# ---- items


@pytest.mark.req("W-012", "W-013")
def test_all_or_some_items_are_taken_and_what_is_done_is_marked(cast: Cast) -> None:
    case = draft(cast)
    proposed = case.items.count()
    assert proposed > 20
    yesterday = timezone.localdate() - timedelta(days=1)
    applications.choose_items(
        case,
        {
            "L01": Choice(taken=True, mode="assist", done_on=yesterday, done_reference="备〔2026〕1号"),
            "L08": Choice(taken=False),
            "L09": Choice(taken=True, mode="assist"),
        },
        {},
        by=cast.wang,
    )
    assert case.items.count() == proposed - 1
    done = case.items.get(item__code="L01")
    assert (done.status, done.done_on, done.done_reference) == (ItemStatus.DONE_BEFORE, yesterday, "备〔2026〕1号")
    assert case.items.get(item__code="L09").assist_mode == "assist"
    assert not case.items.filter(item__code="L08").exists()


def test_impossible_choices_are_refused(case: Case, cast: Cast) -> None:
    with refused(BadInput, says="no item X99"):
        applications.choose_items(case, {"X99": Choice(taken=True)}, {}, by=cast.wang)
    tomorrow = timezone.localdate() + timedelta(days=1)
    with refused(BadInput, says="done in the future", field="done_on_L01"):
        applications.choose_items(case, {"L01": Choice(taken=True, done_on=tomorrow)}, {}, by=cast.wang)
    ApprovalItem.objects.filter(code="L02").update(active=False)
    with refused(BadInput, says="no item L02"):
        applications.choose_items(case, {"L02": Choice(taken=True)}, {}, by=cast.wang)


def test_an_item_that_is_left_out_takes_its_papers_along_and_may_come_back(case: Case, cast: Cast) -> None:
    paper = case.materials.filter(case_item__item__code="L01").first()
    files.store(case, pdf(), kind=FileKind.MATERIAL, by=cast.wang, material=paper)
    applications.choose_items(case, {"L01": Choice(taken=False)}, {}, by=cast.wang)
    assert case.files.filter(removed_at=None).count() == 0
    assert case.materials.filter(case_item__item__code="L01").count() == 0
    applications.choose_items(case, {"L01": Choice(taken=True)}, {}, by=cast.wang)
    assert case.materials.filter(case_item__item__code="L01").count() > 0


# ---- submitting


@pytest.mark.req("P-002", "P-020", "W-064")
def test_submitting_gives_a_number_a_receipt_and_messages_to_both_sides(case: Case, cast: Cast) -> None:
    stored = files.store(case, pdf(), kind=FileKind.MATERIAL, by=cast.wang, material=case.materials.first())
    applications.submit(case, by=cast.wang)
    case = fresh(case)
    assert case.number == f"BDB-370783-{timezone.localdate().year}-0001"
    receipt = case.documents.get(kind=DocumentKind.RECEIPT)
    assert receipt.data["case_number"] == case.number
    assert [f["sha256"] for f in receipt.data["files"]] == [stored.sha256]
    assert len(receipt.data["items"]) == len(FEW)
    assert set(Notice.objects.filter(kind="submitted").values_list("recipient", flat=True)) == {
        cast.chen.pk, cast.sun.pk, cast.xu.pk, cast.qian.pk,
    }  # fmt: skip
    assert list(Notice.objects.filter(kind="receipt").values_list("recipient", flat=True)) == [cast.wang.pk]


def test_submitting_twice_gives_one_number_one_receipt_and_one_message(case: Case, cast: Cast) -> None:
    applications.submit(case, by=cast.wang)
    with refused(StepNotAllowed, says="is not possible while"):
        applications.submit(case, by=cast.wang)
    with refused(StepNotAllowed):
        applications.submit(case, by=cast.li)
    assert Case.objects.exclude(number=None).count() == 1
    assert fresh(case).documents.count() == 1
    assert Notice.objects.filter(kind="receipt").count() == 1


def test_something_must_be_entrusted_and_every_required_fact_be_there(cast: Cast) -> None:
    nothing = draft(cast, keep=set())
    with refused(CaseError, says="at least one item that is still to be done"):
        applications.submit(nothing, by=cast.wang)
    today = timezone.localdate()
    applications.choose_items(nothing, {"L01": Choice(taken=True, done_on=today)}, {}, by=cast.wang)
    with refused(CaseError, says="at least one item that is still to be done"):
        applications.submit(nothing, by=cast.wang)
    for name in ("address", "scale", "contact_name", "contact_phone", "funding", "land_acquisition"):
        holey = projects.start(cast.heavy, facts(**{name: ""}), by=cast.wang)
        with refused(BadInput, says="is still empty", field=name):
            applications.submit(holey, by=cast.wang)


def test_a_failed_submission_gives_its_number_back(case: Case, cast: Cast) -> None:
    holey = projects.start(cast.heavy, facts(address=""), by=cast.wang)
    with pytest.raises(BadInput):
        applications.submit(holey, by=cast.wang)
    applications.submit(case, by=cast.wang)
    assert fresh(case).number is not None
    assert str(fresh(case).number).endswith("-0001")
    assert NumberSequence.objects.get(scope__startswith="case/").last == 1


def test_what_was_submitted_cannot_be_changed_any_more(case: Case, cast: Cast) -> None:
    applications.submit(case, by=cast.wang)
    with refused(StepNotAllowed):
        projects.change(case, {"scale": "别的"}, by=cast.wang)
    with refused(StepNotAllowed):
        applications.choose_items(case, {"L01": Choice(taken=False)}, {}, by=cast.wang)


def test_strangers_and_the_agency_neither_write_nor_submit_nor_withdraw(case: Case, cast: Cast) -> None:
    for user in (cast.zhao, cast.chen, cast.sun, cast.feng, cast.jin):
        with refused(NotAllowed, says="the enterprise"):
            projects.change(case, {"scale": "别的"}, by=user)
        with refused(NotAllowed):
            applications.choose_items(case, {}, {}, by=user)
        with refused(NotAllowed):
            applications.submit(case, by=user)
        with refused(NotAllowed):
            applications.withdraw(case, by=user)


# ---- withdrawing


@pytest.mark.req("P-002")
@pytest.mark.parametrize("status", [S.DRAFT, S.SUBMITTED, S.GENERATION, S.ACCEPTED, S.AGREEMENT])
def test_until_it_is_signed_the_application_is_withdrawn_at_will(cast: Cast, status: str) -> None:
    case = case_in(cast, status, PULANDIAN)
    applications.withdraw(case, reason="另有安排", by=cast.he)
    assert fresh(case).status == S.WITHDRAWN
    told = Notice.objects.filter(kind="withdrawn", recipient=cast.liu).count()
    assert told == (0 if status == S.DRAFT else 1)
    assert story.whose_turn(fresh(case)).side == "nobody"
    with refused(StepNotAllowed):
        applications.withdraw(case, by=cast.he)


def test_after_signing_it_is_not_withdrawn(cast: Cast) -> None:
    case = case_in(cast, S.SIGNED)
    with refused(StepNotAllowed):
        applications.withdraw(case, by=cast.wang)


def test_a_refusal_is_noticed_by_the_comparison_itself(case: Case, cast: Cast) -> None:
    """Control of every test here that says “nothing has changed”."""
    before = everything()
    projects.change(case, {"scale": "别的"}, by=cast.wang)
    after = everything()
    assert {name for name in before if before[name] != after[name]} == {"case", "caseevent", "project"}
