"""并联 and the policy labels: one form, one set, one start; checklists ticked by name; what of all this was really made."""

import pytest
from django.utils import timezone

from cases.actions import labels, together
from cases.enums import BLZT, DocumentKind, ItemStatus
from cases.enums_easier import LabelKind
from cases.exceptions import BadInput, CaseError, NotAllowed, StepNotAllowed
from cases.models import ApprovalItem, Case, Notice
from cases.queries import easier, measures, sentences
from cases.reference import labels as shipped
from tests.cases.easier_kit import begin, item, pass_, preapproved, underway
from tests.cases.kit import refused
from tests.cast import Cast


@pytest.fixture
def case(cast: Cast) -> Case:
    return underway(cast)


@pytest.mark.req("W-075", "P-018")
def test_items_of_one_stage_share_one_form_one_set_of_papers_and_one_starting_day(case: Case, cast: Cast) -> None:
    design, permit, drawings = (item(case, code) for code in ("G03", "G04", "C01"))
    with refused(BadInput, says="at least two", field="rows"):
        together.form_group(case, rows=[design], by=cast.chen)
    with refused(BadInput, says="Rule “parallel within a stage”", field="rows"):
        together.form_group(case, rows=[design, drawings], by=cast.chen)
    group = together.form_group(case, rows=[design, permit], by=cast.chen)
    data = group.document.data
    assert group.document.kind == DocumentKind.PARALLEL
    assert {line["name"] for line in data["items"]} == {design.item.name_zh, permit.item.name_zh}
    names = [line["name"] for line in data["papers"]]
    assert len(names) == len(set(names))
    assert set(names) == {paper.name_zh for row in (design, permit) for paper in row.materials.all()}
    with refused(BadInput, says="another parallel group"):
        together.form_group(case, rows=[design, permit], by=cast.chen)
    assert easier.made(case) == set()
    today = timezone.localdate()
    together.start(group, on=today, file_number="并联1号", filed="platform", by=cast.chen)
    for row in (design, permit):
        row.refresh_from_db()
        assert [(fact.code, fact.on) for fact in row.facts.order_by("pk")] == [
            (BLZT.RECEIVED, today), (BLZT.ACCEPTED, today),
        ]  # fmt: skip
        assert row.status == ItemStatus.HANDLING
    assert easier.made(case) == {("parallel", "G03"), ("parallel", "G04")}
    told = Notice.objects.get(kind="parallel_started", recipient=cast.wang)
    assert set(told.data["items"]) == {"G03", "G04"}
    event = case.events.filter(action="handle_together").order_by("-seq")[0]
    assert design.item.name in sentences.event(event)
    with refused(CaseError, says="started or was dissolved"):
        together.dissolve(group, reason="x", by=cast.chen)


def test_what_has_begun_cannot_start_together_and_if_one_item_refuses_none_starts(case: Case, cast: Cast) -> None:
    design, permit = item(case, "G03"), item(case, "G04")
    group = together.form_group(case, rows=[design, permit], by=cast.chen)
    begin(permit, cast.chen)
    with refused(StepNotAllowed):
        together.start(group, on=timezone.localdate(), by=cast.chen)
    assert item(case, "G03").status == ItemStatus.CONFIRMED
    together.dissolve(group, reason="已分别受理", by=cast.chen)
    with refused(BadInput, says="Rule “common start”", field="rows"):
        together.form_group(case, rows=[design, permit], by=cast.chen)


@pytest.mark.req("W-076", "W-077")
def test_each_label_brings_its_own_checklist_and_is_ticked_by_name(case: Case, cast: Cast) -> None:
    with refused(BadInput, says="named handler", field="handler"):
        labels.give(case, kind="green_channel", why="省重点项目", by=cast.chen)
    with refused(BadInput, says="why it applies", field="why"):
        labels.give(case, kind="direct_start", why=" ", by=cast.chen)
    with refused(NotAllowed):
        labels.give(case, kind="direct_start", why="x", by=cast.wang)
    for kind in LabelKind:
        label = labels.give(case, kind=kind, why="省重点项目", handler=cast.chen, by=cast.sun)
        assert [point.key for point in label.points.all()] == [point.key for point in shipped.points(kind)]
        assert label.points.filter(needed=True).exists()
    assert Notice.objects.filter(kind="label_yours", recipient=cast.chen).count() == len(LabelKind)
    with refused(BadInput, says="this label already", field="kind"):
        labels.give(case, kind="direct_start", why="x", by=cast.chen)
    green = case.labels.get(kind="green_channel")
    point = green.points.all()[0]
    with refused(BadInput, says="Name the evidence", field="note"):
        labels.tick(point, note=" ", by=cast.chen)
    labels.tick(point, note="鲁发改〔2026〕1号", by=cast.chen)
    point.refresh_from_db()
    assert (point.ticked_by, point.note) == (cast.chen, "鲁发改〔2026〕1号")
    with refused(CaseError, says="ticked already"):
        labels.tick(point, note="x", by=cast.chen)
    labels.untick(point, reason="文号有误", by=cast.chen)
    point.refresh_from_db()
    assert point.ticked_by is None
    labels.take_off(green, reason="不再列入名单", by=cast.chen)
    with refused(CaseError, says="taken off"):
        labels.tick(point, note="x", by=cast.chen)


@pytest.mark.req("W-077")
def test_a_label_is_a_measure_of_the_roadmap_once_all_it_needs_is_ticked(case: Case, cast: Cast) -> None:
    label = labels.give(case, kind="land_and_build", why="拿地即开工示范", by=cast.chen)
    needed = list(label.points.filter(needed=True))
    for point in needed[:-1]:
        labels.tick(point, note="x", by=cast.chen)
    assert easier.made(case) == set()
    labels.tick(needed[-1], note="x", by=cast.chen)
    assert easier.made(case) == {("land_and_build", "L08")}
    labels.take_off(label, reason="x", by=cast.chen)
    assert easier.made(case) == set()


def test_what_was_made_is_named_as_the_measures_of_the_roadmap_are(case: Case, cast: Cast) -> None:
    pass_(item(case, "L01"), cast.chen)
    begin(item(case, "L08"), cast.chen)
    preapproved(item(case, "L09"), cast.chen)
    preapproved(item(case, "G03"), cast.chen)
    preapproved(item(case, "G04"), cast.chen)
    known = {measure.key for measure in measures.offered(ApprovalItem.objects.filter(active=True))}
    made = easier.made(case)
    assert made == {("preapproval", "L09"), ("preapproval", "G03"), ("preapproval", "G04")}
    assert {f"{code}:{kind}" for kind, code in made} & known >= {"G03:preapproval", "G04:preapproval"}
    assert {f"{code}:{kind}" for kind, code in easier.BY_LABEL.values()} <= known
