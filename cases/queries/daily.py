"""What an officer owes beside the steps of the cases: answers, accounts, acknowledgements. For My day.

Most of it are rows with a day, declared in ``SOURCES``: one question finds the most urgent of all kinds, and only those are read.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, DateField, F, IntegerField, Model, QuerySet, Value
from django.db.models.functions import Coalesce

from cases.enums_work import OrderStatus
from cases.models import (
    Case,
    CaseItem,
    DeferredMaterial,
    FlowTable,
    FollowUp,
    GroupHandover,
    MeetingTask,
    Note,
    PolicyBenefit,
    Problem,
    PublicLetter,
    Rectification,
    SupervisionOrder,
    Urge,
    User,
)
from cases.queries import (
    aftercare,
    appraisals,
    cases,
    circulars,
    easier,
    findings,
    groups,
    meetings,
    problems,
    progress,
    public_letters,
    sentences_easier,
    sentences_finish,
    sentences_work,
    stopped,
    supervision,
    urging,
    weekly,
)
from cases.transitions import FINAL

SHOWN = ("uuid", "number", "project__name", "enterprise__name")  # what a line says of its case


@dataclass(frozen=True)
class Duty:
    """One thing owed. ``kind`` and ``pk`` say where it is done; ``case`` is None for what belongs to no case."""

    kind: str
    sentence: str
    due: date | None
    case: Case | None = None
    pk: int | None = None


@dataclass(frozen=True)
class Source:
    """Rows that somebody owes something on: ``rows`` finds them, ``words`` reads one with ``parts`` joined to it.

    ``case`` is the way to the case, ``due`` the day, where there is one.
    """

    model: type[Model]
    rows: Callable[[User], QuerySet[Any]]
    words: Callable[[Any, User], tuple[str, str]]
    due: str = ""
    case: str = "case"
    parts: tuple[str, ...] = ()

    def ahead(self, user: User, place: int) -> QuerySet[Any, Any]:
        """What is needed to tell which are the most urgent: the day, the source, the key, the case."""
        day = Coalesce(F(self.due) if self.due else Value(None), Value(date.max), output_field=DateField())
        source = Value(place, output_field=IntegerField())
        about = F(f"{self.case}_id") if self.case else Value(None, output_field=BigIntegerField())
        found = self.rows(user).order_by().annotate(by_day=day, by_source=source, about=about)
        rows: QuerySet[Any, Any] = found.values_list("by_day", "by_source", "pk", "about")
        return rows


def enquiries(user: User) -> QuerySet[Note]:
    """Enquiries of enterprises that this person has to answer."""
    found = Note.objects.filter(cases.mine(user, "case__"), due__isnull=False, answered_at__isnull=True)
    return found.exclude(case__status__in=FINAL)


def _enquiry(row: Note, user: User) -> tuple[str, str]:
    return "enquiry", sentences_work.answer_enquiry(row.author.name)


def _urge(row: Urge, user: User) -> tuple[str, str]:
    return "urge", sentences_work.acknowledge(row.what, row.label)


def _problem(row: Problem, user: User) -> tuple[str, str]:
    return "problem", sentences_work.handle_problem(row.kind, row.raised_by.name)


def _order(row: SupervisionOrder, user: User) -> tuple[str, str]:
    if row.status == OrderStatus.ISSUED:
        return "order", sentences_work.answer_order(str(row))
    return "order_check", sentences_work.check_order(str(row))


def _late_paper(row: DeferredMaterial, user: User) -> tuple[str, str]:
    return "late_paper", sentences_easier.compare(row.material.name)


def _ended_item(row: CaseItem, user: User) -> tuple[str, str]:
    return "ended_item", stopped.duty(row)


def _meeting_task(row: MeetingTask, user: User) -> tuple[str, str]:
    return "meeting_task", sentences_work.meeting_task(row.text)


def _visit(row: FollowUp, user: User) -> tuple[str, str]:
    return "follow_up", sentences_finish.follow_up()


def _rectification(row: Rectification, user: User) -> tuple[str, str]:
    return "rectification", sentences_finish.rectification(row, user)


def _benefit(row: PolicyBenefit, user: User) -> tuple[str, str]:
    return "benefit", sentences_finish.benefit(row.policy)


def _group_hand(row: FlowTable, user: User) -> tuple[str, str]:
    return "group_hand", sentences_finish.hand_to_group(row.group.name)


def _group_take(row: GroupHandover, user: User) -> tuple[str, str]:
    return "group_take", sentences_finish.take_from_group(row.giver.name)


def _letter(row: PublicLetter, user: User) -> tuple[str, str]:
    return "letter", sentences_work.answer_letter(row.get_kind_display(), row.number)


SOURCES = (
    Source(Note, enquiries, _enquiry, "due", parts=("author",)),
    Source(Urge, urging.open_for, _urge, "due"),
    Source(Problem, problems.waiting_for, _problem, parts=("raised_by",)),
    Source(SupervisionOrder, supervision.to_answer, _order, "due", parts=("document",)),
    Source(SupervisionOrder, supervision.to_check, _order, parts=("document",)),
    Source(DeferredMaterial, easier.to_compare, _late_paper, "due", "case_item__case", ("material",)),
    Source(CaseItem, stopped.owed, _ended_item, parts=("item",)),
    Source(MeetingTask, meetings.tasks_of, _meeting_task, "due", "meeting__case"),
    Source(FollowUp, aftercare.owed_visits, _visit, "due"),
    Source(Rectification, aftercare.owed_rectifications, _rectification, "due"),
    Source(PolicyBenefit, aftercare.asked_benefits, _benefit, "due"),
    Source(FlowTable, groups.to_hand, _group_hand, parts=("group",)),
    Source(GroupHandover, groups.to_take, _group_take, "on", parts=("giver",)),
    Source(PublicLetter, public_letters.waiting_for, _letter, "due", ""),
)


class Found(NamedTuple):
    """A duty whose case has not been read yet: most of what is found is not among the first."""

    kind: str
    sentence: str
    due: date | None
    about: int | None
    pk: int | None = None


def _of_rows(user: User, limit: int | None) -> list[Found]:
    """The most urgent rows of all sources. Of what has no day nothing is asked while rows with one are enough."""
    ahead = _ahead(user, [place for place, source in enumerate(SOURCES) if source.due], limit)
    if limit is None or len(ahead) < limit or any(one.day == date.max for one in ahead):
        without = _ahead(user, [place for place, source in enumerate(SOURCES) if not source.due], limit)
        ahead = sorted(ahead + without)[:limit]
    keys: dict[int, list[int]] = defaultdict(list)
    for one in ahead:
        keys[one.place].append(one.pk)
    rows: dict[tuple[int, int], Any] = {}
    for place, wanted in keys.items():
        source = SOURCES[place]
        found = source.model._default_manager.filter(pk__in=wanted).select_related(*source.parts)
        rows |= {(place, row.pk): row for row in found}
    return [
        Found(
            *SOURCES[one.place].words(rows[one.place, one.pk], user),
            None if one.day == date.max else one.day,
            one.about,
            one.pk,
        )
        for one in ahead
        if (one.place, one.pk) in rows
    ]


class Ahead(NamedTuple):
    """How urgent a row is, where it was found, and what it is about."""

    day: date
    place: int
    pk: int
    about: int | None


def _ahead(user: User, places: Sequence[int], limit: int | None) -> list[Ahead]:
    """Of these sources the most urgent rows, in one question."""
    first, *others = (SOURCES[place].ahead(user, place) for place in places)
    return [Ahead(*row) for row in first.union(*others, all=True).order_by("by_day", "by_source", "pk")[:limit]]


def _accounts(user: User, limit: int | None) -> list[Found]:
    """Enterprises to tell how things stand (P-072)."""
    said = sentences_work.tell_progress()
    return [Found("progress", said, day, case) for case, day in progress.owed_days(user, limit=limit)]


def _with_cases(found: list[Found]) -> list[Duty]:
    keys = {one.about for one in found if one.about}
    rows = Case.objects.filter(pk__in=keys).select_related("project", "enterprise").only(*SHOWN).in_bulk()
    return [
        Duty(one.kind, one.sentence, one.due, rows[one.about] if one.about else None, one.pk)
        for one in found
        if one.about is None or one.about in rows
    ]


def _reports(user: User) -> list[Duty]:
    """Weekly reports to write, to approve, to finish."""
    found = [
        Duty(
            f"report_{owed.level.value}",
            sentences_work.write_report(owed.level, owed.weeks),
            owed.due,
            None,
            owed.post.pk,
        )
        for owed in weekly.owed_by(user)
    ]
    return found + [
        Duty("draft", sentences_work.finish_report(report.level), report.due, None, report.pk)
        if report.author_id == user.pk
        else Duty("approval", sentences_work.approve_report(report.author.name), report.due, None, report.pk)
        for report in weekly.to_do(user)
    ]


def _supervision(user: User) -> list[Duty]:
    """Findings on which a statement or a decision is owed, and notices that wait for approval (W-095), appraisals to decide (P-092)."""
    found = [Duty("finding", findings.duty(row), findings.due(row), row.case, row.pk) for row in findings.owed(user)]
    found += [Duty("circular", circulars.duty(row), None, None, row.pk) for row in circulars.owed(user)]
    objections, ready = appraisals.owed(user)
    found += [Duty("appraisal_decide", appraisals.duty(row), None, None, row.pk) for row in objections]
    return found + [Duty("appraisal", appraisals.duty(row), row.objections_due, None, row.pk) for row in ready]


def duties(user: User, limit: int | None = None) -> list[Duty]:
    """Everything owed, the most urgent first; with ``limit`` only so many."""
    found = sorted(_of_rows(user, limit) + _accounts(user, limit), key=_urgency)[:limit]
    return sorted(_with_cases(found) + _reports(user) + _supervision(user), key=_urgency)[:limit]


def _urgency(one: Duty | Found) -> date:
    return one.due or date.max
