"""The ledger as a page: every paper in one group, one pile at a time, what is due next."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases import ledger as rules
from cases.actions import materials
from cases.enums import CaseStatus, ItemStatus
from cases.enums_easier import GapStatus
from cases.enums_papers import PaperState, Pile
from cases.ledger import Standing
from cases.models import Case, CaseItem, DeferredMaterial, IssuedDocument, PlanRow
from cases.queries import ledger, ledger_groups
from tests.cases.kit import pdf
from tests.cast import Cast, case_in


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case of many items with a paper in every pile that can be reached by bringing papers."""
    found = case_in(cast, CaseStatus.UNDERWAY, keep=None)
    first, second, third, *_rest = [line for line in ledger.lines(found) if line.state == PaperState.MISSING]
    materials.add(found, first.name_zh, upload=pdf("一.pdf", b"1"), by=cast.wang)
    materials.add(found, second.name_zh, filled="x", by=cast.chen)
    materials.object_to(materials.add(found, third.name_zh, filled="y", by=cast.chen), reason="写错", by=cast.wang)
    materials.add(found, "示例补充说明", upload=pdf("二.pdf", b"2"), by=cast.wang)
    return found


def shown(page: ledger_groups.Sorted) -> list[str]:
    return [line.name_zh for stage in page.stages for group in stage.items for line in group.lines]


def test_every_state_is_in_one_pile_and_what_is_open_is_something_to_do() -> None:
    states = [state for pile in Pile for state in rules.PILES[pile]]
    assert sorted(states) == sorted(PaperState)
    assert set(PaperState) - {PaperState.COMING, PaperState.HERE, PaperState.NOT_NEEDED} == rules.OPEN


def test_every_paper_is_in_exactly_one_group(case: Case) -> None:
    lines = ledger.lines(case)
    page = ledger_groups.arrange(lines)
    assert len(lines) > 25
    assert sorted(shown(page)) == sorted(line.name_zh for line in lines)
    assert page.total == len(lines)
    assert page.todo == len(ledger.wanted(lines)) == sum(stage.todo for stage in page.stages)
    # Control: many papers are asked for by several items, and would stand in several groups.
    assert sum(len(line.needs) for line in lines) > len(lines)


def test_groups_come_in_the_order_of_stages_and_items_each_once(case: Case) -> None:
    page = ledger_groups.arrange(ledger.lines(case))
    places = [group.case_item for stage in page.stages for group in stage.items]
    codes = [(row.item.stage.order, row.item.code) for row in places if row]
    assert codes == sorted(set(codes))
    assert [stage.stage for stage in page.stages][-1] is None
    assert shown(page)[-1] == "示例补充说明"  # nobody asked for it
    for stage in page.stages:
        for group in stage.items:
            assert group.case_item is None or all(
                group.case_item in [need.case_item for need in line.needs] for line in group.lines
            )
            owed = [line.wanted for line in group.lines]
            assert owed == sorted(owed, reverse=True)


def test_a_paper_is_listed_under_the_item_that_needs_it_first(case: Case) -> None:
    line = next(one for one in ledger.lines(case) if len(one.open_needs) > 1)
    last = line.open_needs[-1].case_item
    assert ledger_groups.home(line) != last
    PlanRow.objects.filter(plan__case=case, case_item=last).update(start=date(2020, 1, 1))
    line = next(one for one in ledger.lines(case) if one.name_zh == line.name_zh)
    assert ledger_groups.home(line) == last
    CaseItem.objects.filter(pk=last.pk).update(status=ItemStatus.RECEIVED)
    line = next(one for one in ledger.lines(case) if one.name_zh == line.name_zh)
    assert ledger_groups.home(line) != last  # filed: it does not wait for the paper any more


def test_the_piles_part_the_papers_and_each_filter_shows_its_own(case: Case) -> None:
    lines = ledger.lines(case)
    every = ledger_groups.arrange(lines)
    chips = {chip["url"]: chip["count"] for chip in every.chips}
    assert chips.pop("?") == len(lines) == sum(chips.values())
    assert {f"?state={pile}" for pile in ("missing", "again", "confirm", "complete", "coming")} <= set(chips)
    seen: list[str] = []
    for url, count in chips.items():
        page = ledger_groups.arrange(lines, url.removeprefix("?state="))
        assert page.pile is not None
        assert {one.pile for one in lines if one.name_zh in shown(page)} == {page.pile}
        assert len(shown(page)) == count > 0
        assert [chip["url"] for chip in page.chips if chip["active"]] == [url]
        assert (page.todo, page.dates) == (every.todo, every.dates)  # the tally is of all papers
        seen += shown(page)
    assert sorted(seen) == sorted(shown(every))


@pytest.mark.parametrize("said", ["", "pirate", "MISSING", "missing' or 1=1", "\x00"])
def test_an_unknown_filter_shows_everything(said: str, case: Case) -> None:
    lines = ledger.lines(case)
    page = ledger_groups.arrange(lines, said)
    assert (page.pile, len(shown(page))) == (None, len(lines))


def test_the_next_dates_are_those_of_what_is_owed(case: Case) -> None:
    lines = ledger.lines(case)
    dates = ledger_groups.next_dates(lines)
    days = sorted({line.needed_by for line in lines if line.wanted and line.needed_by})
    assert [one.day for one in dates] == days[: ledger_groups.NEXT_DATES]
    for one in dates:
        due = [line for line in lines if line.wanted and line.needed_by == one.day]
        assert one.papers == len(due)
        assert set(one.items) == {ledger_groups.home(line) for line in due}
    assert ledger_groups.next_dates(line for line in lines if not line.wanted) == []


@pytest.mark.req("W-075")
def test_a_paper_promised_for_later_is_owed_although_its_item_was_filed(case: Case, cast: Cast) -> None:
    paper = next(
        row
        for row in case.materials.filter(may_be_late=True).exclude(source="result").order_by("pk")
        if case.materials.filter(name_zh=row.name_zh).count() == 1
    )
    CaseItem.objects.filter(pk=paper.case_item_id).update(status=ItemStatus.RECEIVED)

    def line() -> ledger.Line:
        return next(one for one in ledger.lines(case) if one.name_zh == paper.name_zh)

    assert (line().state, line().wanted) == (PaperState.NOT_NEEDED, False)
    due = timezone.localdate() + timedelta(days=40)
    gap = DeferredMaterial.objects.create(
        case_item=paper.case_item, material=paper, status=GapStatus.OFFERED, reason="示例", due=due,
        document=IssuedDocument.objects.filter(case=case)[0], by=cast.chen,
    )  # fmt: skip
    assert line().state == PaperState.NOT_NEEDED  # not signed yet
    DeferredMaterial.objects.filter(pk=gap.pk).update(status=GapStatus.PROMISED, signed_on=timezone.localdate())
    found = line()
    assert (found.state, found.pile, found.needed_by, found.wanted) == (PaperState.PROMISED, Pile.LATE, due, True)
    assert ledger_groups.home(found) == paper.case_item
    materials.add(case, paper.name_zh, upload=pdf("补.pdf", b"3"), by=cast.wang)
    assert line().state == PaperState.HERE


def test_a_promise_counts_only_while_the_paper_is_absent() -> None:
    known = {"promised": True, "needed": False}
    today = date(2026, 11, 25)
    assert rules.state(Standing(present=False, **known), today) == PaperState.PROMISED
    assert rules.state(Standing(present=True, **known), today) == PaperState.HERE
