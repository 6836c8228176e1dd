"""Special inspections through the pages of the desk."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.actions import inspections
from cases.actions.inspections import Plan, Reply
from cases.enums import CaseStatus, PostRole
from cases.enums_inspections import Checked, InspectionStatus
from cases.management.demo import people
from cases.models import Case, Checklist, Finding, Inspection, ReferenceVersion, User
from cases.queries import inspections as readers
from tests.backoffice.forms import problems, send
from tests.cast import PULANDIAN, Cast, case_in

SignIn = Callable[[User], Client]
PLAN = reverse("office:inspection_plan")


def at(name: str, row: Any) -> str:
    return reverse(f"office:{name}", args=[row.pk])


@pytest.fixture
def case(cast: Cast) -> Case:
    return case_in(cast, CaseStatus.UNDERWAY, PULANDIAN)


@pytest.fixture
def watch(cast: Cast) -> User:
    made = people.person("watch", "示例督导员")
    people.post(made, f"{PULANDIAN}-inspection", PostRole.WORK_SUPERVISOR)
    return made


def planned(case: Case, watch: User) -> Inspection:
    today = timezone.localdate()
    facts = Plan(
        "季度督导（示例）", case.region, Checklist.objects.get(), [watch], today, today - timedelta(days=90), today
    )
    return inspections.plan(facts, units=[case.handling_unit], by=watch)[0]


def checked(row: Inspection, by: User, no: int = 1) -> None:
    asked = readers.questions(row)
    replies = [Reply(one, Checked.NO, "超期两天。") if one.order == no else Reply(one, Checked.YES) for one in asked]
    inspections.check(row, replies, by=by)


@pytest.mark.req("W-095")
def test_an_inspection_goes_from_plan_to_closing_through_the_desk(
    case: Case, cast: Cast, watch: User, at_desk: SignIn
) -> None:
    desk, unit = at_desk(watch), at_desk(cast.liu)
    due = desk.get(reverse("office:inspections_due")).content.decode()
    agency = case.handling_unit
    assert f"{PLAN}?unit={agency.pk}" in due.replace("&amp;", "&")
    address = f"{PLAN}?unit={agency.pk}"
    typed = {"title": "季度督导（示例）", "checklist": Checklist.objects.get().pk, "planned_on": timezone.localdate()}
    assert problems(send(desk, address, **typed)) == ""
    row = Inspection.objects.get()
    assert (row.unit, list(row.inspectors.all()), list(row.sample.all())) == (agency, [watch], [case])
    assert unit.get(at("inspection", row)).status_code == 404, "the unit is not warned"
    assert problems(send(desk, at("inspection_start", row))) == ""
    asked = readers.questions(row)
    answers = {f"answer_{one.pk}": "yes" for one in asked}
    first = asked[0]
    half = send(desk, at("inspection_check", row), **answers | {f"answer_{first.pk}": "no"})
    assert f"note_{first.pk}" in half.context["form"].errors, "a no without a note"
    assert not row.answers.exists()
    full = answers | {f"answer_{first.pk}": "no", f"note_{first.pk}": "超期两天。", f"cases_{first.pk}": [case.pk]}
    assert problems(send(desk, at("inspection_check", row), **full)) == ""
    no = row.answers.get(answer=Checked.NO)
    form = desk.get(at("inspection_finding", no)).context["form"]
    assert (form["kind"].value(), form["case"].value()) == (first.kind, case.pk)
    assert "超期两天。" in form["text"].value()
    assert problems(send(desk, at("inspection_finding", no))) == ""
    found = Finding.objects.get()
    assert (found.inspection, found.unit) == (row, agency)
    assert at("inspection", row) in desk.get(at("finding", found)).content.decode()
    assert found.number in desk.get(at("inspection", row)).content.decode()
    assert desk.get(at("inspection_pdf", row)).status_code == 404
    assert problems(send(desk, at("inspection_report", row), conclusion="总体较好。")) == ""
    assert desk.get(at("inspection_pdf", row))["Content-Type"] == "application/pdf"
    page = unit.get(at("inspection", row))
    assert [str(label) for label, _url in page.context["actions"]] == ["Answer the report"]
    assert found.number not in page.content.decode(), "the unit reads a finding once it is heard"
    assert problems(send(unit, at("inspection_reply", row), text="今后双人复核。")) == ""
    assert problems(send(desk, at("inspection_close", row), result="现场核实。")) == ""
    row.refresh_from_db()
    assert row.status == InspectionStatus.CLOSED
    assert desk.get(at("inspection", row)).context["actions"] == []


@pytest.mark.req("W-095")
def test_another_place_sees_nothing_and_whoever_looks_over_nothing_plans_nothing(
    case: Case, cast: Cast, watch: User, at_desk: SignIn
) -> None:
    row = planned(case, watch)
    inspections.start(row, by=watch)
    checked(row, watch)
    answer = row.answers.first()
    for stranger in (cast.sun, cast.chen, cast.liu):
        client = at_desk(stranger)
        for name in ("inspection", "inspection_pdf", "inspection_check", "inspection_report", "inspection_cancel"):
            assert client.get(at(name, row)).status_code == 404, (stranger.name, name)
        assert client.get(at("inspection_finding", answer)).status_code == 404
        assert row.title not in client.get(reverse("office:inspections")).content.decode()
    assert at_desk(cast.chen).get(PLAN).status_code == 403
    assert at_desk(cast.chen).get(reverse("office:inspections_due")).status_code == 403
    assert row.title in at_desk(watch).get(reverse("office:inspections")).content.decode()


def test_who_does_not_inspect_is_told_so_and_changes_nothing(
    case: Case, cast: Cast, watch: User, at_desk: SignIn
) -> None:
    other = people.person("watch2", "示例督导员二")
    people.post(other, f"{PULANDIAN}-inspection", PostRole.WORK_SUPERVISOR)
    row = planned(case, watch)
    inspections.start(row, by=watch)
    asked = readers.questions(row)[0]
    client = at_desk(other)
    assert client.get(at("inspection_check", row)).context["closed"]
    answer = client.post(at("inspection_check", row), {f"answer_{asked.pk}": "yes"})
    assert "inspectors named in the plan" in answer.content.decode()
    assert not row.answers.exists()


def test_plan_and_sample_are_changed_and_what_is_typed_stays_when_refused(
    case: Case, watch: User, at_desk: SignIn
) -> None:
    row, desk = planned(case, watch), at_desk(watch)
    later = timezone.localdate() + timedelta(days=3)
    assert problems(send(desk, at("inspection_change", row), planned_on=later.isoformat(), sample=None)) == ""
    row.refresh_from_db()
    assert (row.planned_on, row.sample.count()) == (later, 0)
    refused = send(desk, at("inspection_change", row), title="新名称", since=(later + timedelta(days=9)).isoformat())
    assert refused.status_code == 422
    assert "新名称" in refused.content.decode()
    assert problems(send(desk, at("inspection_cancel", row), reason="改为书面检查。")) == ""
    assert "改为书面检查。" in desk.get(at("inspection", row)).content.decode()


def test_the_list_filters_exports_and_asks_the_same_for_one_as_for_three(
    case: Case, watch: User, at_desk: SignIn
) -> None:
    desk, place = at_desk(watch), reverse("office:inspections")
    planned(case, watch)
    counts = []
    for _turn in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(place).status_code == 200
        counts.append(len(asked))
        planned(case, watch)
        planned(case, watch)
    with CaptureQueriesContext(connection) as asked:
        assert desk.get(place).status_code == 200
    assert len(asked) <= max(counts)
    assert "季度督导" in desk.get(place, {"status": "planned", "ours": "true"}).content.decode()
    assert "季度督导" not in desk.get(place, {"status": "closed"}).content.decode()
    assert "季度督导" not in desk.get(place, {"late": "true"}).content.decode()
    assert "季度督导" in desk.get(place, {"export": "csv"}).content.decode()


@pytest.mark.req("W-095")
def test_an_administrator_changes_questions_and_rhythms_with_a_reason(cast: Cast, at_desk: SignIn) -> None:
    client = at_desk(cast.jin)
    asked = Checklist.objects.get().questions.first()
    address = reverse("office:reference_row", args=["questions", asked.pk])
    assert problems(send(client, address, name_zh="改过的问题？", name_en="Changed?", reason="示例通知")) == ""
    asked.refresh_from_db()
    assert asked.name_zh == "改过的问题？"
    assert ReferenceVersion.objects.filter(model="checklistquestion", reason="示例通知").exists()
    rhythm = Checklist.objects.get().rhythms.first()
    address = reverse("office:reference_row", args=["rhythms", rhythm.pk])
    assert "months" in problems(send(client, address, months=0, reason="x"))
    assert problems(send(client, address, months=6, reason="示例通知")) == ""
    for kind in ("checklists", "questions", "rhythms"):
        assert client.get(reverse("office:reference_list", args=[kind])).status_code == 200
        assert client.get(reverse("office:reference_add", args=[kind])).status_code == 200
