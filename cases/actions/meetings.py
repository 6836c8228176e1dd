"""Meetings: called, moved or cancelled, opinions given, held with minutes; and the government's decision under 1+3+N."""

from collections.abc import Iterable
from datetime import date, time

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import permissions, worktime
from cases.actions import dates, meeting_minutes, meeting_tasks, moves
from cases.daywords import date_words
from cases.enums import Action, CaseStatus, ItemStatus, MeetingKind, Verdict
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.models import Case, CaseItem, GenerationDecision, Meeting, Opinion, StoredFile, Unit, User, WorkGroup
from cases.queries import agencies, calendars, deadlines, people

MAX_REASON = 300


def call(
    case: Case,
    *,
    kind: str,
    planned_on: date,
    place: str,
    units: list[Unit],
    topic: str = "",
    late_reason: str = "",
    at: time | None = None,
    items: Iterable[CaseItem] = (),
    files: Iterable[StoredFile] = (),
    by: User,
    version: int | None = None,
    asked: bool = False,
) -> Meeting:
    """Invite units, with the hour if it is known, the items it is about and the materials.

    A second generation meeting later than the longest interval needs its reason (P-024: “in principle”).
    ``asked``: the caller has asked for another permission (a lead unit convenes about a problem, P-032).
    """
    if not units:
        raise BadInput(_("Invite at least one unit."), field="units")
    dates.refuse_far(planned_on, "planned_on", years=2)
    with moves.turn(case, Action.CALL_MEETING, by=by, version=version, asked=asked) as turn:
        dates.refuse_before(planned_on, _came_in(turn.case), "planned_on")
        number = _next_number(turn.case, kind)
        if kind == MeetingKind.GENERATION:
            _check_generation(turn.case, number, planned_on, late_reason)
        elif turn.case.status == CaseStatus.GENERATION:
            raise BadInput(_("During the project generation review only its own meetings are called."), field="kind")
        if kind == MeetingKind.JOINT_REVIEW and not turn.case.scheme.joint_review:
            raise BadInput(_("The scheme of this region has no joint review meeting."), field="kind")
        made = Meeting.objects.create(
            case=turn.case, kind=kind, number=number, planned_on=planned_on, at=at, place=place, topic=topic,
            late_reason=late_reason, called_by=by,
        )  # fmt: skip
        made.units.set(units)
        _enclose(turn.case, made, items, files)
        turn.note(
            meeting=made.kind,
            meeting_number=made.number,
            on=planned_on,
            units=[unit.code for unit in units],
            late_reason=late_reason,
        )
        on, clock = planned_on.isoformat(), _clock(made)
        turn.tell(people.of_units(units), "meeting_called", meeting=made.kind, on=on, clock=clock, place=place)
        turn.tell_enterprise("meeting_planned", meeting=made.kind, on=on, clock=clock)
    return made


def _enclose(case: Case, meeting: Meeting, items: Iterable[CaseItem], files: Iterable[StoredFile]) -> None:
    """What the meeting is about and what the units should have read; both of this case only."""
    rows, papers = list(items), list(files)
    if any(row.case_id != case.pk for row in rows):
        raise BadInput(_("This item does not belong to the case."), field="items")
    if any(paper.case_id != case.pk or paper.removed_at for paper in papers):
        raise BadInput(_("This file does not belong to the case."), field="files")
    meeting.items.set(rows)
    meeting.files.set(papers)


def _clock(meeting: Meeting) -> str:
    return f"{meeting.at:%H:%M}" if meeting.at else ""


def _next_number(case: Case, kind: str) -> int:
    """The next of its kind. A cancelled generation meeting does not count: its number goes to the one called instead."""
    known = case.meetings.filter(kind=kind)
    if kind == MeetingKind.GENERATION:
        known = known.filter(cancelled_at__isnull=True)
    last = known.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _came_in(case: Case) -> date | None:
    """The day of the application."""
    return timezone.localtime(case.submitted_at).date() if case.submitted_at else None


def _check_generation(case: Case, number: int, planned_on: date, late_reason: str) -> None:
    if case.status != CaseStatus.GENERATION:
        raise BadInput(_("A generation meeting belongs to the project generation review."), field="kind")
    if number > case.term("generation_meetings"):
        raise CaseError(
            _("The project generation review has %(count)s meetings.") % {"count": case.term("generation_meetings")}
        )
    _check_second(case, number, planned_on, late_reason)


def _check_second(case: Case, number: int, planned_on: date, late_reason: str) -> None:
    """After the first was held, and in principle no later than the longest interval (P-024)."""
    if number == 1:
        return
    first = case.meetings.get(kind=MeetingKind.GENERATION, number=number - 1, cancelled_at__isnull=True)
    if first.held_on is None:
        raise CaseError(_("Record the first meeting before you call the second."))
    if planned_on < first.held_on:
        raise BadInput(_("The second meeting cannot be before the first."), field="planned_on")
    last = deadlines.second_meeting_due(case)
    if last and planned_on > last.date and not late_reason.strip():
        raise BadInput(
            _(
                "The second meeting should be at most %(days)s working days after the first, by %(last)s. For a later date give the reason."
            )
            % {"days": case.term("meeting_interval_wd"), "last": date_words(last.date)},
            field="late_reason",
        )


def move(
    meeting: Meeting,
    *,
    planned_on: date,
    place: str,
    reason: str,
    at: time | None = None,
    by: User,
    version: int | None = None,
) -> Meeting:
    """Put a meeting that is still ahead on another day, hour or at another place; units and enterprise are told why.

    For a second generation meeting beyond the longest interval the reason is the one that P-024 asks for.
    """
    _refuse_without_reason(reason)
    dates.refuse_far(planned_on, "planned_on", years=2)
    if not place.strip():
        raise BadInput(_("Say where the meeting takes place."), field="place")
    with moves.turn(meeting.case, Action.CHANGE_MEETING, by=by, version=version) as turn:
        fresh = _ahead(meeting)
        dates.refuse_before(planned_on, _came_in(turn.case), "planned_on")
        if (planned_on, at, place.strip()) == (fresh.planned_on, fresh.at, fresh.place):
            raise BadInput(_("Neither the day nor the place is another one."), field="planned_on")
        if fresh.kind == MeetingKind.GENERATION:
            _check_second(turn.case, fresh.number, planned_on, reason)
            fresh.late_reason = reason.strip() if _is_late(turn.case, fresh, planned_on) else ""
        was = fresh.planned_on
        fresh.planned_on, fresh.at, fresh.place = planned_on, at, place.strip()
        fresh.save(update_fields=["planned_on", "at", "place", "late_reason"])
        turn.note(
            meeting=fresh.kind, meeting_number=fresh.number, was=was, on=planned_on, place=fresh.place,
            reason=reason.strip(),
        )  # fmt: skip
        units = people.of_units(list(fresh.units.all()))
        for told in (units, people.of_enterprise(turn.case)):
            turn.tell(
                told, "meeting_moved", meeting=fresh.kind, on=planned_on.isoformat(), clock=_clock(fresh), place=fresh.place,
                reason=reason.strip(),
            )  # fmt: skip
    return fresh


def cancel(meeting: Meeting, *, reason: str, by: User, version: int | None = None) -> Meeting:
    """Call a meeting off. It stays on record with the opinions given; another may be called in its place."""
    _refuse_without_reason(reason)
    with moves.turn(meeting.case, Action.CHANGE_MEETING, by=by, version=version) as turn:
        fresh = _ahead(meeting)
        fresh.cancelled_at, fresh.cancel_reason = timezone.now(), reason.strip()
        fresh.save(update_fields=["cancelled_at", "cancel_reason"])
        turn.note(meeting=fresh.kind, meeting_number=fresh.number, cancelled=fresh.planned_on, reason=reason.strip())
        units = people.of_units(list(fresh.units.all()))
        on, why = fresh.planned_on.isoformat(), reason.strip()
        turn.tell(units, "meeting_cancelled", meeting=fresh.kind, on=on, reason=why)
        turn.tell_enterprise("meeting_cancelled", meeting=fresh.kind, on=on, reason=why)
    return fresh


def _refuse_without_reason(reason: str) -> None:
    if not reason.strip():
        raise BadInput(_("Give the reason: the units and the enterprise read it."), field="reason")
    if len(reason.strip()) > MAX_REASON:
        raise BadInput(_("Keep this to %(most)s characters.") % {"most": MAX_REASON}, field="reason")


def _ahead(meeting: Meeting) -> Meeting:
    """The row under the lock, if the meeting has neither been held nor cancelled."""
    fresh = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if fresh.held_on is not None:
        raise CaseError(_("This meeting has been recorded already."))
    if fresh.cancelled_at is not None:
        raise CaseError(_("This meeting has been cancelled."))
    return fresh


def _is_late(case: Case, meeting: Meeting, planned_on: date) -> bool:
    last = deadlines.second_meeting_due(case) if meeting.number > 1 else None
    return last is not None and planned_on > last.date


def give_opinion(
    meeting: Meeting,
    *,
    unit: Unit,
    compliance: str,
    feasibility: str = "",
    text: str = "",
    case_item: CaseItem | None = None,
    by: User,
) -> Opinion:
    """A unit's opinion; given again before the meeting is recorded it replaces the first. Objections need words."""
    own = unit.pk in permissions.opinion_units(by)
    with moves.turn(meeting.case, Action.GIVE_OPINION, by=by) as turn:
        if not own and not permissions.is_handler(by, turn.case):
            raise NotAllowed(_("You can give an opinion only for your own unit."))
        if not meeting.units.filter(pk=unit.pk).exists():
            raise BadInput(_("This unit was not invited to the meeting."), field="unit")
        now = Meeting.objects.get(pk=meeting.pk)
        if now.held_on is not None:
            raise CaseError(_("The meeting has been recorded; opinions are closed."))
        if now.cancelled_at is not None:
            raise CaseError(_("This meeting has been cancelled."))
        if meeting.kind == MeetingKind.GENERATION and not feasibility:
            raise BadInput(_("Say how the unit sees the feasibility too."), field="feasibility")
        if case_item is not None and case_item.case_id != meeting.case_id:
            raise BadInput(_("This item does not belong to the case."), field="case_item")
        if {compliance, feasibility} - {Verdict.AGREE, ""} and not text.strip():
            raise BadInput(_("Give the reason or the conditions in words."), field="text")
        made, _new = Opinion.objects.update_or_create(
            meeting=meeting, unit=unit, case_item=case_item,
            defaults={"compliance": compliance, "feasibility": feasibility, "text": text, "given_by": by, "given_at": timezone.now()},
        )  # fmt: skip
        turn.public = False
        turn.note(
            meeting=meeting.kind,
            meeting_number=meeting.number,
            unit=unit.code,
            compliance=compliance,
            feasibility=feasibility,
        )
    return made


def hold(
    meeting: Meeting,
    *,
    held_on: date,
    minutes: str,
    late_reason: str = "",
    at: time | None = None,
    attended: Iterable[Unit] = (),
    people: str = "",
    tasks: Iterable[meeting_tasks.Decided] = (),
    by: User,
    version: int | None = None,
) -> Meeting:
    """Record that the meeting took place, who came and what was decided; its minutes are printed.

    One that was put off too long needs the reason (P-024).
    """
    if held_on > timezone.localdate():
        raise BadInput(_("A meeting can be recorded only after it took place."), field="held_on")
    if not minutes.strip():
        raise BadInput(_("Write what was discussed and decided."), field="minutes")
    with moves.turn(meeting.case, Action.HOLD_MEETING, by=by, version=version) as turn:
        fresh = _ahead(meeting)
        fresh.late_reason = fresh.late_reason or late_reason.strip()
        dates.refuse_before(held_on, _came_in(turn.case), "held_on")
        _check_interval(turn.case, fresh, held_on)
        fresh.held_on, fresh.minutes, fresh.people = held_on, minutes.strip(), people.strip()
        # Held on the day it was called for, it began at the hour of the invitation unless another is told.
        fresh.at = at or (fresh.at if held_on == fresh.planned_on else None)
        fresh.attended.set(_came(fresh, attended))
        meeting_tasks.write(turn, fresh, tasks, held_on)
        fresh.document = meeting_minutes.issue(turn.case, fresh, by=by)
        fresh.save(update_fields=["held_on", "at", "minutes", "people", "document", "late_reason"])
        turn.note(
            meeting=fresh.kind,
            meeting_number=fresh.number,
            on=held_on,
            document=fresh.document.number,
            late_reason=fresh.late_reason,
        )
        turn.tell_enterprise("meeting_held", meeting=fresh.kind, on=held_on.isoformat())
    return fresh


def _came(meeting: Meeting, attended: Iterable[Unit]) -> list[Unit]:
    """Who came, of those invited; nobody ticked means that nobody wrote it down."""
    came = list(attended)
    invited = set(meeting.units.values_list("pk", flat=True))
    if any(unit.pk not in invited for unit in came):
        raise BadInput(_("This unit was not invited to the meeting."), field="attended")
    return came


def _check_interval(case: Case, meeting: Meeting, held_on: date) -> None:
    if meeting.kind != MeetingKind.GENERATION or meeting.number == 1:
        return
    first = case.meetings.get(kind=MeetingKind.GENERATION, number=1, cancelled_at__isnull=True)
    if first.held_on and held_on < first.held_on:
        raise BadInput(_("The second meeting cannot be before the first."), field="held_on")
    if first.held_on is None or meeting.late_reason.strip():
        return
    if worktime.used(first.held_on, held_on, calendars.current()) > case.term("meeting_interval_wd"):
        raise BadInput(
            _(
                "The meeting took place more than %(days)s working days after the first. In principle that is too late: give the reason."
            )
            % {"days": case.term("meeting_interval_wd")},
            field="late_reason",
        )


def members_to_invite(case: Case, kind: str) -> list[Unit]:
    """Units that belong into a meeting: the generation group with the town (P-014), or the units that decide the items."""
    if kind == MeetingKind.GENERATION:
        groups = WorkGroup.objects.filter(is_generation=True, region=case.region)
        members = Unit.objects.filter(groups__in=groups)
        if any(group.with_town for group in groups):
            members = members | agencies.of_town(case.project)
        return list(members.distinct())
    open_items = case.items.exclude(status__in=[ItemStatus.DONE_BEFORE, ItemStatus.DROPPED])
    rows = open_items.select_related("item__department", "unit")
    deciding = {row.unit or agencies.deciding_unit(row.item, case.region) for row in rows}
    return sorted((unit for unit in deciding if unit), key=lambda unit: unit.code)


def decide_generation(
    case: Case, *, passed: bool, reference: str, decided_on: date, summary: str, by: User, version: int | None = None
) -> GenerationDecision:
    """Record what the government decided on the report of the group (P-023). Both meetings must have been held."""
    if decided_on > timezone.localdate():
        raise BadInput(_("The decision cannot be in the future."), field="decided_on")
    if not reference.strip():
        raise BadInput(_("Name the decision, for example the number of the minutes."), field="reference")
    if not passed and not summary.strip():
        raise BadInput(_("Give the reason: the enterprise reads it."), field="summary")
    with moves.turn(case, Action.DECIDE_GENERATION, by=by, version=version) as turn:
        held = turn.case.meetings.filter(kind=MeetingKind.GENERATION, held_on__isnull=False)
        if held.count() < turn.case.term("generation_meetings"):
            raise CaseError(_("Both generation meetings must be recorded before the decision."))
        last = held.order_by("-held_on").first()
        if last and last.held_on and decided_on < last.held_on:
            raise BadInput(_("The decision cannot be before the last meeting."), field="decided_on")
        if GenerationDecision.objects.filter(case=turn.case).exists():
            raise CaseError(_("The decision has been recorded already."))
        made = GenerationDecision.objects.create(
            case=turn.case,
            passed=passed,
            reference=reference.strip(),
            decided_on=decided_on,
            summary=summary,
            recorded_by=by,
        )
        if not passed:
            turn.target = CaseStatus.DECLINED
            turn.tell_enterprise("declined", reason=summary)
        else:
            turn.tell_enterprise("generation_passed")
        turn.note(passed=passed, reference=reference.strip(), decided_on=decided_on, reason="" if passed else summary)
    return made
