"""Progress of an item: the national codes in their order, dates that fit, clocks that follow from the facts alone."""

from datetime import date, timedelta
from itertools import product

import pytest
import time_machine
from django.utils import timezone

from cases import transitions
from cases.actions import items
from cases.enums import BLZT, CaseStatus, FileKind, ItemStatus
from cases.exceptions import BadInput, Stale, StepNotAllowed
from cases.management.demo.walks import pass_item
from cases.models import Case, CaseItem, ItemFact, Notice
from cases.queries import clocks
from tests.cases.easier_kit import gap_of
from tests.cases.kit import fresh, pdf, refused
from tests.cast import Cast, case_in

C, ST, S = BLZT, ItemStatus, CaseStatus
NOTE = "理由"
MON = date(2026, 9, 7)  # a plain week: Monday 7 to Friday 11 September 2026

# The law of an item, word for word: what may be recorded in which status, and where it leads.
LAW: dict[ItemStatus, dict[BLZT, ItemStatus]] = {
    ST.PROPOSED: {},
    ST.DROPPED: {},
    ST.DONE_BEFORE: {},
    ST.CONFIRMED: {C.RECEIVED: ST.RECEIVED},
    ST.RECEIVED: {
        C.ACCEPTED: ST.HANDLING, C.CORRECTION_START: ST.CORRECTING, C.NOT_HANDLED: ST.STOPPED, C.NOT_ACCEPTED: ST.STOPPED,
        C.WITHDRAWN: ST.STOPPED,
    },
    ST.CORRECTING: {C.CORRECTION_END: ST.RECEIVED, C.WITHDRAWN: ST.STOPPED},
    ST.HANDLING: {
        C.DEPARTMENT_START: ST.HANDLING, C.SPECIAL_START: ST.SPECIAL, C.PASSED: ST.PASSED,
        C.PASSED_WITH_GAP: ST.PASSED_WITH_GAP, C.NOT_PASSED: ST.NOT_PASSED, C.RETRACTED: ST.STOPPED,
        C.EXTENDED: ST.HANDLING,
    },
    ST.SPECIAL: {C.SPECIAL_END: ST.HANDLING, C.RETRACTED: ST.STOPPED, C.EXTENDED: ST.SPECIAL},
    ST.PASSED: {C.REVOKED: ST.STOPPED},
    ST.PASSED_WITH_GAP: {C.PASSED: ST.PASSED, C.REVOKED: ST.STOPPED},
    ST.NOT_PASSED: {C.RECEIVED: ST.RECEIVED},
    ST.STOPPED: {C.RECEIVED: ST.RECEIVED},
}  # fmt: skip


@pytest.fixture
def underway(cast: Cast) -> Case:
    with time_machine.travel(MON - timedelta(days=7), tick=False):
        return case_in(cast, S.UNDERWAY)


@pytest.fixture
def filing(underway: Case) -> CaseItem:
    """企业投资项目备案: nothing has to come before it."""
    return underway.items.get(item__code="L01")


def record(item: CaseItem, cast: Cast, *steps: tuple[BLZT, date], **more: object) -> ItemFact:
    for code, on in steps:
        limit = 5 if code == C.SPECIAL_START else None
        kind = "survey" if code == C.SPECIAL_START else ""
        made = items.record(item, code=code, on=on, note=NOTE, limit_days=limit, special=kind, by=cast.chen, **more)  # type: ignore[arg-type]
    return made


def day(offset: int) -> date:
    return MON + timedelta(days=offset)


def test_each_national_code_is_recorded_exactly_where_the_law_allows_it(filing: CaseItem, cast: Cast) -> None:
    # An extension asks for more than its place in the table: see test_extension.
    for status, code in product(ItemStatus, set(C) - {C.EXTENDED}):
        CaseItem.objects.filter(pk=filing.pk).update(status=status)
        filing.gaps.all().delete()
        if code == C.PASSED_WITH_GAP:
            gap_of(filing, cast.chen)
        if code in LAW[status]:
            record(filing, cast, (code, timezone.localdate()))
            assert filing.status == LAW[status][code]
        else:
            with refused(StepNotAllowed, says="cannot follow while the item is", field="code"):
                record(filing, cast, (code, timezone.localdate()))


def test_every_status_and_code_has_been_decided() -> None:
    assert set(LAW) == set(ItemStatus)
    for status, code in product(ItemStatus, C):
        assert transitions.item_step(status, code) == LAW[status].get(code)


def test_a_fact_is_not_recorded_from_a_page_that_is_older_than_the_case(filing: CaseItem, cast: Cast) -> None:
    with refused(Stale):
        record(filing, cast, (C.RECEIVED, MON), version=filing.case.version - 1)
    record(filing, cast, (C.RECEIVED, MON), version=fresh(filing.case).version)


def test_nothing_that_happened_lies_in_the_future_or_before_the_last_step(filing: CaseItem, cast: Cast) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with refused(BadInput, says="cannot lie in the future", field="on"):
        record(filing, cast, (C.RECEIVED, tomorrow))
    record(filing, cast, (C.RECEIVED, day(2)))
    with refused(BadInput, says="before the last step", field="on"):
        record(filing, cast, (C.ACCEPTED, day(1)))
    record(filing, cast, (C.ACCEPTED, day(2)))  # control: the same day is in order


def test_what_hurts_needs_a_reason(filing: CaseItem, cast: Cast) -> None:
    for code in (C.NOT_ACCEPTED, C.NOT_HANDLED, C.CORRECTION_START):
        record(filing, cast, (C.RECEIVED, MON))
        with refused(BadInput, says="Give the reason", field="note"):
            items.record(filing, code=code, on=MON, note=" ", by=cast.chen)
        items.record(filing, code=code, on=MON, note=NOTE, by=cast.chen)


def test_a_special_procedure_has_a_limit_of_its_own(filing: CaseItem, cast: Cast) -> None:
    record(filing, cast, (C.RECEIVED, MON), (C.ACCEPTED, MON))
    for limit in (None, 0, -3, 99999):
        with refused(BadInput, says="has its own limit", field="limit_days"):
            items.record(
                filing, code=C.SPECIAL_START, on=MON, limit_days=limit, special="survey", note="现场踏勘", by=cast.chen
            )
    items.record(filing, code=C.SPECIAL_START, on=MON, limit_days=1, special="survey", note="现场踏勘", by=cast.chen)


# ---- what must come before (W-056)


@pytest.mark.req("W-056")
def test_an_approval_waits_for_what_must_be_finished_first(underway: Case, cast: Cast) -> None:
    land, permit, filing = (underway.items.get(item__code=code) for code in ("L08", "L09", "L01"))
    record(permit, cast, (C.RECEIVED, day(0)), (C.ACCEPTED, day(0)))  # filing early is allowed
    with refused(BadInput, says="must be finished first", field="code"):
        record(permit, cast, (C.PASSED, day(4)))
    pass_item(land, cast.chen, day(2))
    with refused(BadInput, says="must be finished first", field="code"):  # one of the ways to be established, too
        record(permit, cast, (C.PASSED, day(4)))
    pass_item(filing, cast.chen, day(3))
    for early in (day(1), day(2)):
        with refused(BadInput, says="was finished on", field="on"):
            record(permit, cast, (C.PASSED, early))
    record(permit, cast, (C.PASSED, day(3)))
    assert permit.status == ST.PASSED


@pytest.mark.req("W-056")
def test_an_item_that_comes_first_only_if_it_is_there_is_waited_for_when_it_is_there(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY, keep={"L01", "E01"})
    filing = case.items.get(item__code="L01")
    today = timezone.localdate()
    record(filing, cast, (C.RECEIVED, today), (C.ACCEPTED, today))
    with refused(BadInput, says="must be finished first", field="code"):
        record(filing, cast, (C.PASSED, today))
    pass_item(case.items.get(item__code="E01"), cast.chen)
    record(filing, cast, (C.PASSED, today))


def test_a_dropped_predecessor_is_not_waited_for_and_one_done_before_counts(underway: Case, cast: Cast) -> None:
    land, permit, filing = (underway.items.get(item__code=code) for code in ("L08", "L09", "L01"))
    CaseItem.objects.filter(pk=land.pk).update(status=ST.DROPPED)
    CaseItem.objects.filter(pk=filing.pk).update(status=ST.DONE_BEFORE)
    record(permit, cast, (C.RECEIVED, MON), (C.ACCEPTED, MON), (C.PASSED, MON))
    assert permit.status == ST.PASSED


# ---- clocks


@pytest.mark.req("W-065")
def test_a_special_procedure_stops_the_clock_by_exactly_its_working_days(underway: Case, cast: Cast) -> None:
    permit = underway.items.get(item__code="L09")  # 3 working days promised, 20 by law
    record(permit, cast, (C.RECEIVED, MON), (C.ACCEPTED, MON))
    plain = clocks.item_clock(permit, today=MON)
    assert plain.promised is not None
    assert plain.promised.due == day(3)
    record(permit, cast, (C.SPECIAL_START, day(1)), (C.SPECIAL_END, day(7)))  # Tuesday to the next Monday
    clock = clocks.item_clock(permit, today=day(8))
    assert clock.promised is not None
    assert clock.statutory is not None
    assert clock.special_days == clock.promised.paused_days == 5
    assert clock.promised.due == day(10)  # Thursday moved by five working days to Thursday
    assert clock.special is not None
    assert clock.special.used == 4


def test_an_open_special_procedure_shows_the_clock_as_paused(underway: Case, cast: Cast) -> None:
    permit = underway.items.get(item__code="L09")
    record(permit, cast, (C.RECEIVED, MON), (C.ACCEPTED, MON), (C.SPECIAL_START, day(1)))
    clock = clocks.item_clock(permit, today=day(3))
    assert clock.promised is not None
    assert (clock.promised.state, clock.lamp.colour) == ("paused", "grey")


def test_a_correction_before_acceptance_does_not_run_the_clock(filing: CaseItem, cast: Cast) -> None:
    record(filing, cast, (C.RECEIVED, MON), (C.CORRECTION_START, MON))
    assert clocks.item_clock(filing, today=day(7)).promised is None
    record(filing, cast, (C.CORRECTION_END, day(7)), (C.ACCEPTED, day(8)))
    clock = clocks.item_clock(filing, today=day(8))
    assert clock.promised is not None
    assert (clock.promised.used, clock.promised.paused_days) == (0, 0)
    assert clock.promised.due == day(9)
    assert clock.correction_days == 5


def test_passed_with_a_gap_ends_the_clock_and_filling_the_gap_later_does_not_make_it_late(
    underway: Case, cast: Cast
) -> None:
    land, filing = underway.items.get(item__code="L08"), underway.items.get(item__code="L01")
    late = gap_of(filing, cast.chen)
    record(filing, cast, (C.RECEIVED, MON), (C.ACCEPTED, MON), (C.PASSED_WITH_GAP, day(1)))
    assert (filing.status, filing.done_on) == (ST.PASSED_WITH_GAP, day(1))
    late.delete()
    record(filing, cast, (C.PASSED, day(30)))
    clock = clocks.item_clock(filing, today=day(31))
    assert clock.promised is not None
    assert (filing.status, clock.finished_on, clock.lamp.colour) == (ST.PASSED, day(1), "blue")
    record(land, cast, (C.RECEIVED, MON))
    assert clocks.item_clock(land).promised is None  # control: only received, no clock


def test_after_a_refusal_the_second_round_has_its_own_clock(filing: CaseItem, cast: Cast) -> None:
    record(filing, cast, (C.RECEIVED, MON), (C.ACCEPTED, MON), (C.NOT_PASSED, day(1)))
    assert filing.done_on is None
    record(filing, cast, (C.RECEIVED, day(7)), (C.ACCEPTED, day(8)))
    clock = clocks.item_clock(filing, today=day(8))
    assert clock.promised is not None
    assert (clock.promised.due, clock.promised.state, clock.finished_on) == (day(9), "running", None)


def test_a_revoked_result_is_no_result_any_more(filing: CaseItem, cast: Cast) -> None:
    pass_item(filing, cast.chen, MON)
    record(filing, cast, (C.REVOKED, day(1)))
    assert (filing.status, filing.done_on) == (ST.STOPPED, None)


# ---- corrected entries


def test_a_wrong_date_is_corrected_by_a_new_entry_and_stays_readable(filing: CaseItem, cast: Cast) -> None:
    pass_item(filing, cast.chen, day(2))
    passed = filing.facts.get(code=C.PASSED)
    new = items.correct(passed, on=day(3), note="日期抄错", by=cast.chen)
    filing.refresh_from_db()
    assert (filing.done_on, filing.status) == (day(3), ST.PASSED)
    assert filing.facts.count() == 4
    assert [f.pk for f in clocks.valid_facts(filing)][-1] == new.pk
    with refused(BadInput, says="corrected already"):
        items.correct(passed, on=day(4), note="再改", by=cast.chen)
    items.correct(new, on=day(2), note="原来是对的", by=cast.chen)  # the correction itself may be corrected
    filing.refresh_from_db()
    assert filing.done_on == day(2)


def test_a_correction_says_why_and_keeps_the_steps_in_order(filing: CaseItem, cast: Cast) -> None:
    record(filing, cast, (C.RECEIVED, day(1)), (C.ACCEPTED, day(2)), (C.PASSED, day(3)))
    accepted = filing.facts.get(code=C.ACCEPTED)
    with refused(BadInput, says="Say what was wrong", field="note"):
        items.correct(accepted, on=day(2), note=" ", by=cast.chen)
    with refused(BadInput, says="cannot lie in the future", field="on"):
        items.correct(accepted, on=timezone.localdate() + timedelta(days=1), note=NOTE, by=cast.chen)
    for wrong in (day(0), day(4)):
        with refused(BadInput, says="out of order", field="on"):
            items.correct(accepted, on=wrong, note=NOTE, by=cast.chen)
    items.correct(accepted, on=day(3), note=NOTE, by=cast.chen)


def test_a_correction_on_the_same_day_keeps_its_place(underway: Case, cast: Cast) -> None:
    permit = underway.items.get(item__code="L09")
    record(permit, cast, (C.RECEIVED, MON), (C.ACCEPTED, MON), (C.SPECIAL_START, MON), (C.SPECIAL_END, MON))
    items.correct(permit.facts.get(code=C.SPECIAL_START), note="补充说明", by=cast.chen)
    items.correct(permit.facts.get(code=C.RECEIVED), note="补充说明", by=cast.chen)
    assert [f.code for f in clocks.valid_facts(permit)] == [C.RECEIVED, C.ACCEPTED, C.SPECIAL_START, C.SPECIAL_END]
    clock = clocks.item_clock(permit, today=day(2))
    assert clock.promised is not None
    assert clock.promised.state == "running"


@pytest.mark.req("W-056")
def test_a_correction_cannot_move_a_result_before_what_it_stands_on_nor_behind_what_stands_on_it(
    underway: Case, cast: Cast
) -> None:
    land, permit, filing = (underway.items.get(item__code=code) for code in ("L08", "L09", "L01"))
    pass_item(filing, cast.chen, day(0))
    record(land, cast, (C.RECEIVED, day(0)), (C.ACCEPTED, day(0)), (C.PASSED, day(2)))
    record(permit, cast, (C.RECEIVED, day(0)), (C.ACCEPTED, day(0)), (C.PASSED, day(3)))
    with refused(BadInput, says="was finished on", field="on"):
        items.correct(permit.facts.get(code=C.PASSED), on=day(1), note=NOTE, by=cast.chen)
    with refused(BadInput, says="which needs this one", field="on"):
        items.correct(land.facts.get(code=C.PASSED), on=day(4), note=NOTE, by=cast.chen)
    items.correct(permit.facts.get(code=C.PASSED), on=day(2), note=NOTE, by=cast.chen)


# ---- results and messages


def test_a_result_document_belongs_to_a_decision(filing: CaseItem, cast: Cast) -> None:
    with refused(BadInput, says="belongs to a decision", field="result_upload"):
        record(filing, cast, (C.RECEIVED, MON), result_upload=pdf())
    record(filing, cast, (C.RECEIVED, MON), (C.ACCEPTED, MON))
    with refused(BadInput, says="cannot be taken", field="file"):
        record(filing, cast, (C.PASSED, MON), result_upload=pdf("批复.exe"))
    record(filing, cast, (C.PASSED, MON), result_upload=pdf("批复.pdf"), file_number="寿审〔2026〕1号")
    assert filing.files.get(kind=FileKind.RESULT).name == "批复.pdf"
    assert filing.file_number == "寿审〔2026〕1号"


@pytest.mark.req("P-072")
def test_the_enterprise_hears_of_results_and_corrections_but_not_of_every_step(filing: CaseItem, cast: Cast) -> None:
    record(filing, cast, (C.RECEIVED, MON))
    assert not Notice.objects.filter(kind="item_fact", recipient=cast.wang).exists()
    record(filing, cast, (C.CORRECTION_START, MON))
    assert Notice.objects.filter(kind="item_fact", recipient=cast.wang).count() == 1
    record(filing, cast, (C.CORRECTION_END, MON), (C.ACCEPTED, MON), (C.PASSED, MON))
    assert Notice.objects.filter(kind="item_fact", recipient=cast.wang).count() == 2


def test_the_buttons_of_an_item_are_the_codes_of_the_law(filing: CaseItem) -> None:
    for status in ItemStatus:
        filing.status = status
        assert set(clocks.allowed_codes(filing)) == set(LAW[status]) - {C.EXTENDED}, "no extension for a filing"
