"""Checklists are the record; kept ticks belong to their enterprise, are shared with its own cases only, and can be taken back."""

from uuid import uuid4

import pytest
from django.utils.translation import override

from cases import ticks
from cases.actions import checklists as actions
from cases.actions import projects
from cases.enums import Action
from cases.exceptions import BadInput, NotAllowed, StepNotAllowed
from cases.models import (
    ApprovalItem,
    CaseEvent,
    Enterprise,
    MaterialRequirement,
    Notice,
    ProjectCategory,
    SharedTicks,
    TickedList,
)
from cases.queries import checklists
from tests.cases.kit import refused
from tests.cast import PULANDIAN, SHOUGUANG, Cast, case_in, people

pytestmark = pytest.mark.django_db


def some(code: str, count: int = 3) -> str:
    """The first papers of a checklist, ticked."""
    sheet = checklists.read(code)
    assert sheet is not None
    return ticks.write(ticks.Ticks(frozenset(line.code for line in sheet.lines[:count]), version=sheet.version))


def test_every_item_and_every_category_has_a_checklist(reference: None) -> None:
    codes = [
        *ApprovalItem.objects.values_list("code", flat=True),
        *ProjectCategory.objects.values_list("code", flat=True),
    ]
    found = checklists.read_all(codes)
    assert len(found) == len(codes) == 84
    assert all(sheet.lines for sheet in found.values())


def test_no_two_papers_of_the_catalogue_share_a_code(reference: None) -> None:
    papers = MaterialRequirement.objects.values_list("item__code", "name_zh")
    assert len({ticks.paper_code(*paper) for paper in papers}) == len(papers)


def test_the_longest_checklist_fits_into_an_address_that_a_phone_reads(reference: None) -> None:
    every = checklists.read_all(ProjectCategory.objects.values_list("code", flat=True))
    for sheet in every.values():
        codes = frozenset(part.item.code for part in sheet.parts)
        assert (
            len(ticks.write(ticks.Ticks(frozenset(sheet.digests), codes, frozenset(), frozenset(), "AAAA")))
            < ticks.LONGEST
        )


def test_many_checklists_need_the_same_queries_as_two(reference: None, django_assert_num_queries) -> None:
    few, many = ["IND", "C05"], [*ApprovalItem.objects.values_list("code", flat=True)[:25], "IND", "RES", "MED"]
    with django_assert_num_queries(6):
        checklists.read_all(few)
    with django_assert_num_queries(6):
        checklists.read_all(many)


def test_papers_and_items_out_of_use_are_left_off_and_the_version_tells(reference: None) -> None:
    before = checklists.read("C05")
    gone = MaterialRequirement.objects.filter(item__code="C05").first()
    MaterialRequirement.objects.filter(pk=gone.pk).update(active=False)
    after = checklists.read("C05")
    assert {line.paper.pk for line in before.lines} - {line.paper.pk for line in after.lines} == {gone.pk}
    assert before.version != after.version
    ApprovalItem.objects.filter(code="C05").update(active=False)
    assert checklists.read("C05") is None
    assert "C05" not in {part.item.code for part in checklists.read("IND").parts}


def test_another_order_moves_no_tick(cast: Cast) -> None:
    kept = actions.save("C05", some("C05", 1), by=cast.wang, enterprise=cast.heavy)
    paper = MaterialRequirement.objects.filter(item__code="C05").order_by("order").first()
    MaterialRequirement.objects.filter(pk=paper.pk).update(order=90)
    sheet = checklists.read("C05").marked(kept.marked)
    assert [line.paper.pk for line in sheet.lines if line.have] == [paper.pk]


def test_what_the_record_asks_anew_is_shown_until_it_was_seen(cast: Cast) -> None:
    kept = actions.save("C05", some("C05"), by=cast.wang, enterprise=cast.heavy)
    first, second = MaterialRequirement.objects.filter(item__code="C05").order_by("order")[:2]
    MaterialRequirement.objects.create(
        item=first.item,
        order=80,
        name_zh="新增示例材料",
        name_en="New example paper",
        form="original",
        source="applicant",
    )
    MaterialRequirement.objects.filter(pk=second.pk).update(copies=7)
    _row, sheet, new = checklists.with_sheets([kept])[0]
    assert [line.paper.name_zh for line in sheet.lines if line.new] == ["新增示例材料"]
    assert [line.paper.pk for line in sheet.lines if line.changed] == [second.pk]
    assert (len(new.new), len(new.changed), new.gone) == (1, 1, 0)
    seen = actions.look_through(kept, by=cast.wang)
    assert not checklists.since(seen, checklists.read("C05"))
    assert seen.marked.have == kept.marked.have


def test_ticks_are_kept_for_the_enterprise_and_seen_by_its_people_alone(cast: Cast) -> None:
    kept = actions.save("IND", some("IND"), by=cast.wang, enterprise=cast.heavy)
    assert list(checklists.visible_to(cast.wang)) == [kept]
    assert not checklists.visible_to(cast.he).exists()  # of the other enterprise
    assert not checklists.visible_to(people.person("stranger", "外人")).exists()
    assert kept.version == checklists.read("IND").version


def test_without_an_enterprise_they_are_kept_for_the_person_and_become_the_enterprises_later(cast: Cast) -> None:
    own = actions.save("IND", some("IND"), by=cast.wang)
    assert own.enterprise is None
    colleague = people.person("colleague", "同事")
    with refused(NotAllowed, says="belongs to others"):
        actions.save("IND", some("IND"), by=colleague, into=own)
    again = actions.save("IND", some("IND", 5), by=cast.wang, enterprise=cast.heavy, into=own)
    assert (again.pk, again.enterprise, len(again.marked.have)) == (own.pk, cast.heavy, 5)


def test_the_same_form_twice_is_one_list_and_adding_takes_nothing_away(cast: Cast) -> None:
    once = uuid4()
    first = actions.save("IND", some("IND"), by=cast.wang, enterprise=cast.heavy, once=once)
    assert actions.save("IND", some("IND"), by=cast.wang, enterprise=cast.heavy, once=once) == first
    assert TickedList.objects.count() == 1
    added = actions.save("IND", ticks.write(ticks.Ticks()), by=cast.wang, enterprise=cast.heavy, into=first, add=True)
    assert len(added.marked.have) == 3
    replaced = actions.save("IND", ticks.write(ticks.Ticks()), by=cast.wang, enterprise=cast.heavy, into=first)
    assert not replaced.marked.have


@pytest.mark.parametrize("text", ["", "x", "AAAA-A", "A" * 10_000, "AAAA-<script>"])
def test_what_is_no_ticks_is_refused(cast: Cast, text: str) -> None:
    with refused(BadInput, says="cannot be read"):
        actions.save("IND", text, by=cast.wang, enterprise=cast.heavy)


def test_unknown_codes_are_passed_over_and_unknown_checklists_refused(cast: Cast) -> None:
    kept = actions.save("C05", "AAAA-ZZZZZZZZ-Z99", by=cast.wang, enterprise=cast.heavy)
    assert not kept.marked
    with refused(BadInput, says="no such checklist"):
        actions.save("Z99", "AAAA", by=cast.wang, enterprise=cast.heavy)


def test_nobody_keeps_for_an_enterprise_of_others(cast: Cast) -> None:
    with refused(NotAllowed, says="do not belong"):
        actions.save("IND", some("IND"), by=cast.he, enterprise=cast.heavy)


def test_a_shared_list_is_logged_told_and_seen_until_it_is_taken_back(cast: Cast) -> None:
    case = case_in(cast, "submitted")
    kept = actions.save("IND", some("IND"), by=cast.wang, enterprise=cast.heavy)
    share = actions.share(kept, case, by=cast.wang)
    assert actions.share(kept, case, by=cast.wang) == share  # pressed twice
    assert checklists.shared_with(case) == [share]
    assert Notice.objects.filter(case=case, kind="checklist_shared").exists()
    actions.take_back(share, by=cast.wang)
    assert checklists.shared_with(case) == []
    events = CaseEvent.objects.filter(case=case, action=Action.SHARE_CHECKLIST).order_by("seq")
    assert [bool(event.data.get("back")) for event in events] == [False, True]
    assert share.taken_back_by == cast.wang
    assert actions.share(kept, case, by=cast.wang) != share  # and may be shared again


def test_a_list_goes_to_no_case_of_another_enterprise_and_nobody_elses_list_to_ones_own(cast: Cast) -> None:
    theirs = case_in(cast, "submitted", PULANDIAN)
    kept = actions.save("IND", some("IND"), by=cast.wang, enterprise=cast.heavy)
    assert theirs.enterprise != cast.heavy
    with refused(NotAllowed, says="only with a case of the enterprise"):
        actions.share(kept, theirs, by=cast.wang)
    with refused(NotAllowed, says="belongs to others"):
        actions.share(kept, theirs, by=cast.he)
    own = case_in(cast, "submitted", SHOUGUANG)
    personal = actions.save("IND", some("IND"), by=cast.wang)
    with refused(NotAllowed, says="only with a case of the enterprise"):
        actions.share(personal, own, by=cast.wang)
    assert actions.share(kept, own, by=cast.wang)  # the control


def test_the_agency_neither_shares_nor_takes_back(cast: Cast) -> None:
    case = case_in(cast, "submitted")
    share = actions.share(actions.save("IND", some("IND"), by=cast.wang, enterprise=cast.heavy), case, by=cast.wang)
    with refused(NotAllowed):
        actions.take_back(share, by=cast.chen)


def test_when_the_case_is_over_nothing_is_shown(cast: Cast) -> None:
    case = case_in(cast, "submitted")
    kept = actions.save("IND", some("IND"), by=cast.wang, enterprise=cast.heavy)
    other = actions.save("IND", some("IND"), by=cast.wang, enterprise=cast.heavy)
    actions.share(kept, case, by=cast.wang)
    case.refresh_from_db()
    case.status = "declined"
    case.save(update_fields=["status"])
    assert checklists.shared_with(case) == []
    with refused(StepNotAllowed):
        actions.share(other, case, by=cast.wang)
    actions.remove(kept, by=cast.wang)
    assert not TickedList.objects.filter(pk=kept.pk).exists()


def test_removing_a_list_takes_back_what_was_shown(cast: Cast) -> None:
    case = case_in(cast, "submitted")
    kept = actions.save("IND", some("IND"), by=cast.wang, enterprise=cast.heavy)
    actions.share(kept, case, by=cast.wang)
    with refused(NotAllowed):
        actions.remove(kept, by=cast.he)
    actions.remove(kept, by=cast.wang)
    assert not SharedTicks.objects.exists()
    assert CaseEvent.objects.filter(case=case, action=Action.SHARE_CHECKLIST).count() == 2


def test_an_application_from_a_checklist_carries_the_ticks(cast: Cast) -> None:
    old = case_in(cast, "submitted")
    data = {name: getattr(old.project, name) for name in ("category", "region", "address", "investment")}
    begun = {"by": cast.wang, "items": ["C05"], "once": uuid4(), "ticked": ("C05", some("C05"))}
    case = projects.start(cast.heavy, data | {"name": "示例清单项目"}, **begun)
    again = projects.start(cast.heavy, data | {"name": "示例清单项目"}, **begun)
    assert again == case
    share = SharedTicks.objects.get(case=case)
    assert len(share.ticked.marked.have) == 3
    assert not Notice.objects.filter(case=case).exists()  # nobody is told of a draft
    with override("en"):
        assert projects.start(
            cast.heavy, data | {"name": "示例二"}, by=cast.wang, ticked=("C05", "broken")
        ).pk  # ticks that cannot be read stay behind
    assert SharedTicks.objects.count() == 1


def test_there_is_a_limit_to_the_lists_of_an_enterprise(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr(actions, "MOST", 1)
    actions.save("IND", some("IND"), by=cast.wang, enterprise=cast.heavy)
    with refused(says="kept already"):
        actions.save("C05", some("C05"), by=cast.wang, enterprise=cast.heavy)
    actions.save("C05", some("C05"), by=cast.he, enterprise=Enterprise.objects.get(pk=next(iter(cast.he.member_of))))
