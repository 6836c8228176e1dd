"""Before a case is filed every original is back with the enterprise, or stays with a unit by a law that is named."""

import pytest

from cases.actions import finishing, originals
from cases.enums import CaseStatus
from cases.enums_papers import Handover
from cases.exceptions import BadInput, CaseError
from cases.management.demo import walks
from cases.models import Case, CaseEvent, Notice, Unit
from cases.queries import archiving, letters
from cases.queries import originals as readers
from tests.cases.kit import fresh, refused
from tests.cases.test_originals import facts
from tests.cast import Cast, case_in

S, H = CaseStatus, Handover
BOOK = "不动产权证书"


@pytest.fixture
def unit(cast: Cast) -> Unit:
    return Unit.objects.get(code="370783-housing")


@pytest.fixture
def closed(cast: Cast, unit: Unit) -> Case:
    """One original lies with the agency, another with a unit; everything else is ready for the shelf."""
    case = case_in(cast, S.UNDERWAY)
    originals.hand_over(case, facts(H.TAKEN, {BOOK: 2, "营业执照": 1}), by=cast.chen)
    originals.hand_over(fresh(case), facts(H.LODGED, {BOOK: 1}, unit=unit), by=cast.chen)
    return walks.walk(fresh(case), S.CLOSED, cast)


def file(case: Case, cast: Cast, **more: str) -> None:
    finishing.archive(fresh(case), shelf="A-1", by=cast.chen, **more)


def back(case: Case, cast: Cast, papers: dict[str, int]) -> None:
    originals.hand_over(fresh(case), facts(H.RETURNED, papers), by=cast.chen)


@pytest.fixture
def copied(closed: Case, cast: Cast) -> Case:
    walks.keep_all_copies(closed, cast.chen, "A-1")
    return fresh(closed)


@pytest.mark.req("P-078")
def test_what_the_agency_holds_is_named_and_no_reason_keeps_it(copied: Case, cast: Cast) -> None:
    for stays in ("", "依法留存"):
        with refused(CaseError, says="Rule “originals go back”"):
            file(copied, cast, stays=stays)
    with refused(CaseError, says="营业执照 × 1"):
        file(copied, cast)
    assert [one.unit for one in readers.held(copied) if one.unit is None] == [None, None]


@pytest.mark.req("P-078")
def test_what_lies_with_a_unit_is_named_and_stays_only_for_a_reason_that_the_enterprise_reads(
    copied: Case, cast: Cast, unit: Unit
) -> None:
    back(copied, cast, {BOOK: 1, "营业执照": 1})
    with refused(BadInput, says=f"{BOOK} × 1 ({unit.name_en})", field="stays"):
        file(copied, cast, stays="  ")
    file(copied, cast, stays="不动产登记暂行条例：原证书收回存档")
    case = fresh(copied)
    assert case.status == S.ARCHIVED
    told = Notice.objects.get(kind="originals_stay", recipient=cast.wang)
    body = letters.words(told, "zh-hans")[1]
    assert BOOK in body
    assert "原证书收回存档" in body
    kept = CaseEvent.objects.get(case=case, action="archive").data
    assert (kept["units"], kept["stays"]) == ([unit.name_zh], "不动产登记暂行条例：原证书收回存档")
    assert "原证书收回存档" in str(archiving.log(case))


def test_with_every_original_back_nothing_is_asked(copied: Case, cast: Cast, unit: Unit) -> None:
    """Control: fetched and returned, the case is filed without a word about originals."""
    originals.hand_over(copied, facts(H.FETCHED, {BOOK: 1}, unit=unit), by=cast.chen)
    back(copied, cast, {BOOK: 2, "营业执照": 1})
    file(copied, cast)
    assert fresh(copied).status == S.ARCHIVED
    assert not Notice.objects.filter(kind="originals_stay").exists()
    assert "stays" not in CaseEvent.objects.get(case=copied, action="archive").data
