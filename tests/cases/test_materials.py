"""The material ledger: once per paper, in versions, nothing confirmed changed silently, what is missing by when."""

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from cases import ledger as rules
from cases.actions import applications, files, items, materials
from cases.enums import BLZT, CaseStatus, FileKind, ItemStatus
from cases.enums_papers import Origin, PaperState
from cases.exceptions import BadInput, CaseError, NotAllowed, Stale
from cases.ledger import Standing
from cases.models import Case, CaseItem, CaseMaterial, MaterialAnswer, MaterialVersion, Notice, PlanRow
from cases.queries import ledger, letters, story
from tests.cases.kit import fresh, pdf, refused
from tests.cast import PULANDIAN, Cast, case_in

S = CaseStatus
TODAY = timezone.localdate


@pytest.fixture
def case(cast: Cast) -> Case:
    return case_in(cast, S.UNDERWAY)


def line(case: Case, name: str) -> ledger.Line:
    return next(one for one in ledger.lines(fresh(case)) if one.name_zh == name)


def own_paper(case: Case) -> CaseMaterial:
    """A paper that the enterprise brings and that may not be late."""
    return case.materials.filter(source="applicant", may_be_late=False).order_by("pk")[0]


# ---- the pure rule


@pytest.mark.parametrize(
    ("known", "state"),
    [
        ({"present": False}, PaperState.MISSING),
        ({"present": False, "may_be_late": True}, PaperState.MAY_FOLLOW),
        ({"present": False, "from_item": True}, PaperState.COMING),
        ({"present": False, "needed": False}, PaperState.NOT_NEEDED),
        ({"present": True}, PaperState.HERE),
        ({"present": True, "agreed": None}, PaperState.UNCONFIRMED),
        ({"present": True, "agreed": False}, PaperState.OBJECTED),
        ({"present": True, "valid_until": date(2026, 11, 24)}, PaperState.EXPIRED),
        ({"present": True, "valid_until": date(2026, 11, 25)}, PaperState.HERE),
        ({"present": True, "valid_until": date(2026, 11, 24), "needed": False}, PaperState.HERE),
        (
            {"present": True, "valid_until": date(2026, 12, 1), "needed_by": date(2026, 12, 2)},
            PaperState.EXPIRES_EARLY,
        ),
        ({"present": True, "valid_until": date(2026, 12, 2), "needed_by": date(2026, 12, 2)}, PaperState.HERE),
    ],
)
def test_a_paper_stands_as_its_facts_say(known: dict[str, object], state: PaperState) -> None:
    assert rules.state(Standing(**known), date(2026, 11, 25)) == state  # type: ignore[arg-type]


# ---- once for the project


def test_what_came_with_the_application_is_the_first_version_of_its_paper(cast: Cast) -> None:
    case = case_in(cast, S.DRAFT)
    paper = own_paper(case)
    first = files.store(case, pdf("一.pdf", b"1"), kind=FileKind.MATERIAL, by=cast.wang, material=paper)
    second = files.store(case, pdf("二.pdf", b"2"), kind=FileKind.MATERIAL, by=cast.wang, material=paper)
    gone = files.store(case, pdf("三.pdf", b"3"), kind=FileKind.MATERIAL, by=cast.wang, material=paper)
    files.remove(gone, by=cast.wang)
    case = fresh(case)
    applications.submit(case, by=cast.wang)
    version = MaterialVersion.objects.get(paper__case=case)
    assert (version.number, version.origin, version.agreed) == (1, Origin.ENTERPRISE, True)
    assert set(version.files.all()) == {first, second}


def test_a_paper_is_uploaded_once_and_serves_every_item_that_asks_for_it(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY, keep=None)
    names = list(case.materials.values_list("name_zh", flat=True))
    shared = next(name for name in names if names.count(name) > 1)
    materials.add(case, shared, upload=pdf(), by=cast.wang)
    found = line(case, shared)
    assert len(found.needs) == names.count(shared)
    assert [one.name_zh for one in ledger.lines(case)].count(shared) == 1
    assert found.state == PaperState.HERE
    assert MaterialVersion.objects.filter(paper__name_zh=shared).count() == 1


def test_a_new_version_takes_the_place_of_the_old_one_which_stays(case: Case, cast: Cast) -> None:
    name = own_paper(case).name_zh
    old = materials.add(case, name, upload=pdf("旧.pdf", b"old"), by=cast.wang)
    new = materials.add(case, name, upload=pdf("新.pdf", b"new"), note="盖章后重扫", by=cast.wang)
    found = line(case, name)
    assert (found.current, found.older) == (new, [old])
    for change in (
        lambda: MaterialVersion.objects.filter(pk=old.pk).update(note="x"),
        lambda: MaterialVersion.objects.filter(pk=old.pk).delete(),
    ):
        with pytest.raises((DatabaseError, ValueError), match=r"append-only|protected"), transaction.atomic():
            change()
    assert MaterialVersion.objects.get(pk=old.pk).files.get().name == "旧.pdf"


def test_a_paper_nobody_asked_for_is_kept_beside_the_others(case: Case, cast: Cast) -> None:
    materials.add(case, " 补充  说明 ", upload=pdf(), by=cast.wang)
    found = line(case, "补充 说明")
    assert (found.asked, found.needs, found.state) == (None, [], PaperState.HERE)


# ---- missing, by when


def test_what_is_missing_says_for_which_item_and_by_when_the_roadmap_needs_it(case: Case, cast: Cast) -> None:
    row = PlanRow.objects.filter(plan__case=case, plan__current=True).exclude(start=None).latest("start")
    name = row.case_item.materials.filter(source="applicant", may_be_late=False)[0].name_zh
    needs = {need.case_item: need.by for need in line(case, name).open_needs}
    assert needs[row.case_item] == row.start
    found = line(case, name)
    assert (found.state, found.needed_by) == (PaperState.MISSING, min(day for day in needs.values() if day))
    # Control: without a roadmap there is no day to name.
    PlanRow.objects.filter(plan__case=case).update(start=None)
    assert line(case, name).needed_by is None


def test_what_is_wanted_comes_in_the_order_of_its_days(case: Case) -> None:
    days = [one.needed_by or date.max for one in ledger.wanted(ledger.lines(case))]
    assert days == sorted(days)
    assert len(days) > 3


def test_a_paper_that_expires_before_its_item_begins_is_shown(case: Case, cast: Cast) -> None:
    row = PlanRow.objects.filter(plan__case=case, plan__current=True).latest("start")
    PlanRow.objects.filter(pk=row.pk).update(start=TODAY() + timedelta(days=30))
    name = next(
        paper.name_zh
        for paper in row.case_item.materials.all()
        if case.materials.filter(name_zh=paper.name_zh).count() == 1 and paper.source != "result"
    )
    materials.add(case, name, upload=pdf("a.pdf", b"1"), valid_until=TODAY() + timedelta(days=29), by=cast.wang)
    assert (line(case, name).state, line(case, name).lamp) == (PaperState.EXPIRES_EARLY, "yellow")
    materials.add(case, name, upload=pdf("a.pdf", b"2"), valid_until=TODAY() - timedelta(days=1), by=cast.wang)
    assert (line(case, name).state, line(case, name).lamp) == (PaperState.EXPIRED, "red")
    materials.add(case, name, upload=pdf("a.pdf", b"3"), valid_until=TODAY() + timedelta(days=30), by=cast.wang)
    assert (line(case, name).state, line(case, name).lamp) == (PaperState.HERE, "blue")
    CaseItem.objects.filter(pk=row.case_item_id).update(status=ItemStatus.RECEIVED)
    assert line(case, name).open_needs == []


def test_the_result_of_another_item_comes_by_itself(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY, keep=None)
    found = next(one for one in ledger.lines(case) if one.givers)
    assert (found.state, found.wanted) == (PaperState.COMING, False)
    giver = found.givers[0]
    CaseItem.objects.filter(pk=giver.pk).update(status=ItemStatus.PASSED, file_number="示例〔2026〕7号")
    after = line(case, found.name_zh)
    assert (after.state, after.done_giver) == (PaperState.HERE, giver)


# ---- confirmed by the enterprise


def test_what_an_agent_fills_in_waits_for_the_enterprise_and_nothing_is_filed_before(case: Case, cast: Cast) -> None:
    item = case.items.filter(status=ItemStatus.CONFIRMED)[0]
    name = item.materials.all()[0].name_zh
    made = materials.add(case, name, filled="项目名称：示例\n总投资：三亿二千万元", by=cast.chen)
    assert (made.origin, made.agreed, line(case, name).state) == (Origin.AGENCY, None, PaperState.UNCONFIRMED)
    told = Notice.objects.get(case=case, kind="material_to_confirm", recipient=cast.wang)
    assert name in letters.words(told, "zh-hans")[0]
    with refused(BadInput, says="has not confirmed yet", field="code"):
        items.record(item, code=BLZT.RECEIVED, on=TODAY(), by=cast.chen)
    materials.confirm(case, [made.pk], by=cast.wang)
    assert line(case, name).state == PaperState.HERE
    items.record(item, code=BLZT.RECEIVED, on=TODAY(), by=cast.chen)


def test_all_that_was_shown_is_confirmed_at_once_and_nothing_else(case: Case, cast: Cast) -> None:
    names = list(dict.fromkeys(case.materials.values_list("name_zh", flat=True)))[:3]
    shown = [materials.add(case, name, filled="x", by=cast.chen).pk for name in names[:2]]
    later = materials.add(case, names[2], filled="x", by=cast.chen)
    assert len(materials.confirm(case, shown, by=cast.li)) == 2
    assert list(ledger.to_confirm(case)) == [later]
    assert materials.confirm(case, shown, by=cast.wang) == []  # a second press


def test_a_change_after_the_confirmation_is_a_new_version_that_waits_again_and_is_told(case: Case, cast: Cast) -> None:
    name = own_paper(case).name_zh
    made = materials.add(case, name, filled="三亿元", by=cast.chen)
    materials.confirm(case, [made.pk], by=cast.wang)
    Notice.objects.all().delete()
    changed = materials.add(case, name, filled="四亿元", by=cast.chen)
    assert MaterialVersion.objects.get(pk=made.pk).filled == "三亿元"
    assert MaterialAnswer.objects.get(version=made).agreed
    assert (changed.number, changed.agreed) == (2, None)
    assert line(case, name).state == PaperState.UNCONFIRMED
    told = Notice.objects.filter(case=case, kind="material_to_confirm_again")
    assert {notice.recipient for notice in told} == {cast.wang, cast.li}
    assert "version 2" in letters.words(told[0], "en")[1]
    # Control: an answer cannot be given twice, nor be taken back.
    with pytest.raises((DatabaseError, ValueError)), transaction.atomic():
        MaterialAnswer.objects.filter(version=made).update(agreed=False, reason="x")


def test_an_agent_over_the_enterprises_own_paper_asks_it_too(case: Case, cast: Cast) -> None:
    name = own_paper(case).name_zh
    materials.add(case, name, upload=pdf("a.pdf", b"1"), by=cast.wang)
    materials.add(case, name, upload=pdf("a.pdf", b"2"), by=cast.chen)
    assert Notice.objects.filter(case=case, kind="material_to_confirm_again", recipient=cast.wang).exists()
    assert line(case, name).state == PaperState.UNCONFIRMED


def test_the_enterprise_objects_with_a_reason_and_a_new_version_follows(case: Case, cast: Cast) -> None:
    name = own_paper(case).name_zh
    made = materials.add(case, name, filled="x", by=cast.chen)
    with refused(BadInput, says="Say what is wrong", field="reason"):
        materials.object_to(made, reason=" ", by=cast.wang)
    materials.object_to(made, reason="投资额写错", by=cast.wang)
    assert line(case, name).state == PaperState.OBJECTED
    with refused(CaseError, says="answered already"):
        materials.object_to(made, reason="x", by=cast.wang)
    assert materials.confirm(case, [made.pk], by=cast.wang) == []
    materials.add(case, name, filled="y", by=cast.chen)
    assert line(case, name).state == PaperState.UNCONFIRMED


def test_only_the_enterprise_confirms_and_only_its_people_and_agents_add(case: Case, cast: Cast) -> None:
    made = materials.add(case, "说明", filled="x", by=cast.chen)
    for user in (cast.chen, cast.zhao, cast.feng):
        with refused(NotAllowed, says="belongs to the enterprise"):
            materials.confirm(case, [made.pk], by=user)
    for user in (cast.zhao, cast.feng, cast.liu, cast.jin):
        with refused(NotAllowed, says="belongs to the enterprise or the agent"):
            materials.add(case, "说明", filled="y", by=user)


def test_a_unit_agent_brings_papers_for_the_item_too(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY, PULANDIAN)
    made = materials.add(case, "说明", filled="x", by=cast.unit_agents["210214-dev-reform"])
    assert made.origin == Origin.AGENCY


def test_a_result_needs_no_word_of_the_enterprise_but_a_finished_item(case: Case, cast: Cast) -> None:
    item = case.items.all()[0]
    with refused(BadInput, says="has no result yet", field="result_of"):
        materials.add(case, "批复", upload=pdf(), result_of=item, by=cast.chen)
    CaseItem.objects.filter(pk=item.pk).update(status=ItemStatus.PASSED)
    made = materials.add(case, "批复", upload=pdf(), result_of=fresh(case).items.get(pk=item.pk), by=cast.chen)
    assert (made.origin, made.agreed) == (Origin.RESULT, True)
    other = case_in(cast, S.UNDERWAY, name="别的示例项目")
    with refused(BadInput, says="does not belong", field="result_of"):
        materials.add(case, "批复", upload=pdf(), result_of=other.items.all()[0], by=cast.chen)


# ---- bad input and races


def test_nothing_at_all_is_no_paper(case: Case, cast: Cast) -> None:
    with refused(BadInput, field="upload"):
        materials.add(case, "说明", by=cast.wang)
    with refused(BadInput, field="name"):
        materials.add(case, "  ", filled="x", by=cast.wang)
    with refused(BadInput, says="check the year", field="valid_until"):
        materials.add(case, "说明", filled="x", valid_until=date(2926, 1, 1), by=cast.wang)


def test_the_same_file_sent_twice_is_one_version(case: Case, cast: Cast) -> None:
    sent = pdf("a.pdf", b"1")
    first = materials.add(case, "说明", upload=sent, by=cast.wang)
    stored, version = case.files.count(), fresh(case).version
    sent.seek(0)
    assert materials.add(case, "说明", upload=sent, by=cast.wang) == first
    assert (case.files.count(), fresh(case).version) == (stored, version)
    assert materials.add(case, "说明", upload=pdf("a.pdf", b"2"), by=cast.wang).number == 2  # control


def test_nothing_is_put_over_a_version_that_was_not_seen(case: Case, cast: Cast) -> None:
    materials.add(case, "说明", upload=pdf("a.pdf", b"1"), instead_of=0, by=cast.wang)
    with refused(Stale, says="Somebody added version 1"):
        materials.add(case, "说明", upload=pdf("a.pdf", b"2"), instead_of=0, by=cast.chen)
    assert materials.add(case, "说明", upload=pdf("a.pdf", b"2"), instead_of=1, by=cast.chen).number == 2


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """All acts at the same moment, each on a connection of its own; what each gave or was refused with."""
    start, found = threading.Barrier(len(acts)), list[object]()

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            found.append(act())
        except CaseError as refusal:
            found.append(refusal)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.django_db(transaction=True)
def test_of_two_uploads_at_once_one_stands_and_the_other_is_told(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY)
    found = at_once(
        [
            lambda: materials.add(case, "说明", upload=pdf("a.pdf", b"1"), instead_of=0, by=cast.wang),
            lambda: materials.add(fresh(case), "说明", upload=pdf("b.pdf", b"2"), instead_of=0, by=cast.chen),
        ]
    )
    assert sorted(type(one).__name__ for one in found) == ["MaterialVersion", "Stale"]
    assert MaterialVersion.objects.get().number == 1


@pytest.mark.django_db(transaction=True)
def test_a_confirmation_pressed_twice_at_once_is_one(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY)
    made = materials.add(case, "说明", filled="x", by=cast.chen)
    at_once([lambda: materials.confirm(fresh(case), [made.pk], by=cast.wang) for _press in range(3)])
    assert MaterialAnswer.objects.get().version == made
    assert case.events.filter(action="confirm_material").count() == 1


# ---- read


def test_the_ledger_costs_the_same_for_few_and_many_papers(cast: Cast) -> None:
    few, many = case_in(cast, S.UNDERWAY), case_in(cast, S.UNDERWAY, keep=None, name="示例大项目")
    for name in dict.fromkeys(many.materials.values_list("name_zh", flat=True)):
        materials.confirm(many, [materials.add(many, name, filled="x", by=cast.chen).pk], by=cast.wang)
    materials.confirm(few, [materials.add(few, "说明", filled="x", by=cast.chen).pk], by=cast.wang)
    costs = []
    assert [one.lamp for one in ledger.lines(few)]  # the calendar and the rules of the lamps are read once
    for case in (few, many):
        with CaptureQueriesContext(connection) as seen:
            found = [one.lamp for one in ledger.lines(case)]
        costs.append(len(seen))
    assert len(found) > 25
    assert costs[0] == costs[1]


def test_the_log_names_the_paper_in_the_readers_language(case: Case, cast: Cast) -> None:
    paper = own_paper(case)
    made = materials.add(case, paper.name_zh, filled="x", by=cast.chen)
    materials.object_to(made, reason="写错", by=cast.wang)
    for language, name in (("zh-hans", paper.name_zh), ("en", paper.name_en)):
        with translation.override(language):
            told = [entry.sentence for entry in story.timeline(fresh(case), cast.wang)[:2]]
        assert all(name in sentence for sentence in told), told
