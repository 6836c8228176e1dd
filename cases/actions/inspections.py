"""Special inspections: planned, begun, checked question by question, reported, answered by the unit, closed (W-095).

Every act asks table and permission under the lock, writes one step into the append-only log and owes its messages. From a
“no” the inspector files a finding; what becomes of it is the findings' own way.
"""

import secrets
from collections import Counter
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import inspections, permissions
from cases.actions import alert_ends, findings, moves, notices, numbers, rowsteps
from cases.actions.rowsteps import Step
from cases.documents import inspection as form
from cases.documents.render import Rendered
from cases.enums_inspections import Checked, InspectionAct
from cases.enums_ladder import Watch
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.listwords import listed
from cases.models import (
    Case,
    Checklist,
    ChecklistQuestion,
    Finding,
    Inspection,
    InspectionAnswer,
    InspectionReminder,
    InspectionStep,
    Region,
    Unit,
    User,
)
from cases.queries import inspections as readers
from cases.queries import people

LETTERS = "DD"  # 督导
SEEDS = 2**31 - 1  # what every database keeps
A = InspectionAct


@dataclass(frozen=True)
class Plan:
    """What is inspected: where, with which questions, by whom, when, and which time is looked at."""

    title: str
    region: Region
    checklist: Checklist
    inspectors: list[User]
    planned_on: date
    since: date
    until: date


@dataclass(frozen=True)
class Reply:
    """The answer to one question; ``cases``: where it was seen."""

    question: ChecklistQuestion
    answer: str
    note: str = ""
    cases: tuple[Case, ...] = ()


def plan(facts: Plan, *, units: list[Unit], by: User, seed: int | None = None) -> list[Inspection]:
    """One inspection for each unit, with the sample that the lot proposes. Its inspectors are told, the unit is not."""
    if not permissions.looks_over(by, facts.region):
        raise NotAllowed(_("Inspections are planned by those who look over the place."))
    if not units:
        raise BadInput(_("Choose at least one unit."), field="units")
    for unit in units:
        _check_unit(facts, unit)
        _check_plan(facts, unit, by)
    with transaction.atomic():
        made = [_plan(facts, unit, by, secrets.randbelow(SEEDS) if seed is None else seed) for unit in units]
    moves.wake()
    return made


def _plan(facts: Plan, unit: Unit, by: User, seed: int) -> Inspection:
    drawn = readers.proposal(unit, facts.region, facts.since, facts.until, seed)
    row = Inspection.objects.create(
        region=facts.region, title=facts.title.strip(), checklist=facts.checklist, unit=unit, planned_on=facts.planned_on,
        since=facts.since, until=facts.until, seed=seed, proposed=[case.number for case in drawn], planned_by=by,
    )  # fmt: skip
    row.inspectors.set(facts.inspectors)
    row.sample.set(drawn)
    _log(row, A.PLAN, "", by, " ".join([f"#{seed}", *row.proposed]))
    _name(row, facts.inspectors, by)
    return row


def _name(row: Inspection, users: list[User], by: User) -> None:
    others = [user for user in users if user.pk != by.pk]
    notices.owe(others, "inspection_named", None, _told(row) | {"on": row.planned_on.isoformat(), "author": by.name})


def _check_unit(facts: Plan, unit: Unit) -> None:
    if not facts.region.holds(unit.region):
        raise BadInput(_("The unit does not belong to this place."), field="units")
    if not facts.checklist.active or facts.checklist.unit_kind not in {"", unit.kind}:
        raise BadInput(_("This checklist is not for this kind of unit."), field="checklist")


def _check_plan(facts: Plan, unit: Unit, by: User) -> None:
    if not facts.title.strip():
        raise BadInput(_("Give it a title."), field="title")
    if facts.since > facts.until:
        raise BadInput(_("The period ends before it begins."), field="until")
    if not facts.inspectors:
        raise BadInput(_("Choose at least one inspector."), field="inspectors")
    for user in [by, *facts.inspectors]:
        if unit.pk in {post.unit_id for post in user.active_posts}:
            raise BadInput(_("Nobody inspects the own unit: %(name)s") % {"name": user.name}, field="inspectors")
        if not permissions.looks_over(user, facts.region):
            raise BadInput(_("%(name)s does not look over this place.") % {"name": user.name}, field="inspectors")


def _log(row: Inspection, act: InspectionAct, old: str, by: User, text: str = "") -> None:
    InspectionStep.objects.create(inspection=row, act=act, old=old, new=row.status, by=by, at=timezone.now(), text=text)


def step(inspection: Inspection, act: InspectionAct, *, by: User) -> AbstractContextManager[Step[Inspection]]:
    """One act on an inspection; see ``rowsteps.step``."""
    return rowsteps.step(COURSE, inspection, act, by=by)


def _refusal(act: InspectionAct, row: Inspection, by: User) -> str:
    if act == A.REPLY:
        return _("The report is answered by the unit inspected.")
    if row.unit_id in {post.unit_id for post in by.active_posts}:
        return _("Nobody inspects the own unit: %(name)s") % {"name": by.name}
    if permissions.looks_over(by, row.region):
        return _("This is done by the inspectors named in the plan.")
    return _("Inspections are planned by those who look over the place.")


COURSE = rowsteps.Course(
    parts=readers.PARTS[:3],
    target=inspections.step,
    may=permissions.may_on_inspection,
    impossible=gettext_lazy("“%(act)s” is not possible: this inspection is “%(status)s”."),
    refusal=_refusal,
    log=lambda now, act, by: _log(now.row, act, now.old, by, now.text),
)


def _told(row: Inspection) -> dict[str, str]:
    return {"inspection": row.number or "", "title": row.title, "unit": row.unit.code, "opens": f"inspections/{row.pk}"}


def change(inspection: Inspection, facts: Plan, *, sample: list[Case], by: User) -> Inspection:
    """Another day, other inspectors, other cases than the lot proposed. Place, unit and checklist stay."""
    with step(inspection, A.CHANGE, by=by) as now:
        row = now.row
        _check_plan(facts, row.unit, by)
        before = row.inspector_ids
        row.title, row.planned_on, row.since, row.until = (
            facts.title.strip(),
            facts.planned_on,
            facts.since,
            facts.until,
        )
        known = set(readers.pool(row.unit, row.region, row.since, row.until).values_list("pk", flat=True))
        if not {case.pk for case in sample} <= known:
            raise BadInput(_("Choose cases in which the unit worked in this period."), field="sample")
        named = set(row.answers.values_list("cases", flat=True)) - {None}
        if not named <= {case.pk for case in sample}:
            raise BadInput(_("A case that an answer names stays in the sample."), field="sample")
        row.inspectors.set(facts.inspectors)
        row.sample.set(sample)
        now.text = " ".join(sorted(case.number or "" for case in sample))
        _name(row, [user for user in facts.inspectors if user.pk not in before], by)
    return inspection


def start(inspection: Inspection, *, by: User) -> Inspection:
    """The inspectors are there."""
    with step(inspection, A.START, by=by):
        pass
    return inspection


def check(inspection: Inspection, replies: list[Reply], *, by: User) -> Inspection:
    """Answer questions; earlier answers may be changed until the report, and the log keeps what they were."""
    with step(inspection, A.CHECK, by=by) as now:
        row = now.row
        sample = set(row.sample.values_list("pk", flat=True))
        lines = [line for line in (_answer(row, one, sample) for one in replies) if line]
        if not lines:
            raise BadInput(_("Answer at least one question, or change an answer."))
        now.text = "\n".join(lines)
    return inspection


def _answer(row: Inspection, reply: Reply, sample: set[int]) -> str:
    """Write one answer; its line for the log, empty when nothing changed."""
    asked, note, chosen = reply.question, " ".join(reply.note.split()), {case.pk for case in reply.cases}
    if asked.checklist_id != row.checklist_id or reply.answer not in Checked.values:
        raise BadInput(_("Choose an answer."), field=f"answer_{asked.pk}")
    if reply.answer == Checked.NO and not note:
        raise BadInput(_("Say what was seen: a “no” needs its note."), field=f"note_{asked.pk}")
    if not chosen <= sample:
        raise BadInput(_("Name cases of the sample."), field=f"cases_{asked.pk}")
    old = row.answers.filter(question=asked).first()
    if old and (old.answer, old.note) == (reply.answer, note) and set(old.cases.values_list("pk", flat=True)) == chosen:
        return ""
    words = {"asked_zh": asked.name_zh, "asked_en": asked.name_en, "kind": asked.kind}
    kept, _made = InspectionAnswer.objects.update_or_create(
        inspection=row, question=asked, defaults=words | {"answer": reply.answer, "note": note}
    )
    kept.cases.set(chosen)
    told = " ".join(sorted(case.number or "" for case in reply.cases))
    return f"{asked.order} {reply.answer} {' '.join(part for part in (note, told) if part)}".strip()


def file(answer: InspectionAnswer, case: Case, *, kind: str, text: str, by: User) -> Finding:
    """From a “no”: a finding against the unit inspected, in a case of the sample. It knows the inspection."""
    with step(answer.inspection, A.FILE, by=by) as now:
        row = now.row
        if answer.answer != Checked.NO:
            raise CaseError(_("A finding is filed from a “no”."))
        if not row.sample.filter(pk=case.pk).exists():
            raise BadInput(_("Name cases of the sample."), field="case")
        made = findings.file(case, kind=kind, unit=row.unit, text=text, inspection=row, by=by)
        now.text = made.number
    return made


def report(inspection: Inspection, *, conclusion: str, days: int, by: User) -> Inspection:
    """Every question is answered: the report gets its number, the unit is told and answers in so many working days."""
    said, due = rowsteps.said(conclusion, _("Say what the inspection showed."), "conclusion"), rowsteps.answer_due(days)
    with step(inspection, A.REPORT, by=by) as now:
        row = now.row
        done = set(row.answers.values_list("question", flat=True))
        left = [str(asked.order) for asked in readers.questions(row) if asked.pk not in done]
        if left:
            raise CaseError(_("These questions have no answer yet: %(numbers)s") % {"numbers": listed(left)})
        row.number = numbers.document_number(LETTERS, row.region.code, timezone.localdate().year)
        row.conclusion, row.reported_by, row.reported_at = said, by, timezone.now()
        row.answer_due = row.first_answer_due = due
        row.answer_days = days
        now.text = row.number
        notices.owe(people.of_units([row.unit]), "inspection_reported", None, _told(row) | {"due": due.isoformat()})
    return inspection


def reply(inspection: Inspection, *, text: str, by: User) -> Inspection:
    """The unit says what it does about it."""
    said = rowsteps.said(text, _("Say what the unit does about it, and by when."), "text")
    with step(inspection, A.REPLY, by=by) as now:
        row = now.row
        if row.answered_at is not None:
            raise CaseError(_("The report is answered already."))
        row.answer, row.answered_by, row.answered_at, now.text = said, by, timezone.now(), said
        alert_ends.over(Watch.INSPECTION_REPLY, row.number or "")
        notices.owe(row.inspectors.all(), "inspection_answered", None, _told(row) | {"author": by.name})
    return inspection


def send_back(inspection: Inspection, *, reason: str, days: int, by: User) -> Inspection:
    """The answer is not enough: the unit answers again. The first answer stays in the log."""
    said, due = rowsteps.said(reason, _("Say what is missing in the answer."), "reason"), rowsteps.answer_due(days)
    with step(inspection, A.SEND_BACK, by=by) as now:
        row = now.row
        if row.answered_at is None:
            raise CaseError(_("There is no answer to send back."))
        row.answer, row.answered_by, row.answered_at, now.text = "", None, None, said
        row.answer_due, row.answer_days = due, days
        told = people.of_units([row.unit])
        notices.owe(told, "inspection_returned", None, _told(row) | {"reason": said[:200], "due": due.isoformat()})
    return inspection


def close(inspection: Inspection, *, result: str, by: User) -> Inspection:
    """Close it with what the check of the answer showed; a unit that let its day pass is no reason to wait."""
    said = rowsteps.said(result, _("Say what the check showed."), "result")
    with step(inspection, A.CLOSE, by=by) as now:
        row = now.row
        if not readers.answer_over(row):
            raise CaseError(_("The unit still has time for its answer."))
        row.result, row.closed_at, now.text = said, timezone.now(), said
        alert_ends.over(Watch.INSPECTION_REPLY, row.number or "")
        notices.owe(people.of_units([row.unit]), "inspection_closed", None, _told(row) | {"reason": said[:200]})
    return inspection


def cancel(inspection: Inspection, *, reason: str, by: User) -> Inspection:
    """It does not take place; its inspectors are told."""
    said = rowsteps.said(reason, _("Say why it is cancelled."), "reason")[:300]
    with step(inspection, A.CANCEL, by=by) as now:
        row = now.row
        row.cancelled_why = now.text = said
        others = [user for user in row.inspectors.all() if user.pk != by.pk]
        notices.owe(others, "inspection_cancelled", None, _told(row) | {"reason": said[:200]})
    return inspection


def remind(today: date | None = None) -> int:
    """The daily look at the rhythms: who looks over the place is told once of each unit due. Returns how many units."""
    today, told = today or timezone.localdate(), Counter[User]()
    with transaction.atomic():
        known = set(InspectionReminder.objects.values_list("unit", "checklist", "due"))
        due = [
            one
            for one in readers.schedule()
            if one.due <= today and one.coming is None and (one.unit.pk, one.checklist.pk, one.due) not in known
        ]
        for one in due:
            InspectionReminder.objects.create(unit=one.unit, checklist=one.checklist, due=one.due)
            over = people.over(one.unit.region, permissions.LOOKING_OVER)
            told.update(user for user in over if one.unit.pk not in {post.unit_id for post in user.active_posts})
        for user, count in told.items():
            notices.owe([user], "inspections_due", None, {"count": count, "opens": "inspections/due"})
    moves.wake()
    return len(due)


def print_it(inspection: Inspection) -> Rendered:
    """The report as a paper, from what stands on record; the same bytes every time."""
    row = inspection
    if row.number is None or row.reported_at is None or row.first_answer_due is None:
        raise CaseError(_("This inspection is not reported yet."))
    data = form.InspectionReport(
        number=row.number, title=row.title, region=row.region.name_zh, unit=row.unit.name_zh,
        checklist=row.checklist.name_zh, inspectors=tuple(user.name for user in row.inspectors.order_by("name", "pk")),
        since=row.since, until=row.until, seed=row.seed,
        sample=tuple(
            form.Seen(number=case.number or "", name=case.project.name)
            for case in row.sample.select_related("project").order_by("number")
        ),
        lines=tuple(_line(one) for one in row.answers.select_related("question").prefetch_related("cases")),
        findings=row.findings.filter(found_at__lte=row.reported_at).exists(),
        conclusion=row.conclusion, answer_due=row.first_answer_due, issued_at=timezone.localdate(row.reported_at),
    )  # fmt: skip
    return form.inspection_report(data)


def _line(row: InspectionAnswer) -> form.CheckedLine:
    numbers_of = tuple(sorted(case.number or "" for case in row.cases.all()))
    return form.CheckedLine(
        order=row.question.order, asked=row.asked_zh, answer=row.answer, kind=row.kind, note=row.note, cases=numbers_of
    )
