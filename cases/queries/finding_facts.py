"""What the record of a case shows that a rule for findings may meet: each fact with whom it concerns and how much of it (W-095)."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from cases import worktime
from cases.enums import BLZT, ItemStatus
from cases.enums_findings import Sought
from cases.enums_finish import FollowUpKind, FollowUpOutcome
from cases.enums_work import VISITS, OrderGround
from cases.findings import Rule, Seen
from cases.models import Case, CaseItem, CorrectionPoint, FindingRule, Post, ReferenceVersion, Transfer, User
from cases.queries import calendars, clocks, reference, results, supervision, weekly
from cases.routes import TransferStatus
from cases.transitions import FINAL

LATE = {
    OrderGround.ITEM_LATE: Sought.ITEM_LATE,
    OrderGround.SPECIAL_LATE: Sought.SPECIAL_LATE,
    OrderGround.FLOW_TABLE_LATE: Sought.FLOW_TABLE_LATE,
    OrderGround.DELIVERY_LATE: Sought.DELIVERY_LATE,
    OrderGround.ENQUIRY_LATE: Sought.ENQUIRY_LATE,
}


def rules() -> list[Rule]:
    """The rules in use, each with the version of its row."""
    name = reference.model_name(FindingRule)
    numbers = dict(ReferenceVersion.objects.filter(model=name).values_list("key").annotate(Max("number")))
    return [
        Rule(row.pk, row.code, row.kind, row.sought, row.threshold, numbers.get(reference.identity(row), 1))
        for row in FindingRule.objects.filter(active=True)
    ]


def looked_into() -> QuerySet[Case]:
    """Cases in which a rule may find something: running ones, and ended ones that the enterprise was asked about."""
    asked = Q(follow_ups__outcome=FollowUpOutcome.LEFT)
    ended = Case.objects.filter(asked).values("pk")
    return Case.objects.filter(number__isnull=False).filter(~Q(status__in=FINAL) | Q(pk__in=ended)).order_by("pk")


def of_case(case: Case, today: date | None = None) -> list[Seen]:
    """Every such fact of the case as it stands on ``today``."""
    today = today or timezone.localdate()
    found = [
        *_late(case, today), *_offers(case, today), *_urgings(case, today), *_asked_again(case), *_corrected_again(case),
        *_without_proof(case, today), *_void_visits(case), *_contradicted(case),
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.since, one.key))


def missing_reports(today: date) -> Iterator[tuple[Case, Seen]]:
    """Weekly reports whose day has passed, each person's and level's as one fact with every day missed (P-067).

    A report belongs to no case: its fact stands once, in the oldest running case of which it should have told, and stays where it was
    proposed.
    """
    posts = Post.objects.active().filter(role__in=weekly.REPORTING).values("user")
    for user in User.objects.filter(pk__in=posts, is_active=True).order_by("pk"):
        for owed in weekly.owed_by(user, today, handed_in=True):
            days = [day.isoformat() for day in weekly.missed(owed) if day < today]
            if days:
                label = f"{owed.post.pk}-{owed.level}"
                more = {"weeks": days, "level": owed.level.value}
                unit, person = owed.post.unit_id, user.pk
                seen = Seen(Sought.REPORT_MISSING, label, owed.due, len(days), unit, person, None, more)
                case = _proposed_in(seen) or weekly.oldest_case(owed.post, user)
                if case is not None:
                    yield case, seen


def _proposed_in(seen: Seen) -> Case | None:
    return Case.objects.filter(findings__key=seen.key).select_related("region", "handling_unit").first()


def _late(case: Case, today: date) -> Iterator[Seen]:
    """What is past its date. Before anything was filed it is the agency's own delay and not that of the deciding unit.

    A special procedure has its own limit (行政许可法 §45): past it the promise is not broken, so it is a fact of its own.
    """
    for fact in supervision.facts(case, today):
        if fact.ground in LATE:
            sought, unit = LATE[fact.ground], fact.unit
            if fact.item and fact.item.status == ItemStatus.RECEIVED:
                sought = Sought.ITEM_UNTOUCHED
            elif fact.item and fact.item.status in {ItemStatus.CONFIRMED, ItemStatus.CORRECTING}:
                unit = case.handling_unit
            item = fact.item.pk if fact.item else None
            more = _special(fact.item, today) if fact.item and sought == Sought.SPECIAL_LATE else {}
            days = _days(fact.due, today) - fact.rested
            yield Seen(sought, fact.label, fact.due, days, unit.pk if unit else None, None, item, more)


def _special(row: CaseItem, today: date) -> dict[str, int]:
    """On which day of how many the special procedure stands."""
    special = clocks.item_clock(row, today).special
    return {"day": special.used, "limit": special.limit} if special else {}


def _days(since: date, today: date) -> int:
    return worktime.used(since, today, calendars.current())


def _offers(case: Case, today: date) -> Iterator[Seen]:
    for row in Transfer.objects.filter(case=case, status=TransferStatus.OFFERED, escalated_at__isnull=False):
        told = timezone.localdate(row.escalated_at)
        more = {"due": row.due.isoformat(), "transfer": row.pk}
        yield Seen(
            Sought.OFFER_UNANSWERED, f"#{row.pk}", told, _days(told, today), row.to_unit_id, row.to_user_id,
            row.case_item_id, more,
        )  # fmt: skip


def _urgings(case: Case, today: date) -> Iterator[Seen]:
    """One person, one thing, urged so many times on different days and never acknowledged since the first."""
    rows = list(case.urges.filter(on__lt=today).order_by("on", "pk"))
    answered = {(row.what, row.label, row.to_id) for row in rows if row.acknowledged_at}
    open_rows = [row for row in rows if (row.what, row.label, row.to_id) not in answered]
    times = Counter((row.what, row.label, row.to_id) for row in open_rows)
    units = _units_of({row.to_id for row in open_rows})
    first = {(row.what, row.label, row.to_id): row for row in reversed(open_rows)}
    for key, row in first.items():
        label = f"{row.what}/{row.label}/{row.to_id}"
        yield Seen(Sought.URGINGS_IGNORED, label, row.on, times[key], units.get(row.to_id), row.to_id)


def _units_of(people: set[int]) -> dict[int, int]:
    posts = Post.objects.active().filter(user__in=people).order_by("-pk")
    return dict(posts.values_list("user", "unit"))


def _asked_again(case: Case) -> Iterator[Seen]:
    """Points of a later request that an earlier one named already; the agency asks."""
    points = (
        CorrectionPoint.objects.filter(correction__case=case).select_related("correction").order_by("correction", "pk")
    )
    named: dict[tuple[str, int | None], set[int]] = {}
    for point in points:
        named.setdefault((point.field, point.material_id), set()).add(point.correction_id)
    again = {key: len(rounds) - 1 for key, rounds in named.items() if len(rounds) > 1}
    last = {(point.field, point.material_id): point for point in points}
    for key, times in again.items():
        on = timezone.localdate(last[key].correction.requested_at)
        label = last[key].field or f"material/{last[key].material_id}"
        yield Seen(Sought.ASKED_AGAIN, label, on, times, case.handling_unit_id, more={"named": last[key].what})


def _corrected_again(case: Case) -> Iterator[Seen]:
    """Corrections that the deciding unit asked for in the running round of an item."""
    rows: QuerySet[CaseItem] = case.items.exclude(unit=None).select_related("item").prefetch_related("facts")
    for row in rows:
        asked = [fact for fact in clocks.running_round(row) if fact.code == BLZT.CORRECTION_START]
        if asked:
            yield Seen(
                Sought.ITEM_CORRECTED_AGAIN, row.item.code, asked[0].on, len(asked), row.unit_id, None, row.pk
            )  # fmt: skip


def _without_proof(case: Case, today: date) -> Iterator[Seen]:
    """The agency records what has passed, so the proof is its own."""
    for row in results.missing(case).prefetch_related("facts"):
        done = clocks.finished_on(row)
        if done is not None:
            yield Seen(
                Sought.PROOF_MISSING, row.item.code, done, _days(done, today), case.handling_unit_id, None, row.pk
            )  # fmt: skip


def _void_visits(case: Case) -> Iterator[Seen]:
    for row in case.contacts.filter(void=True, corrects__way__in=VISITS).select_related("corrects"):
        told = row.corrects
        if told is not None:
            more = {"why": row.what_was_wrong, "people": told.people}
            yield Seen(Sought.VISIT_VOID, f"#{told.pk}", told.on, 1, case.handling_unit_id, told.by_id, None, more)


def _contradicted(case: Case) -> Iterator[Seen]:
    """Reported as put right, and at the call-back the enterprise said that something is left."""
    calls = case.follow_ups.filter(kind=FollowUpKind.CALL_BACK, outcome=FollowUpOutcome.LEFT, on__isnull=False)
    for row in calls.select_related("rectification"):
        person = row.rectification.responsible_id if row.rectification else None
        if row.on is not None:
            yield Seen(
                Sought.CONTRADICTED, f"#{row.pk}", row.on, 1, case.handling_unit_id, person, None, {"left": row.left}
            )  # fmt: skip
