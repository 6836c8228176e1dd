"""The law of what may follow what: every cell outside the table is refused by the real act, in words, and changes nothing."""

import ast
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from cases import actions, transitions
from cases.actions import (
    agreements,
    applications,
    checklists,
    commitments,
    contacts,
    files,
    finishing,
    gaps,
    handover,
    intake,
    items,
    labels,
    meeting_tasks,
    meetings,
    notes,
    officers,
    pausing,
    planning,
    preapprovals,
    problems,
    projects,
    review,
    scans,
    scope,
    supervision,
    team,
    together,
    transfer_chase,
    transfers,
    urging,
    works,
)  # fmt: skip
from cases.enums import Action, CaseStatus, DocumentKind, FileKind, Ground, MeetingKind, SuspensionGround
from cases.exceptions import CaseError, Stale, StepNotAllowed
from cases.management.demo import walks
from cases.models import (
    Case,
    CommitmentStatement,
    Delivery,
    FlowTable,
    IssuedDocument,
    LabelPoint,
    Meeting,
    MeetingTask,
    ParallelGroup,
    PolicyLabel,
    PreApproval,
    Problem,
    RouteDecision,
    StoredFile,
    SupervisionOrder,
    TeamMember,
    Transfer,
    Unit,
    Urge,
    User,
    WorkGroup,
)
from cases.permissions import in_scheme
from cases.queries.handover import Piece
from tests.cases.easier_kit import gap_of
from tests.cases.finishing_acts import handing_acts
from tests.cases.kit import everything, fresh, pdf, refused
from tests.cases.ledger_acts import ledger_acts
from tests.cast import PULANDIAN, SHOUGUANG, Cast, case_in

A, S = Action, CaseStatus


def bring(cast: Cast, status: S, region: str) -> Case:
    """A case that came to ``status`` by real acts, also where the straight way does not pass."""
    owner, _enterprise, agent, chief = walks.sides(cast, region)
    if status in walks.ORDER:
        return case_in(cast, status, region)
    if status in {S.CORRECTING, S.DECLINED, S.WITHDRAWN}:
        case = case_in(cast, S.SUBMITTED, region)
        if status == S.CORRECTING:
            intake.request_correction(case, [intake.Point(what="规模", why="不清楚", field="scale")], by=agent)
        elif status == S.DECLINED:
            intake.decline(case, reason="不符合", by=chief)
        else:
            applications.withdraw(case, by=owner)
        return fresh(case)
    case = case_in(cast, S.UNDERWAY, region)
    if status == S.SUSPENDED:
        walks.suspend(case, chief)
    else:
        pausing.terminate(case, reason="项目取消", by=chief)
    return fresh(case)


def paper(case: Case, kind: DocumentKind) -> IssuedDocument:
    """An unsigned document, whatever the status: the table must refuse, not its absence."""
    stored = StoredFile.objects.create(
        case=case, kind=FileKind.DOCUMENT, name="x.pdf", content_type="application/pdf", size=1, sha256="0" * 64, path=f"{kind}"
    )  # fmt: skip
    return IssuedDocument.objects.create(
        case=case, kind=kind, number=f"X-{kind}", file=stored, data={}, template_version="0", for_enterprise=True
    )


Acts = dict[A, Callable[[], Any]]


def attempts(case: Case, cast: Cast) -> Acts:
    """Every act with good arguments by the person it belongs to."""
    region = PULANDIAN if case.scheme.flow_tables else SHOUGUANG
    owner, _enterprise, agent, chief = walks.sides(cast, region)
    every = enterprise_acts(case, owner) | first_acts(case, agent, chief) | later_acts(case, agent, chief)
    every |= daily_acts(case, agent) | ledger_acts(case, agent, owner, paper) | easier_acts(case, agent, owner)
    return every | handing_acts(case, agent, chief)


def easier_acts(case: Case, agent: User, owner: User) -> Acts:
    """The easier ways, each with a row that stands ready in every state."""
    today, row = timezone.localdate(), case.items.order_by("pk")[0]
    later = today + timedelta(days=20)
    asked = PreApproval.objects.create(case_item=row, applied_on=today, key_points="x", control="x", by=agent)
    gap = gap_of(row, agent)
    told = paper(case, DocumentKind.COMMITMENT)
    commitment = CommitmentStatement.objects.create(
        case_item=row, conditions="x", inspect_by=later, document=told, by=agent
    )
    group = ParallelGroup.objects.create(case=case, document=paper(case, DocumentKind.PARALLEL), by=agent)
    label = PolicyLabel.objects.create(case=case, kind="direct_start", why="x", by=agent)
    point = LabelPoint.objects.create(label=label, key="x", order=1, text_zh="x", text_en="x")
    return {
        A.PRE_APPROVE: lambda: preapprovals.withdraw(asked, reason="x", by=agent),
        A.DEFER_MATERIAL: lambda: gaps.bring(gap, on=today, evidence="x", by=agent),
        A.HAND_IN_LATE: lambda: gaps.hand_in(gap, pdf(), by=owner),
        A.SIGN_PROMISE: lambda: agreements.sign(told, by=owner),
        A.COMMIT: lambda: commitments.withdraw(commitment, reason="x", by=agent),
        A.HANDLE_TOGETHER: lambda: together.dissolve(group, reason="x", by=agent),
        A.SET_LABEL: lambda: labels.take_off(label, reason="x", by=agent),
        A.TICK_LABEL: lambda: labels.tick(point, note="x", by=agent),
    }


def enterprise_acts(case: Case, owner: User) -> Acts:
    contract = paper(case, DocumentKind(case.scheme.agreement_kind))
    changed = paper(case, DocumentKind.SUPPLEMENT)
    resumption = paper(case, DocumentKind.RESUMPTION)
    suspension, completion = paper(case, DocumentKind.SUSPENSION), paper(case, DocumentKind.COMPLETION)
    ticked = checklists.save("C05", "AAAA", by=owner, enterprise=case.enterprise)
    return {
        A.EDIT: lambda: applications.choose_items(case, {}, {}, by=owner),
        A.SUBMIT: lambda: applications.submit(case, by=owner),
        A.WITHDRAW: lambda: applications.withdraw(case, by=owner),
        A.ANSWER_CORRECTION: lambda: applications.answer_correction(case, by=owner),
        A.SIGN_AGREEMENT: lambda: agreements.sign(contract, by=owner),
        A.SIGN_SUPPLEMENT: lambda: agreements.sign(changed, by=owner),
        A.SIGN_SUSPENSION: lambda: agreements.sign(suspension, by=owner),
        A.SIGN_RESUMPTION: lambda: agreements.sign(resumption, by=owner),
        A.SIGN_COMPLETION: lambda: agreements.sign(completion, by=owner),
        A.UPLOAD: lambda: projects.change(case, {"scale": "x"}, by=owner),
        A.SHARE_CHECKLIST: lambda: checklists.share(ticked, case, by=owner),
        A.EVALUATE: lambda: finishing.evaluate(case, level=5, by=owner),
        A.MESSAGE: lambda: notes.write(case, text="x", internal=False, by=owner),
    }


def first_acts(case: Case, agent: User, chief: User) -> Acts:
    today = timezone.localdate()
    unit = Unit.objects.filter(region=case.region).exclude(kind="agency")[0]
    number = 1 + max([0, *case.meetings.values_list("number", flat=True)])
    kind = MeetingKind.COORDINATION
    meeting = Meeting.objects.create(case=case, kind=kind, number=number, planned_on=today, place="x", called_by=agent)
    meeting.units.add(unit)
    call = {"kind": kind, "planned_on": today, "place": "x", "units": [unit]}
    decision = {"passed": True, "reference": "x", "decided_on": today, "summary": "x"}
    point = intake.Point(what="规模", why="不清楚", field="scale")
    return {
        A.REQUEST_CORRECTION: lambda: intake.request_correction(case, [point], by=agent),
        A.OPEN_GENERATION: lambda: intake.open_generation(case, by=agent),
        A.CALL_MEETING: lambda: meetings.call(case, **call, by=agent),
        A.CHANGE_MEETING: lambda: meetings.cancel(meeting, reason="x", by=agent),
        A.GIVE_OPINION: lambda: meetings.give_opinion(meeting, unit=unit, compliance="agree", by=agent),
        A.HOLD_MEETING: lambda: meetings.hold(meeting, held_on=today, minutes="x", by=agent),
        A.DECIDE_GENERATION: lambda: meetings.decide_generation(case, **decision, by=agent),
        A.ACCEPT: lambda: intake.accept(case, ground=case.scheme.grounds[0], reference="x", by=agent),
        A.DECLINE: lambda: intake.decline(case, reason="x", by=chief),
        A.OFFER_AGREEMENT: lambda: agreements.offer(case, by=chief),
        A.COMMENT: lambda: notes.write(case, text="x", internal=True, by=agent),
    }


def later_acts(case: Case, agent: User, chief: User) -> Acts:
    today, item = timezone.localdate(), case.items.all()[0]
    group = WorkGroup.objects.filter(files_flow_table=True).first()
    table, _made = FlowTable.objects.get_or_create(case=case, group=group, defaults={"due": today})
    sent = Delivery.objects.create(case=case, method="mail", on=today, receiver="王", tracking="1", by=agent)
    place = team.Member(agent, agent.active_posts[0].role, is_lead=True)
    pause = {"ground": SuspensionGround.ASKED, "explanation": "x", "start": today}
    return {
        A.SET_TEAM: lambda: team.set_team(case, [place], by=agent),
        A.CONFIRM_ITEMS: lambda: review.confirm_items(case, keep={item.item.code: {}}, by=agent),
        A.ADD_ITEM: lambda: scope.add(case, "L02", reason="x", by=agent),
        A.DROP_ITEM: lambda: scope.drop(item, reason="x", by=agent),
        A.NOTIFY_ONCE: lambda: review.notify_once(case, by=agent),
        A.FILE_FLOW_TABLE: lambda: planning.file_flow_table(table, [], no_items=True, by=chief),
        A.SET_PLAN: lambda: planning.set_plan(case, start=today, by=agent),
        A.RECORD_FACT: lambda: items.record(item, code=1, on=today, by=agent),
        A.ADD_RESULT: lambda: items.add_result(item, file_number="x", by=agent),
        A.SUSPEND: lambda: pausing.suspend(case, **pause, by=chief),
        A.RESUME: lambda: pausing.resume(case, on=today, by=chief),
        A.TERMINATE: lambda: pausing.terminate(case, reason="x", by=chief),
        A.START_DELIVERY: lambda: finishing.start_delivery(case, by=agent),
        A.DELIVER: lambda: finishing.add_receipt(sent, pdf(), receipt_on=today, by=agent),
        A.ISSUE_COMPLETION: lambda: finishing.issue_completion(case, on=today, by=chief),
        A.ARCHIVE: lambda: finishing.archive(case, shelf="x", by=agent),
    } | acts_between_agencies(case, agent, chief)


def acts_between_agencies(case: Case, agent: User, chief: User) -> Acts:
    """With a row that stands open in every state: the table of the case must refuse, not its absence."""
    unit = Unit.objects.get(code="370700-agency")
    sending = transfers.Sending("platform", papers=(transfers.Paper("x"),))
    rows = {}
    for status in ("offered", "accepted"):
        decision = RouteDecision.objects.create(case=case, kind="upper", proposed=True, reason="x", by=agent)
        rows[status] = Transfer.objects.create(
            case=case, scope="item", case_item=case.items.all()[len(rows)], decision=decision, status=status, from_unit=case.handling_unit,
            to_unit=unit, to_user=chief, channel="platform", offered_by=agent, due=timezone.localdate(), answered_at=timezone.now(),
        )  # fmt: skip
    offered, accepted = rows["offered"], rows["accepted"]
    place = TeamMember.objects.create(case=case, user=agent, role=agent.active_posts[0].role, until=timezone.now())
    piece = Piece("team", "x", case, place)  # one piece of work, as a hand-over moves it
    return {
        A.DECIDE_ROUTE: lambda: transfers.decide(case, kind="keep", reason="x", by=agent),
        A.OFFER_TRANSFER: lambda: transfers.offer_case(
            case, to_unit=unit, to_user=chief, reason="x", sending=sending, by=agent
        ),
        A.ACCEPT_TRANSFER: lambda: transfers.accept(offered, by=chief),
        A.RETURN_TRANSFER: lambda: transfers.give_back(offered, reason="x", by=chief),
        A.WITHDRAW_TRANSFER: lambda: transfers.withdraw(offered, reason="x", by=agent),
        A.URGE_TRANSFER: lambda: transfer_chase.urge(offered, by=agent),
        A.END_TRANSFER: lambda: transfers.end(accepted, reason="x", by=agent),
        A.HAND_OVER: lambda: handover._case([(piece, chief)], agent, "x", chief),
    }


def daily_acts(case: Case, agent: User) -> Acts:
    """What goes on beside the steps."""
    met = contacts.Facts(way="online", on=timezone.localdate(), people="x", purpose="x")
    unit = case.handling_unit
    raised = Problem.objects.create(case=case, kind="problem", text="x", lead=unit, raised_by=agent)
    ordered = SupervisionOrder.objects.create(
        case=case, unit=unit, ground="complaint", demand="x", days=1, due=timezone.localdate(), issued_by=agent
    )
    held = Meeting.objects.create(case=case, kind="coordination", number=9, planned_on=ordered.due, called_by=agent)
    task = MeetingTask.objects.create(meeting=held, text="x", unit=unit)
    visit = paper(case, DocumentKind.VISIT)
    hand = {"sides": ["enterprise"], "signer_name": "x", "signed_on": timezone.localdate()}
    order = {"unit": unit, "ground": "complaint", "demand": "x", "days": 1}
    called = Urge.objects.create(case=case, what="turn", to=agent, on=timezone.localdate())
    return {
        A.RECORD_CONTACT: lambda: contacts.record(case, met, by=agent),
        A.RECORD_WORKS: lambda: works.record(case, kind="started", on=timezone.localdate(), by=agent),
        A.NAME_OFFICER: lambda: officers.name_officer(case, name="x", unit="x", phone="1", by=agent),
        A.SET_PILOT: lambda: officers.set_pilot(case, pilot=True, reason="x", by=case.created_by),
        A.TELL_PROGRESS: lambda: notes.tell_progress(case, text="x", by=agent),
        A.URGE: lambda: urging.urge(case, key="turn:", text="x", by=agent),
        A.ACKNOWLEDGE: lambda: urging.acknowledge(called, answer="x", by=agent),
        A.RAISE_PROBLEM: lambda: problems.raise_problem(case, kind="problem", text="x", wanted=[unit], by=agent),
        A.HANDLE_PROBLEM: lambda: problems.take_up(raised, by=agent),
        A.DO_TASK: lambda: meeting_tasks.finish(task, on=timezone.localdate(), by=agent),
        A.FILE_SCAN: lambda: scans.file_scan(visit, pdf(), **hand, by=agent),
        A.SUPERVISE: lambda: supervision.issue(case, **order, by=agent),
        A.ANSWER_ORDER: lambda: supervision.answer(ordered, text="x", by=agent),
        A.CHECK_ORDER: lambda: supervision.withdraw(ordered, reason="x", by=agent),
    }


@pytest.mark.parametrize("region", [SHOUGUANG, PULANDIAN])
@pytest.mark.parametrize("status", CaseStatus)
def test_every_cell_outside_the_table_is_refused_and_changes_nothing(cast: Cast, status: S, region: str) -> None:
    if status == S.GENERATION and region == SHOUGUANG:
        region = PULANDIAN  # 0+N never comes here
    case = bring(cast, status, region)
    assert case.status == status
    acts = attempts(case, cast)
    assert set(acts) == set(A)
    for action, act in acts.items():
        step = transitions.step(status, action)
        if step is not None and in_scheme(step, case):
            continue
        # Filling in a submitted application says so by the upload that it would be.
        with refused(StepNotAllowed, says="is not possible while the case is"):
            act()
        with refused(Stale, says="Somebody else changed this case"):
            assert stale(case, action, act)


def stale(case: Case, action: A, act: Callable[[], Any]) -> bool:
    """The gate itself with an older version: it says first that the page is old."""
    with actions.moves.turn(case, action, by=None, version=case.version - 1):
        return False


@pytest.mark.parametrize("status", CaseStatus)
def test_every_cell_outside_the_table_refuses_files_too(cast: Cast, status: S) -> None:
    case = bring(cast, status, PULANDIAN)
    upload = lambda: files.store(case, pdf(), kind=FileKind.MATERIAL, by=cast.he, material=case.materials.first())  # noqa: E731
    if status == S.DRAFT:
        assert upload().pk
        return
    with refused(CaseError, says="Files can be added only" if status != S.CORRECTING else "Only the papers"):
        upload()


def test_each_act_of_the_straight_way_moves_the_case_as_the_table_says_and_counts_the_version(cast: Cast) -> None:
    for region in (SHOUGUANG, PULANDIAN):
        case = case_in(cast, S.ARCHIVED, region)
        events = list(case.events.order_by("seq"))
        assert case.version == 1 + len(events)
        for event in events:
            step = transitions.TABLE[(S(event.old_status), A(event.action))]
            assert event.new_status == step.target
            assert in_scheme(step, case)


def test_final_statuses_lead_nowhere() -> None:
    for (status, _action), step in transitions.TABLE.items():
        if status in transitions.FINAL:
            assert step.target == status


def test_every_status_can_be_reached_and_every_open_one_can_be_left() -> None:
    reached, seen = {S.DRAFT}, set[S]()
    while reached != seen:
        seen = set(reached)
        reached |= {step.target for (at, _a), step in transitions.TABLE.items() if at in seen and step.target}
    assert reached == set(S)
    left = {at for (at, _a), step in transitions.TABLE.items() if step.target != at}
    assert left == set(S) - transitions.FINAL


def test_a_ground_that_does_not_exist_is_no_step(cast: Cast) -> None:
    case = case_in(cast, S.SUBMITTED)
    before = everything()
    with pytest.raises(CaseError):
        intake.accept(case, ground=Ground.INVESTMENT, reference="", by=cast.chen)
    assert everything() == before


# ---- how acts are written

SOURCES = sorted(Path(actions.__file__).parent.glob("*.py"))


def test_only_the_gate_writes_a_status_or_a_version() -> None:
    """One writer per truth: no other module sets ``status`` of a case or ``version`` by hand."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if path.name == "moves.py" or not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            if called.startswith("Case.objects.") and called.endswith(("update", "create")):
                assert not {keyword.arg for keyword in node.keywords} & {"status", "version"}, (path.name, node.lineno)


def test_every_refusal_is_a_sentence_that_can_be_translated() -> None:
    kinds = {"CaseError", "BadInput", "NotAllowed", "StepNotAllowed", "Stale"}
    speaking = [path for path in SOURCES if path.name != "reference_load.py"]  # which answers who runs the command
    for path in [*speaking, *(Path(settings.BASE_DIR) / "cases" / "queries").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in kinds:
                words = node.args[0]
                words = words.left if isinstance(words, ast.BinOp) else words
                plain = isinstance(words, ast.Constant | ast.JoinedStr)
                assert not plain, f"{path.name}:{node.lineno} refuses in words that gettext does not see"
