"""Flow tables of the groups (P-062 to P-065) and the versioned roadmap (W-073)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import permissions, scheduling
from cases.actions import dates, items, moves, paper_data, papers, roadmap_paper, scope
from cases.documents import flowtable
from cases.enums import Action, CaseStatus, DocumentKind, ItemStatus, PostRole
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.listwords import listed
from cases.models import Case, CaseItem, FlowRow, FlowTable, IssuedDocument, Plan, PlanRow, Unit, User
from cases.queries import calendars, moved, people, roadmap, trials
from cases.strategies import Measure

MAX_DAYS = 2000
MAX_WORKS = 3650


@dataclass(frozen=True)
class Row:
    """One row of a flow table as it is filed."""

    case_item: CaseItem
    unit: Unit | None
    agent: User | None
    materials: str
    fees: str
    planned_days: int


def file_flow_table(
    table: FlowTable,
    rows: list[Row],
    *,
    no_items: bool = False,
    unnamed: str = "",
    reason: str = "",
    by: User,
    version: int | None = None,
) -> FlowTable:
    """File, or file again with the reason; every item of the group has a row, or the group states that it has none.

    ``unnamed``: why rows have no agent yet; the log keeps it (P-062).
    """
    with moves.turn(table.case, Action.FILE_FLOW_TABLE, by=by, version=version) as turn:
        fresh = FlowTable.objects.select_for_update(of=("self",)).select_related("group").get(pk=table.pk)
        if not permissions.is_chief(by, turn.case) and not _leads(by, fresh):
            raise NotAllowed(_("Only the group agent of this group or the chief agent files this table."))
        if fresh.filed_at is not None and not reason.strip():
            raise BadInput(_("Say why the table changes."), field="reason")
        _check_rows(turn.case, fresh, rows, no_items)
        _check_named(rows, unnamed)
        fresh.rows.all().delete()
        FlowRow.objects.bulk_create(
            FlowRow(
                table=fresh, case_item=r.case_item, unit=r.unit or r.case_item.unit, agent=r.agent,
                materials=r.materials, fees=r.fees, planned_days=r.planned_days,
            )
            for r in rows
        )  # fmt: skip
        for row in rows:
            # A row that names no unit leaves the one that decides the item.
            known = {"unit": row.unit} if row.unit else {}
            CaseItem.objects.filter(pk=row.case_item.pk).update(agent=row.agent, fee_note=row.fees, **known)
        fresh.version, fresh.filed_at, fresh.filed_by = fresh.version + 1, timezone.now(), by
        fresh.no_items, fresh.reason = no_items, reason.strip()
        fresh.document = _print_flow_table(turn.case, fresh, by)
        fresh.save(update_fields=["version", "filed_at", "filed_by", "no_items", "reason", "document"])
        why = {"reason": fresh.reason} | ({"unnamed": unnamed.strip()} if unnamed.strip() else {})
        turn.note(group=fresh.group.code, version=fresh.version, document=fresh.document.number, **why)
        turn.tell(people.chiefs(turn.case), "flow_table_filed", group=fresh.group.name_zh, version=fresh.version)
        if turn.case.status == CaseStatus.UNDERWAY:
            turn.tell(
                [r.agent for r in rows if r.agent], "flow_table_changed", group=fresh.group.name_zh, reason=fresh.reason
            )
    return fresh


def _leads(by: User, table: FlowTable) -> bool:
    return any(post.role == PostRole.GROUP_AGENT and post.group_id == table.group_id for post in by.active_posts)


def _check_rows(case: Case, table: FlowTable, rows: list[Row], no_items: bool) -> None:
    owed = {
        item.pk: item for item in roadmap.items_of(case) if item.group_id == table.group_id and item.done_on is None
    }
    given = {row.case_item.pk for row in rows}
    if no_items:
        if owed or rows:
            raise BadInput(_("The group does have items in this project: give each a row."), field="no_items")
        return
    if not rows:
        raise BadInput(_("Give at least one row, or state that the group has no items in this project."), field="rows")
    if len(given) != len(rows):
        raise BadInput(_("An item has two rows: give each one."), field="rows")
    missing = [item.item.name for pk, item in owed.items() if pk not in given]
    if missing:
        raise BadInput(_("These items still need a row: %(names)s") % {"names": listed(missing)}, field="rows")
    if any(row.case_item.case_id != case.pk for row in rows):
        raise BadInput(_("A row names an item of another case."), field="rows")
    foreign = [row.case_item.item.name for row in rows if not _may_plan(table, row.case_item)]
    if foreign:
        raise BadInput(
            _("These items are planned by another group: %(names)s") % {"names": listed(foreign)}, field="rows"
        )
    idle = [row.agent.name for row in rows if row.agent and not row.agent.active_posts]
    if idle:
        raise BadInput(_("%(name)s does not hold this post today.") % {"name": listed(idle)}, field="rows")
    if any(not 0 <= row.planned_days <= MAX_DAYS for row in rows):
        raise BadInput(_("Planned days lie between 0 and %(most)s.") % {"most": MAX_DAYS}, field="rows")


def _check_named(rows: list[Row], unnamed: str) -> None:
    """P-062: the table says who runs each item."""
    bare = [row.case_item.item.name for row in rows if row.agent is None]
    if bare and not unnamed.strip():
        raise BadInput(
            _("Rule “every row has its agent”: name the agent, or say why none is named: %(names)s")
            % {"names": listed(bare)},
            field="unnamed",
        )


def _may_plan(table: FlowTable, item: CaseItem) -> bool:
    """Items of the group, and those of no group that nobody else has planned."""
    if item.group_id is None:
        return not FlowRow.objects.filter(case_item=item).exclude(table=table).exists()
    return item.group_id == table.group_id


def _print_flow_table(case: Case, table: FlowTable, by: User) -> IssuedDocument:
    number = papers.take_number(case, DocumentKind.FLOW_TABLE)
    today = timezone.localdate()
    data = flowtable.FlowTable(
        number=number,
        group=table.group.name_zh,
        project=paper_data.facts(case),
        rows=tuple(
            flowtable.FlowRow(
                authority=row.unit.name_zh if row.unit else "",
                item=row.case_item.item.name_zh,
                agent=row.agent.name if row.agent else paper_data.UNNAMED,
                materials=tuple(row.materials.splitlines()),
                fees=row.fees,
                planned=paper_data.limit(row.planned_days, "wd"),
            )
            for row in table.rows.select_related("case_item__item", "unit", "agent")
        ),
        signed_on=paper_data.local(case.signed_at or timezone.now()).date(),
        due_on=table.due,
        issued_at=today,
        version=table.version,
        change_reason=table.reason,
        agent_signature=paper_data.signed_by(by, today),
    )
    return papers.issue(
        case, DocumentKind.FLOW_TABLE, number, flowtable.flow_table(data), data, by=by, replaces=table.document
    )


def _durations(case: Case, wished: Mapping[str, int] | None) -> dict[str, int]:
    """Planned days per item code: from the flow tables, then what was wished."""
    rows = FlowRow.objects.filter(table__case=case).values_list("case_item__item__code", "planned_days")
    return dict(rows) | dict(wished or {})


def trial(
    case: Case, *, start: date, durations: Mapping[str, int] | None = None, works_days: int | None = None
) -> trials.Trial:
    """What would be set with these wishes: days from the flow tables, everything else as in the plan in force."""
    return replace(
        trials.Bench(case).in_force,
        start=start,
        days=_durations(case, durations),
        works_days=works_days,
    )


def preview(
    case: Case, *, start: date, durations: Mapping[str, int] | None = None, works_days: int | None = None
) -> scheduling.Schedule:
    """What the roadmap would be; nothing is saved."""
    wish = trial(case, start=start, durations=durations, works_days=works_days)
    refuse(case, wish)
    return trials.Bench(case).schedule(wish)


def refuse(case: Case, wish: trials.Trial) -> None:
    """Numbers and dates that nobody means, each at its field: what is tried is held to the same as what is saved.

    The team owes its days from the signature on; while nothing is signed, from the day the application came in.
    """
    if case.signed_at:
        if wish.start < paper_data.local(case.signed_at).date():
            raise BadInput(_("The roadmap cannot start before the agreement was signed."), field="start")
    elif case.submitted_at:
        dates.refuse_before(wish.start, paper_data.local(case.submitted_at).date(), "start")
    dates.refuse_far(wish.start, "start")
    if not 0 <= (wish.works_days or 0) <= MAX_WORKS:
        raise BadInput(_("Works last between 0 and %(most)s days.") % {"most": MAX_WORKS}, field="works_days")
    for code, day in wish.not_before.items():
        dates.refuse_far(day, f"from_{code}")
    for code, days in wish.days.items():
        if not 0 <= days <= MAX_DAYS:
            raise BadInput(_("Planned days lie between 0 and %(most)s.") % {"most": MAX_DAYS}, field=f"days_{code}")


def set_plan(
    case: Case,
    *,
    start: date,
    durations: Mapping[str, int] | None = None,
    works_days: int | None = None,
    reason: str = "",
    by: User,
    version: int | None = None,
) -> Plan:
    """A new version of the roadmap: one project, one team, one plan, one table (P-064). Old versions stay."""
    with moves.turn(case, Action.SET_PLAN, by=by, version=version) as turn:
        wish = trial(turn.case, start=start, durations=durations, works_days=works_days)
        return _set(turn, wish, reason, by)


def set_trial(case: Case, wish: trials.Trial, *, reason: str, by: User, version: int | None = None) -> Plan:
    """Save what was tried (P-065): items go and come, agents change hands, the roadmap gets its new version; all or nothing.

    Days that were assumed free are no part of any version: the calendar is changed where everybody can see it.
    """
    if wish.assumed:
        raise BadInput(
            _("Take the assumed days off away first: a version stands on the published calendar."), field="off"
        )
    if not reason.strip():
        raise BadInput(_("Say why the roadmap changes: the enterprise reads it."), field="reason")
    with transaction.atomic():
        # The first act checks the version that the person has seen; what follows is part of the same change.
        for row in case.items.filter(item__code__in=wish.dropped).exclude(status=ItemStatus.DROPPED):
            scope.drop(row, reason=reason, by=by, version=version)
            version = None
        for code in wish.added:
            scope.add(case, code, reason=reason, by=by, version=version)
            version = None
        for row in case.items.select_related("item").filter(item__code__in=wish.agents):
            if row.agent_id != wish.agents[row.item.code]:
                agent = User.objects.filter(pk=wish.agents[row.item.code] or 0).first()
                items.set_agent(row, agent=agent, by=by, version=version)
                version = None
        with moves.turn(case, Action.SET_PLAN, by=by, version=version) as turn:
            return _set(turn, replace(wish, dropped=frozenset(), added=()), reason, by)


def _set(turn: moves.Turn, wish: trials.Trial, reason: str, by: User) -> Plan:
    """The checks and the writing that every new version has; inside a turn."""
    case = turn.case
    late = case.flow_tables.filter(filed_at__isnull=True).select_related("group")
    if case.scheme.flow_tables and late.exists():
        raise CaseError(
            _("These groups have not filed their flow table yet: %(names)s")
            % {"names": listed(str(t.group) for t in late)}
        )
    if not case.team.filter(until__isnull=True).exists():
        raise CaseError(_("Name the team first: the roadmap says who does what."))
    bench = trials.Bench(case)
    before = bench.plan
    if before and not reason.strip():
        raise BadInput(_("Say why the roadmap changes: the enterprise reads it."), field="reason")
    refuse(case, wish)
    taking = bench.measures(wish)
    found = bench.schedule(wish, taking)
    told = moved.of_version(bench, found)
    plan = _save(bench, wish, found, taking, reason, by)
    turn.note(
        version=plan.version,
        start=wish.start,
        finish=plan.finish,
        reason=reason.strip(),
        strategy=plan.strategy,
        document=plan.document.number if plan.document else "",
    )
    n, why = plan.version, reason.strip()
    turn.tell_enterprise("plan_changed" if before else "plan_set", version=n, reason=why, moved=told)
    turn.tell_agency("plan_changed" if before else "plan_set", version=n, reason=why, moved=told)
    return plan


def _save(
    bench: trials.Bench, wish: trials.Trial, found: scheduling.Schedule, taken: Sequence[Measure], reason: str, by: User
) -> Plan:
    case, before, slots = bench.case, bench.plan, dict(found.slots)
    works = slots.pop(roadmap.WORKS_COMPLETED, None)
    case.plans.filter(current=True).update(current=False)
    plan = Plan.objects.create(
        case=case,
        version=before.version + 1 if before else 1,
        start=wish.start,
        finish=found.finish,
        works_days=wish.works_days,
        works_start=works.start if works else None,
        works_completed=works.end if works else None,
        works_critical=works is not None and works.critical,
        works_bound_by=(works.bound_by or "") if works else "",
        reason=reason.strip(),
        made_by=by,
        provisional=any(slot.provisional for slot in found.slots.values())
        or calendars.current().is_provisional(wish.start),
        strategy=wish.strategy,
        measures=[measure.key for measure in taken],
    )
    lengths = {task.code: task.days for task in bench.basis_for(wish).tasks}
    rows = [
        _row(plan, bench.items[code], slot, lengths[code], wish.not_before.get(code)) for code, slot in slots.items()
    ]
    PlanRow.objects.bulk_create(rows)
    _copy_ends(case, rows)
    plan.document = roadmap_paper.issue(case, plan, bench, taken, by)
    plan.save(update_fields=["document"])
    return plan


def _copy_ends(case: Case, rows: Sequence[PlanRow]) -> None:
    """What stands in the roadmap in force stands on the items too, and nothing else."""
    case.items.update(planned_end=None)
    for row in rows:
        row.case_item.planned_end = row.end
    CaseItem.objects.bulk_update([row.case_item for row in rows], ["planned_end"])


def _row(plan: Plan, item: CaseItem, slot: scheduling.Slot, planned: int, not_before: date | None) -> PlanRow:
    return PlanRow(
        plan=plan,
        case_item=item,
        days=slot.days,
        days_without=planned,
        start=slot.start,
        end=slot.end,
        slack=slot.slack_days,
        critical=slot.critical,
        bound_by=slot.bound_by or "",
        waits_for=slot.waits_for,
        provisional=slot.provisional,
        not_before=not_before,
        agent=item.agent,
    )
