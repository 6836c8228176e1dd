"""Supervision findings: proposed by rule or by hand, the unit heard, confirmed or dismissed, ordered and closed (W-095, P-092).

Every act asks table and permission under the lock, writes one step into the append-only log and owes its messages. The one
concerned states and never decides; nothing is confirmed before the unit was heard or let its day pass.
"""

from collections import Counter
from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import findings, permissions
from cases.actions import alert_ends, moves, notices, numbers, rowsteps, supervision
from cases.actions import evidence as shown
from cases.actions.rowsteps import Step
from cases.enums_findings import FindingAct, FindingKind
from cases.enums_ladder import Watch
from cases.enums_work import OrderGround
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.models import Case, CaseItem, Finding, FindingStep, Inspection, SupervisionOrder, Unit, User
from cases.queries import finding_facts, held, people
from cases.queries import findings as readers
from cases.queries import supervision as orders

if TYPE_CHECKING:
    from cases.actions.evidence import Files

LETTERS = "DC"  # 督查
A = FindingAct


def propose(case: Case, today: date | None = None) -> list[Finding]:
    """The rules' look into one case: a finding for each fact that meets one and was never proposed before."""
    today = today or timezone.localdate()
    return _keep(case, finding_facts.of_case(case, today), today)


def _keep(case: Case, facts: Iterable[findings.Seen], today: date) -> list[Finding]:
    proposals = findings.propose(finding_facts.rules(), facts)
    with transaction.atomic():
        Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        known = set(Finding.objects.filter(case=case).values_list("key", flat=True))
        return [_propose(case, one, today) for one in proposals if one.seen.unit and one.seen.key not in known]


def _propose(case: Case, one: findings.Proposal, today: date) -> Finding:
    seen = one.seen
    return _write(
        case, unit_id=seen.unit, person_id=seen.person, case_item_id=seen.item, kind=one.rule.kind, rule_id=one.rule.pk,
        rule_version=one.rule.version, key=seen.key, facts=seen.data(today), by=None,
    )  # fmt: skip


def _write(case: Case, *, by: User | None, **columns: Any) -> Finding:
    number = numbers.document_number(LETTERS, case.region.code, timezone.localdate().year)
    made = Finding.objects.create(case=case, number=number, found_at=timezone.now(), filed_by=by, **columns)
    _log(made, A.PROPOSE, "", by, made.text)
    return made


def _log(row: Finding, act: FindingAct, old: str, by: User | None, text: str = "") -> None:
    FindingStep.objects.create(finding=row, act=act, old=old, new=row.status, by=by, at=timezone.now(), text=text)


@held.together()
def run(today: date | None = None) -> int:
    """The daily look into every case and at weekly reports that nobody handed in; how many were proposed.

    Who judges is told once, of all that is new.
    """
    today, told = today or timezone.localdate(), Counter[User]()
    looked = finding_facts.looked_into().select_related("scheme", "region", "handling_unit")
    made = [one for case in looked.iterator(200) for one in propose(case, today)]
    for case, missing in finding_facts.missing_reports(today):
        made += _keep(case, [missing], today)
    for one in made:
        told.update(readers.judges(one))
    for user, count in told.items():
        notices.owe([user], "findings_proposed", None, {"count": count, "opens": "findings"})
    moves.wake()
    return len(made)


def file(
    case: Case, *, kind: str, unit: Unit, text: str, case_item: CaseItem | None = None, person: User | None = None,
    inspection: Inspection | None = None, evidence: "Files" = (), by: User,
) -> Finding:  # fmt: skip
    """File a finding by hand: what was seen, against whom, with what shows it. Another person hears and decides.

    ``inspection``: at which it was seen.
    """
    if kind not in FindingKind.values:
        raise BadInput(_("Choose the kind of finding."), field="kind")
    if not text.strip():
        raise BadInput(_("Say what was seen, when and where."), field="text")
    if not permissions.supervises(by, case):
        raise NotAllowed(_("Findings are filed by heads of the agency and by those who look over the place."))
    if not orders.units_to_choose(case).filter(pk=unit.pk).exists():
        raise BadInput(_("This unit has nothing to do with the case."), field="unit")
    if case_item is not None and case_item.case_id != case.pk:
        raise BadInput(_("This item does not belong to the case."), field="case_item")
    if person is not None and not people.of_units([unit]).filter(pk=person.pk).exists():
        raise BadInput(_("This person does not work in the unit."), field="person")
    with transaction.atomic():
        made = _write(
            case, unit=unit, person=person, case_item=case_item, kind=kind, text=text.strip(), inspection=inspection, by=by
        )  # fmt: skip
        shown.attach(made, A.PROPOSE, evidence, by=by)
        _tell(made, readers.judges(made), "finding_filed", author=by.name)
    return made


def step(finding: Finding, act: FindingAct, *, by: User) -> AbstractContextManager[Step[Finding]]:
    """One act on a finding; see ``rowsteps.step``."""
    return rowsteps.step(COURSE, finding, act, by=by)


COURSE = rowsteps.Course(
    parts=readers.PARTS,
    target=findings.step,
    may=permissions.may_on_finding,
    impossible=gettext_lazy("“%(act)s” is not possible: this finding is “%(status)s”."),
    refusal=readers.barred,
    log=lambda now, act, by: _log(now.row, act, now.old, by, now.text),
)


def _tell(row: Finding, recipients: list[User], kind: str, **data: Any) -> None:
    facts = {"finding": row.number, "kind": row.kind, "unit": row.unit.code, "opens": f"findings/{row.pk}"} | data
    notices.owe(recipients, kind, row.case, facts)
    moves.wake()


def hear(finding: Finding, *, days: int, by: User) -> Finding:
    """Ask the unit concerned for its statement, in so many working days."""
    due = rowsteps.answer_due(days)
    with step(finding, A.HEAR, by=by) as now:
        row = now.row
        row.hearing_due, row.hearing_days = due, days
        _tell(row, readers.heard(row), "finding_heard", due=row.hearing_due.isoformat())
    return finding


def state(finding: Finding, *, text: str, evidence: "Files" = (), by: User) -> Finding:
    """The unit concerned says what it has to say."""
    words = rowsteps.said(text, _("Write the statement."), "text")
    with step(finding, A.STATE, by=by) as now:
        row = now.row
        row.statement, row.stated_by, row.stated_at, now.text = words, by, timezone.now(), words
        alert_ends.over(Watch.STATEMENT, row.number)
        shown.attach(row, A.STATE, evidence, by=by)
        _tell(row, readers.judges(row), "finding_stated", author=by.name)
    return finding


def confirm(finding: Finding, *, reason: str, evidence: "Files" = (), by: User) -> Finding:
    """It is so: after the statement was weighed, or once the day for it has passed."""
    words = rowsteps.said(reason, _("Give the reason of the decision."), "reason")
    with step(finding, A.CONFIRM, by=by) as now:
        row = now.row
        if row.stated_at is None and not readers.hearing_over(row):
            raise CaseError(readers.time_left(row))
        _decide(now, words, by)
        shown.attach(row, A.CONFIRM, evidence, by=by)
        _tell(row, _parties(row), "finding_confirmed", reason=words[:200])
    return finding


def dismiss(finding: Finding, *, reason: str, evidence: "Files" = (), by: User) -> Finding:
    """It is not so, or not the unit's doing. The same fact is not proposed again."""
    words = rowsteps.said(reason, _("Give the reason of the decision."), "reason")
    with step(finding, A.DISMISS, by=by) as now:
        row = now.row
        _decide(now, words, by)
        shown.attach(row, A.DISMISS, evidence, by=by)
        told = _parties(row) if row.hearing_due else []
        _tell(row, told, "finding_dismissed", reason=words[:200])
    return finding


def _decide(now: Step[Finding], words: str, by: User) -> None:
    row, now.text = now.row, words
    row.decision, row.decided_by, row.decided_at = words, by, timezone.now()
    alert_ends.over(Watch.STATEMENT, row.number)


def _parties(row: Finding) -> list[User]:
    return [*readers.heard(row), *([row.filed_by] if row.filed_by else [])]


def order(finding: Finding, *, demand: str, days: int, by: User) -> SupervisionOrder:
    """Order the unit to put it right: a supervision order (督办单) with its own answer and check. One at a time: another one
    takes the place of one that was withdrawn."""
    with step(finding, A.ORDER, by=by) as now:
        row = now.row
        if readers.order_stands(row.order):
            raise CaseError(readers.one_at_a_time(row))
        made = supervision.issue(
            row.case, unit=row.unit, demand=demand, days=days, ground=OrderGround.FINDING, case_item=row.case_item, by=by
        )  # fmt: skip
        row.order, now.text = made, str(made)
    return made


def close(finding: Finding, *, words: str = "", why: str = "", by: User) -> Finding:
    """Close it once its order was checked, it was referred or a notice went out: ``words`` say what the check showed.

    Where none of these followed, ``why`` says why nothing further is ordered, and another than confirmed it closes it.
    """
    with step(finding, A.CLOSE, by=by) as now:
        row = now.row
        if not readers.order_settled(row.order):
            raise CaseError(_("The supervision order %(number)s is not settled yet.") % {"number": row.order})
        if readers.followed(row):
            said = rowsteps.said(words, _("Say what the check showed."), "words")
        elif row.decided_by_id == by.pk:
            raise NotAllowed(readers.needs_second(row))
        else:
            said = rowsteps.said(why, _("Say why nothing further is ordered."), "why")
        row.closed_at, now.text = timezone.now(), said
        _tell(row, readers.heard(row), "finding_closed", reason=said[:200])
    return finding
