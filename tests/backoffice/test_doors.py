"""Every address of the desk: who may open it, and who not."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from backoffice.access import Permission
from backoffice.urls import urlpatterns
from backoffice.views.generic import OfficeMixin
from cases.actions import inspections
from cases.enums import Action, CaseStatus, JobKind, PostRole, StageCode
from cases.management.demo import people
from cases.models import (
    Appraisal,
    AppraisalFigure,
    AppraisalObjection,
    AppraisalResult,
    Case,
    Checklist,
    Circular,
    GroupHandover,
    Inspection,
    InspectionAnswer,
    IssuedDocument,
    ItemFact,
    ItemFee,
    Job,
    Meeting,
    PolicyBenefit,
    ProjectCategory,
    ReportFile,
    SavedFilter,
    Signature,
    Stage,
    Urge,
    User,
    WeeklyReport,
)
from cases.queries import appraisal_facts
from tests.cast import PULANDIAN, Cast, case_in
from tests.conftest import ROOT

SignIn = Callable[[User], Client]
REPORT_PAGES = ("report", "edit_report", "approve_report", "return_report")
PROBLEM_ACTS = ("handle_problem", "problem_meeting", "escalate_problem", "solve_problem")

FINDING_ACTS = (
    "finding", "finding_hear", "finding_state", "finding_confirm", "finding_dismiss", "finding_order", "finding_refer",
    "finding_track", "finding_close",
)  # fmt: skip
INSPECTION_ACTS = (
    "inspection", "inspection_pdf", "inspection_change", "inspection_start", "inspection_check", "inspection_report",
    "inspection_reply", "inspection_return", "inspection_close", "inspection_cancel",
)  # fmt: skip
APPRAISAL_ACTS = ("appraisal", "appraisal_tell", "appraisal_finish", "appraisal_cancel")
CIRCULAR_ACTS = (
    "circular",
    "circular_pdf",
    "circular_change",
    "circular_approve",
    "circular_return",
    "circular_withdraw",
)
MEETING_ACTS = ("give_opinion", "change_meeting", "hold_meeting")
ORDER_ACTS = ("answer_order", "check_order", "return_order", "withdraw_order")


def patterns() -> list[URLPattern]:
    return list(urlpatterns)


def address(pattern: URLPattern, case: Case, cast: Cast) -> str:
    """The address with arguments that exist."""
    given: dict[str, Any] = {}
    names = set(pattern.pattern.converters)
    if "case" in names:
        given["case"] = case.uuid
    if "kind" in names:
        given["kind"] = "stages" if pattern.name not in {"reference_add", "reference_retire"} else "departments"
    if "code" in names:
        given["code"] = "none"  # an indicator that does not exist is refused after the door, not before it
    if "what" in names:
        given["what"] = "progress_export"
    if "slug" in names:
        given["slug"] = ProjectCategory.objects.get(code="IND").slug
    if "pk" in names:
        given["pk"] = number(pattern.name, case, cast)
    if "fact" in names:
        given["fact"] = ItemFact.objects.filter(case_item__case=case).order_by("pk").first().pk
        given["pk"] = ItemFact.objects.get(pk=given["fact"]).case_item_id
    if "post" in names:
        given["post"] = cast.jin.posts.get().pk
    return reverse(f"office:{pattern.name}", kwargs=given)


def number(name: str | None, case: Case, cast: Cast) -> int:
    """The primary key that an address names."""
    found: dict[str, Callable[[], int]] = {
        **dict.fromkeys(REPORT_PAGES, lambda: WeeklyReport.objects.get().pk),
        **dict.fromkeys(("draft_report", "draft_joint"), lambda: cast.groups["dispatch"].posts.get().pk),
        "report_file": lambda: ReportFile.objects.get().pk,
        **dict.fromkeys(PROBLEM_ACTS, lambda: case.problems.first().pk),
        "acknowledge": lambda: case.urges.first().pk,
        "close_enquiry": lambda: case.notes.get(due__isnull=False).pk,
        "correct_contact": lambda: case.contacts.first().pk,
        **dict.fromkeys(MEETING_ACTS, lambda: Meeting.objects.filter(case=case).first().pk),
        "confirm_paper": lambda: 1,
        "reject_paper": lambda: 1,
        "file_scan": lambda: case.documents.first().pk,
        **dict.fromkeys(ORDER_ACTS, lambda: case.orders.first().pk),
        "file_flow_table": lambda: case.flow_tables.first().pk,
        "add_receipt": lambda: 1,
        "decide_benefit": lambda: case.benefits.get().pk,
        "take_from_group": lambda: case.group_handovers.get().pk,
        **dict.fromkeys(
            ("accept_transfer", "return_transfer", "withdraw_transfer", "urge_transfer", "end_transfer"), lambda: 1
        ),
        "forget_filter": lambda: (
            SavedFilter.objects.get_or_create(user=cast.feng, view="cases", name="x", query="")[0].pk
        ),
        "reference_row": lambda: Stage.objects.get(code=StageCode.SETUP).pk,
        "reference_history": lambda: Stage.objects.get(code=StageCode.SETUP).pk,
        "reference_retire": lambda: Stage.objects.get(code=StageCode.SETUP).department_id,
        "job": lambda: Job.objects.get_or_create(kind=JobKind.RECOMPUTE_DATES)[0].pk,
        "job_retry": lambda: Job.objects.get_or_create(kind=JobKind.RECOMPUTE_DATES)[0].pk,
        "person": lambda: cast.jin.pk,
        "appoint": lambda: cast.jin.pk,
        "dismiss": lambda: cast.jin.pk,
        **dict.fromkeys(("session_add", "attendance", "seat_end"), lambda: 1),
        "hand_over": lambda: cast.jin.pk,
        **dict.fromkeys(("correct_fee", "pay_fee"), lambda: a_fee(case, cast.liu).pk),
        **dict.fromkeys(("exchange_row", "exchange_file"), lambda: 1),
        **dict.fromkeys(("letter", "letter_answer", "letter_hand_on", "letter_entry"), lambda: 1),
        **dict.fromkeys(FINDING_ACTS, lambda: case.findings.get().pk),
        **dict.fromkeys(INSPECTION_ACTS, lambda: Inspection.objects.get().pk),
        "inspection_finding": lambda: InspectionAnswer.objects.get().pk,
        **dict.fromkeys(("phase", "phase_change", "summary_end", "appraisal_count"), lambda: 1),
        **dict.fromkeys(CIRCULAR_ACTS, lambda: Circular.objects.get().pk),
        **dict.fromkeys(APPRAISAL_ACTS, lambda: Appraisal.objects.get().pk),
        "appraisal_result": lambda: AppraisalResult.objects.get().pk,
        **dict.fromkeys(("appraisal_facts", "appraisal_contest"), lambda: AppraisalFigure.objects.get().pk),
        "appraisal_decide": lambda: AppraisalObjection.objects.get().pk,
    }
    return found.get(str(name), lambda: case.items.first().pk)()


def a_fee(case: Case, agent: User) -> ItemFee:
    found = ItemFee.objects.filter(case_item__case=case).first()
    return found or ItemFee.objects.create(case_item=case.items.all()[0], name="x", basis="x", amount=1, by=agent)


def a_report(case: Case, author: User) -> WeeklyReport:
    """A weekly report that waits for its approval."""
    post, today = author.posts.get(), timezone.localdate()
    return WeeklyReport.objects.create(
        level="agent", region=case.region, unit=post.unit, group=post.group, author=author, since=today, until=today,
        due=today, progress="x", problems="x", suggestions="x", status="submitted",
    )  # fmt: skip


def an_inspection(case: Case) -> Inspection:
    """An inspection of the agency under way, with a “no”."""
    watch, today = people.person("watch", "示例督导员"), timezone.localdate()
    people.post(watch, f"{PULANDIAN}-inspection", PostRole.WORK_SUPERVISOR)
    checklist = Checklist.objects.get()
    plan = inspections.Plan("x", case.region, checklist, [watch], today, today, today)
    row = inspections.plan(plan, units=[case.handling_unit], by=watch)[0]
    inspections.start(row, by=watch)
    return inspections.check(row, [inspections.Reply(checklist.questions.first(), "no", "x")], by=watch)


def an_appraisal(case: Case, by: User) -> None:
    """The agency appraised in one figure, which it contests."""
    sheet = appraisal_facts.rules()["agency"]
    sheet["criteria"] = sheet["criteria"][:1]
    today = timezone.localdate()
    day = today - timedelta(days=1)
    row = Appraisal.objects.create(
        region=case.region, period="2001", since=day, until=day, counted_on=today, rules={"agency": sheet}, status="told",
        objections_due=today, drafted_by=people.person("watch", "示例督导员"),
    )  # fmt: skip
    result = AppraisalResult.objects.create(
        appraisal=row, subject="agency", unit=case.handling_unit, points=1, weight=30, facts=1
    )
    code = sheet["criteria"][0]["code"]
    AppraisalFigure.objects.create(
        result=result, code=code, value=1, count=1, of=1, points=1, facts={f"case:{case.pk}": [1, 1]}
    )
    AppraisalObjection.objects.create(result=result, code=code, text="x", by=by)


@pytest.fixture
def underway(cast: Cast) -> Case:
    """A case of 普兰店 with meetings, flow tables, items and facts."""
    case = case_in(cast, CaseStatus.UNDERWAY, PULANDIAN)
    from cases.actions import circulars, contacts, findings, items, notes, problems, supervision  # noqa: PLC0415
    from cases.enums import BLZT  # noqa: PLC0415

    item = case.items.select_related("item").first()
    items.record(item, code=BLZT.RECEIVED, on=case.signed_at.date(), by=cast.liu)
    notes.write(case, text="什么时候能办好？", internal=False, by=cast.he)
    sent = a_report(case, cast.groups["dispatch"])
    ReportFile.objects.create(report=sent, name="x.pdf", content_type="application/pdf", content=b"x", sha256="0" * 64)
    unit = case.handling_unit
    problems.raise_problem(case, kind="problem", text="x", wanted=[unit], by=cast.liu)
    supervision.issue(case, unit=unit, ground="complaint", demand="x", days=1, by=cast.liu)
    findings.file(case, kind="slowness", unit=unit, text="x", by=cast.liu)
    facts = circulars.Facts("praise", "internal", case.region, unit, "x", "x")
    circulars.write(facts, by=cast.liu)
    an_inspection(case)
    an_appraisal(case, cast.liu)
    Urge.objects.create(case=case, what="turn", to=cast.liu, on=timezone.localdate())
    PolicyBenefit.objects.create(case=case, policy="x", applied_on=timezone.localdate(), agent=cast.liu, by=cast.liu)
    first, second = (table.group for table in case.flow_tables.order_by("group__order")[:2])
    GroupHandover.objects.create(case=case, giver=second, taker=first, on=timezone.localdate(), by=cast.liu)
    contacts.record(case, contacts.Facts(way="online", on=timezone.localdate(), people="x", purpose="x"), by=cast.liu)
    return case


def every(case: Case, cast: Cast) -> Iterator[tuple[URLPattern, str]]:
    for pattern in patterns():
        yield pattern, address(pattern, case, cast)


def test_every_view_of_the_desk_declares_its_permission() -> None:
    for pattern in patterns():
        view = pattern.callback.view_class
        assert issubclass(view, OfficeMixin), pattern.name
        assert isinstance(view.permission, Permission), pattern.name
        assert any("permission" in vars(c) for c in view.__mro__ if c.__module__.startswith("backoffice.views")), (
            pattern.name
        )


def test_a_view_without_a_permission_does_not_start() -> None:
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
    from django.views.generic import View  # noqa: PLC0415

    class Forgotten(OfficeMixin, View):
        """No permission."""

    with pytest.raises(ImproperlyConfigured):
        Forgotten.as_view()


def test_the_desk_is_what_the_site_serves_under_office() -> None:
    mounted = [p for p in get_resolver().url_patterns if str(p.pattern) == "office/"]
    assert [p.name for p in mounted[0].url_patterns] == [p.name for p in patterns()]


def test_a_visitor_is_sent_to_sign_in_from_every_address(underway: Case, cast: Cast, client: Client) -> None:
    for pattern, url in every(underway, cast):
        for send in (client.get, client.post):
            answer = send(url)
            assert answer.status_code == 302, pattern.name
            assert "/accounts/login/" in answer["Location"], pattern.name


def test_an_enterprise_is_refused_at_every_address(underway: Case, cast: Cast, at_desk: SignIn) -> None:
    client = at_desk(cast.he)
    for pattern, url in every(underway, cast):
        for send in (client.get, client.post):
            answer = send(url)
            assert answer.status_code == 403, pattern.name
            assert "My cases" in answer.content.decode(), pattern.name


def test_a_case_of_another_agency_does_not_exist_for_an_officer(underway: Case, cast: Cast, at_desk: SignIn) -> None:
    stranger = at_desk(cast.chen)
    for pattern, url in every(underway, cast):
        if "case" not in pattern.pattern.converters:
            continue
        for send in (stranger.get, stranger.post):
            assert send(url).status_code == 404, pattern.name


def test_only_administrators_open_the_administration(underway: Case, cast: Cast, at_desk: SignIn) -> None:
    agent, administrator = at_desk(cast.chen), at_desk(cast.jin)
    administration = [
        (pattern, url)
        for pattern, url in every(underway, cast)
        if pattern.callback.view_class.permission.roles == {PostRole.ADMINISTRATOR}
    ]
    assert len(administration) == 18
    for pattern, url in administration:
        assert agent.get(url).status_code == 403, pattern.name
        assert agent.post(url, {}).status_code == 403, pattern.name
        assert administrator.get(url).status_code == 200, pattern.name


def test_an_administrator_sees_no_case(underway: Case, cast: Cast, at_desk: SignIn) -> None:
    client = at_desk(cast.jin)
    assert client.get(reverse("office:case", args=[underway.uuid])).status_code == 404
    assert underway.number not in client.get(reverse("office:cases")).content.decode()


def test_whoever_may_not_act_is_told_whose_step_it_is(underway: Case, cast: Cast, at_desk: SignIn) -> None:
    agent = at_desk(cast.groups["construction"])
    answer = agent.get(reverse("office:suspend", args=[underway.uuid]))
    assert answer.status_code == 403
    assert "the head of the assisting agency" in answer.content.decode()


def test_a_step_out_of_turn_leads_back_to_the_case_and_changes_nothing(
    underway: Case, cast: Cast, at_desk: SignIn
) -> None:
    client = at_desk(cast.liu)
    for send in (client.get, client.post):
        answer = send(reverse("office:accept", args=[underway.uuid]), follow=True)
        assert answer.redirect_chain[0][0] == reverse("office:case", args=[underway.uuid])
        assert "is not possible while the case is" in answer.content.decode()
    assert Case.objects.get(pk=underway.pk).version == underway.version


def test_every_act_of_the_agency_has_its_address() -> None:
    from backoffice.views.case import ENTERPRISE_ONLY  # noqa: PLC0415

    names = {pattern.name for pattern in patterns()}
    assert {action.value for action in Action} - {action.value for action in ENTERPRISE_ONLY} <= names


def test_no_view_fetches_a_case_but_through_the_one_door() -> None:
    for path in (ROOT / "backoffice").rglob("*.py"):
        text = path.read_text()
        assert "Case.objects.get" not in text, path
        assert ".objects.get(" not in text, path


def test_the_desk_answers_nobody_with_an_error(underway: Case, cast: Cast, at_desk: SignIn) -> None:
    readers = [cast.liu, cast.groups["construction"], cast.unit_agents["210214-housing"], cast.feng, cast.jin, cast.sun]
    for user in readers:
        client = at_desk(user)
        for pattern, url in every(underway, cast):
            answer = client.get(url)
            assert answer.status_code in {200, 302, 403, 404, 405}, (user.name, pattern.name)
    assert IssuedDocument.objects.filter(case=underway).exists()
    assert not Signature.objects.filter(document__case=underway, scan__isnull=False).exists()
