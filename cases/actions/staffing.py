"""Training, rotation and the seats of the task force. Heads of agencies and administrators, each for their own places."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import dates
from cases.enums import PostRole
from cases.enums_staff import Rank, SeatRole
from cases.exceptions import BadInput, NotAllowed
from cases.models import Attendance, Region, Rotation, TaskForceSeat, TrainingPlan, TrainingSession, Unit, User
from cases.queries import staffing

YEARS = 10


def _allowed(by: User, region: Region) -> None:
    if not staffing.in_reach(by, region):
        raise NotAllowed(_("Only an administrator or the head of an agency of this place can do this."))


def add_plan(
    *, region: Region, title: str, year: int, roles: Sequence[str], before_post: bool, content: str = "", by: User
) -> TrainingPlan:
    """A plan of training for some posts; ``before_post``: nobody is assigned for the first time without it (P-091)."""
    _allowed(by, region)
    if not title.strip():
        raise BadInput(_("Enter a title."), field="title")
    if abs(year - timezone.localdate().year) > YEARS:
        raise BadInput(_("This date is too far away: check the year."), field="year")
    if not roles or set(roles) - set(PostRole.values):
        raise BadInput(_("Say for which posts the training is."), field="roles")
    with transaction.atomic():
        Region.objects.select_for_update().get(pk=region.pk)  # two at once: the second finds the first one's plan
        if TrainingPlan.objects.filter(region=region, title=title.strip(), year=year).exists():
            raise BadInput(_("There is a plan of this title for the year already."), field="title")
        return TrainingPlan.objects.create(
            region=region, title=title.strip(), year=year, roles=list(roles), before_post=before_post,
            content=content.strip(), made_by=by,
        )  # fmt: skip


def add_session(
    plan: TrainingPlan, *, on: date, topic: str, place: str = "", trainer: str = "", by: User
) -> TrainingSession:
    """A session of a plan."""
    _allowed(by, plan.region)
    dates.refuse_far(on, "on", years=YEARS)
    if not topic.strip():
        raise BadInput(_("Enter the topic."), field="topic")
    return TrainingSession.objects.create(
        plan=plan, on=on, topic=topic.strip(), place=place.strip(), trainer=trainer.strip()
    )


def record_attendance(session: TrainingSession, people: Iterable[User], *, by: User) -> int:
    """Who took part; a second time nothing is doubled. How many are new."""
    _allowed(by, session.plan.region)
    if session.on > timezone.localdate():
        raise BadInput(_("Something that has happened cannot lie in the future."), field="people")
    with transaction.atomic():
        TrainingSession.objects.select_for_update().get(pk=session.pk)
        there = set(session.attendances.values_list("user", flat=True))
        new = [Attendance(session=session, user=user, recorded_by=by) for user in people if user.pk not in there]
        Attendance.objects.bulk_create(new)
    return len(new)


def rotate(user: User, *, unit: Unit, since: date, until: date, learnt: str, mentor: str = "", by: User) -> Rotation:
    """A time in another unit (W-023)."""
    _allowed(by, unit.region)
    dates.refuse_far(since, "since", years=YEARS)
    dates.refuse_far(until, "until", years=YEARS)
    if until < since:
        raise BadInput(_("This is before its first day."), field="until")
    if not learnt.strip():
        raise BadInput(_("Say what is learnt."), field="learnt")
    return Rotation.objects.create(
        user=user, unit=unit, since=since, until=until, learnt=learnt.strip(), mentor=mentor.strip(), recorded_by=by
    )


def seat(
    *, region: Region, role: str, unit: Unit | None, name: str, title: str, rank: str, reason: str, by: User
) -> TaskForceSeat:
    """Fill a seat of the task force; the leader's and a unit's contact's replace the one before (P-010, P-011)."""
    _allowed(by, region)
    if not name.strip() or not title.strip():
        raise BadInput(_("Enter the name and the office held."), field="name")
    if not reason.strip():
        raise BadInput(_("Say why: the reason is kept with the change."), field="reason")
    if role == SeatRole.CONTACT and (unit is None or rank != Rank.DEPUTY):
        raise BadInput(_("The contact of a member unit is one of its deputy leaders."), field="rank")
    if unit is not None and not region.holds(unit.region):
        raise BadInput(_("This unit does not belong to the place."), field="unit")
    words, today = reason.strip()[:200], timezone.localdate()
    try:
        with transaction.atomic():
            Region.objects.select_for_update().get(pk=region.pk)
            if role in {SeatRole.LEADER, SeatRole.CONTACT, SeatRole.OFFICE_DIRECTOR}:
                before = TaskForceSeat.objects.filter(region=region, role=role, until__isnull=True)
                before = before.filter(unit=unit) if role == SeatRole.CONTACT else before
                before.update(until=today, end_reason=words)
            return TaskForceSeat.objects.create(
                region=region, role=role, unit=unit, name=name.strip(), title=title.strip(), rank=rank, since=today, reason=words
            )  # fmt: skip
    except IntegrityError as clash:
        raise BadInput(_("This seat is taken."), field="role") from clash


def unseat(row: TaskForceSeat, *, reason: str, by: User) -> TaskForceSeat:
    """End a seat with its reason."""
    _allowed(by, row.region)
    if not reason.strip():
        raise BadInput(_("Say why: the reason is kept with the change."), field="reason")
    TaskForceSeat.objects.filter(pk=row.pk, until__isnull=True).update(
        until=timezone.localdate(), end_reason=reason.strip()[:200]
    )
    row.refresh_from_db()
    return row
