"""Progress of an item: dated facts with the national codes. The only writer of an item's status."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import permissions, transitions
from cases.actions import conversion, extending, files, moves, start_watch
from cases.daywords import date_words, told
from cases.enums import BLZT, Action, FileKind, ItemStatus, LinkKind
from cases.enums_work import ContactWay, FilingPlace, SpecialKind
from cases.exceptions import BadInput, CaseError, NotAllowed, StepNotAllowed
from cases.listwords import listed
from cases.models import CaseItem, ItemFact, StoredFile, User
from cases.queries import clocks, ledger, results, supplements

FINISHED = {BLZT.PASSED, BLZT.PASSED_WITH_GAP}
RESULTS = FINISHED | {BLZT.NOT_PASSED}
# Steps with a paper of their own that is no result.
DECISIONS = {
    BLZT.EXTENDED, BLZT.SPECIAL_START, BLZT.SPECIAL_END, BLZT.CORRECTION_START, BLZT.NOT_ACCEPTED, BLZT.NOT_HANDLED,
}  # fmt: skip
TOLD_TO_THE_ENTERPRISE = FINISHED | {BLZT.CORRECTION_START, BLZT.NOT_PASSED, BLZT.NOT_ACCEPTED, BLZT.NOT_HANDLED}
MAX_DAYS = 2000


def record(
    case_item: CaseItem,
    *,
    code: int,
    on: date,
    file_number: str = "",
    note: str = "",
    limit_days: int | None = None,
    special: str = "",
    way: str = "",
    filed: str = "",
    result_upload: "UploadedFile[Any] | None" = None,
    by: User,
    version: int | None = None,
) -> ItemFact:
    """Record what happened and when. The table says what may follow; a date cannot precede what it follows.

    A special procedure begins with its kind (``special``), its own limit and its ground (行政许可法 §45).
    ``way``: how the step was served (W-004); ``filed``: at the window or on the platform, for the filing itself (P-066).
    """
    with moves.turn(case_item.case, Action.RECORD_FACT, by=by, version=version, item=case_item) as turn:
        made = put(
            turn, case_item, code=code, on=on, file_number=file_number, note=note, limit_days=limit_days,
            special=special, way=way, filed=filed, result_upload=result_upload, by=by,
        )  # fmt: skip
        turn.note(
            item=case_item.item.code,
            code=int(code),
            on=on,
            file_number=file_number,
            way=way,
            filed=filed,
            special=special,
        )
    case_item.refresh_from_db()
    return made


def put(
    turn: moves.Turn,
    case_item: CaseItem,
    *,
    code: int,
    on: date,
    file_number: str = "",
    note: str = "",
    limit_days: int | None = None,
    special: str = "",
    way: str = "",
    filed: str = "",
    result_upload: "UploadedFile[Any] | None" = None,
    by: User,
    tell: bool = True,
) -> ItemFact:
    """The fact itself, inside whatever act brings it about. ``tell=False``: that act says it in its own words."""
    item = CaseItem.objects.select_for_update(of=("self",)).select_related("item").get(pk=case_item.pk)
    target = transitions.item_step(item.status, code)
    if target is None:
        raise StepNotAllowed(
            _("“%(step)s” cannot follow while the item is “%(status)s”.")
            % {"step": BLZT(code).label, "status": item.get_status_display()},
            field="code",
        )
    _check(item, BLZT(code), on, limit_days, note)
    _check_way(BLZT(code), way, filed)
    _check_special(BLZT(code), special, note)
    if code == BLZT.EXTENDED:
        extending.check(item, on=on, days=limit_days or 0, ground=note, decision=file_number)
    conversion.check(item, BLZT(code))
    document = _document(item, BLZT(code), result_upload, by)
    made = ItemFact.objects.create(
        case_item=item, code=code, on=on, file_number=file_number, note=note, limit_days=limit_days, way=way,
        filed=filed, special=special, document=document, by=by,
    )  # fmt: skip
    item.status = target
    item.done_on = (item.done_on or on) if code in FINISHED else None  # a gap filled later moves no decision
    if code != BLZT.EXTENDED:  # its number is that of another decision
        item.file_number = file_number or item.file_number
    item.save(update_fields=["status", "done_on", "file_number"])
    conversion.follow(turn, item, made)
    turn.look(start_watch.tell)
    if tell:
        _tell(turn, item, made)
    return made


def _tell(turn: moves.Turn, item: CaseItem, made: ItemFact) -> None:
    """Whom a fact concerns: the agency always, the enterprise where it decides, asks, or stops the clock."""
    name, code, on, reason = item.item.code, made.code, made.on.isoformat(), made.note.strip()
    if code in TOLD_TO_THE_ENTERPRISE:
        turn.tell_enterprise("item_fact", item=name, code=int(code), on=on)
    if code == BLZT.EXTENDED:
        turn.tell_enterprise("limit_extended", item=name, days=made.limit_days, reason=reason)
    if code == BLZT.SPECIAL_START:
        turn.tell_enterprise(
            "special_procedure", item=name, special=made.special, on=on, days=made.limit_days, reason=reason
        )
    turn.tell_agency("item_fact", item=name, code=int(code), on=on)


def add_result(
    case_item: CaseItem,
    *,
    file_number: str = "",
    upload: "UploadedFile[Any] | None" = None,
    by: User,
    version: int | None = None,
) -> CaseItem:
    """The document of a decision, or its number, comes later than the news that it passed. A number on record stays."""
    number = file_number.strip()
    if not number and upload is None:
        raise BadInput(_("Give the file number or the document."), field="file_number")
    with moves.turn(case_item.case, Action.ADD_RESULT, by=by, version=version, item=case_item) as turn:
        item = CaseItem.objects.select_for_update(of=("self",)).select_related("item").get(pk=case_item.pk)
        if item.status not in results.PASSED:
            raise CaseError(_("“%(item)s” has not passed: there is no result to add.") % {"item": item.item.name})
        if number and item.file_number not in ("", number):
            raise BadInput(
                _("The file number %(number)s is on record already.") % {"number": item.file_number},
                field="file_number",
            )
        if upload is not None:
            files.accept(turn.case, upload, kind=FileKind.RESULT, by=by, case_item=item)
        item.file_number = number or item.file_number
        item.save(update_fields=["file_number"])
        turn.note(item=item.item.code, file_number=number, document=upload.name if upload else "")
    case_item.refresh_from_db()
    return case_item


def _document(item: CaseItem, code: BLZT, upload: "UploadedFile[Any] | None", by: User) -> StoredFile | None:
    """Keep the paper behind a fact: the result of a decision, or the decision to extend, which has to have one."""
    if code == BLZT.EXTENDED and upload is None:
        raise BadInput(_("Add the decision: an extension needs its document."), field="result_upload")
    if upload is None:
        return None
    if code not in RESULTS | DECISIONS:
        raise BadInput(_("A result document belongs to a decision."), field="result_upload")
    kind = FileKind.DECISION if code in DECISIONS else FileKind.RESULT
    return files.accept(item.case, upload, kind=kind, by=by, case_item=item)


def _check(item: CaseItem, code: BLZT, on: date, limit_days: int | None, note: str) -> None:
    if on > timezone.localdate():
        raise BadInput(_("Something that has happened cannot lie in the future."), field="on")
    facts = clocks.valid_facts(item)
    if facts and on < facts[-1].on:
        raise BadInput(
            _("This is before the last step (%(last)s, %(date)s).")
            % {"last": facts[-1].get_code_display(), "date": date_words(facts[-1].on)},
            field="on",
        )
    if code == BLZT.SPECIAL_START and not 1 <= (limit_days or 0) <= MAX_DAYS:
        raise BadInput(_("A special procedure has its own limit: enter the working days."), field="limit_days")
    if (
        code in {BLZT.NOT_PASSED, BLZT.NOT_ACCEPTED, BLZT.NOT_HANDLED, BLZT.REVOKED, BLZT.CORRECTION_START}
        and not note.strip()
    ):
        raise BadInput(_("Give the reason in words."), field="note")
    if code == BLZT.RECEIVED:
        _check_signed(item)
        _check_confirmed(item)
    if code in FINISHED:
        _check_predecessors(item, on)


def _check_signed(item: CaseItem) -> None:
    """Nothing is filed that the enterprise has not entrusted: what came in after signing needs its signature (P-004)."""
    paper = supplements.unsigned(item)
    if paper:
        raise BadInput(
            _("Only what was entrusted is filed: the enterprise has not signed the change of the items (%(document)s).")
            % {"document": paper.number},
            field="code",
        )


def _check_confirmed(item: CaseItem) -> None:
    """Nothing is filed in the enterprise's name with papers that it has not confirmed."""
    waiting = ledger.unanswered(item)
    if waiting:
        raise BadInput(
            _("The enterprise has not confirmed yet what the agency filled in for it: %(papers)s.")
            % {"papers": listed(waiting)},
            field="code",
        )


def _check_way(code: BLZT, way: str, filed: str) -> None:
    if way and way not in ContactWay.values:
        raise BadInput(_("Choose the way of the contact."), field="way")
    if filed and (filed not in FilingPlace.values or code != BLZT.RECEIVED):
        raise BadInput(_("Where it was filed belongs to the filing itself."), field="filed")


def _check_special(code: BLZT, special: str, note: str) -> None:
    if code != BLZT.SPECIAL_START:
        if special:
            raise BadInput(_("Only the beginning of a special procedure has a kind."), field="special")
        return
    if special not in SpecialKind.values:
        raise BadInput(_("Choose which special procedure it is."), field="special")
    if not note.strip():
        raise BadInput(_("Give the ground: the enterprise reads why the limit stands still."), field="note")


def _check_predecessors(item: CaseItem, on: date) -> None:
    """A formal approval needs its formal predecessors, and no earlier than they are dated (W-056)."""
    rows = item.case.items.exclude(status=ItemStatus.DROPPED).select_related("item")
    present = {row.item_id: row for row in rows}
    groups: dict[int, list[CaseItem]] = {}
    for link in item.item.links.filter(kind__in=[LinkKind.ALL, LinkKind.IF_PRESENT, LinkKind.ANY]):
        before = present.get(link.requires_id or 0)
        if before is not None and link.kind == LinkKind.ANY:
            groups.setdefault(link.group, []).append(before)
        elif before is not None:
            _check_one_of([before], on)
    for alternatives in groups.values():
        _check_one_of(alternatives, on)


def _check_one_of(alternatives: list[CaseItem], on: date) -> None:
    """One of them must be finished by ``on``."""
    names = _(" or ").join(row.item.name for row in alternatives)
    conversion.refuse_preapproved(alternatives)
    done = [row for row in alternatives if row.status in transitions.ITEM_DONE]
    if not done:
        raise BadInput(_("“%(item)s” must be finished first.") % {"item": names}, field="code")
    if all(row.done_on and on < row.done_on for row in done):
        raise BadInput(
            _("“%(item)s” was finished on %(date)s only; this cannot have been finished earlier.")
            % {"item": names, "date": date_words(min(row.done_on for row in done if row.done_on))},
            field="on",
        )


def _check_followers(item: CaseItem, on: date) -> None:
    """What was finished on the strength of this one cannot end up before it."""
    kinds = [LinkKind.ALL, LinkKind.IF_PRESENT]
    early = item.case.items.filter(item__links__requires=item.item, item__links__kind__in=kinds, done_on__lt=on)
    after = early.exclude(status__in=[ItemStatus.DROPPED, ItemStatus.DONE_BEFORE]).select_related("item").first()
    if after:
        raise BadInput(
            _("“%(item)s”, which needs this one, was finished on %(date)s already.")
            % {"item": after.item.name, "date": told(after.done_on)},
            field="on",
        )


def correct(fact: ItemFact, *, note: str, on: date | None = None, limit_days: int | None = None, by: User) -> ItemFact:
    """Correct the date or the days of a wrong fact by a new one; the wrong one stays readable.

    To take back a code, record the next; an extension that was none gets 0 days.
    """
    if not note.strip():
        raise BadInput(_("Say what was wrong."), field="note")
    case_item = fact.case_item
    with moves.turn(case_item.case, Action.RECORD_FACT, by=by, item=case_item) as turn:
        if fact.corrected_by.exists():
            raise BadInput(_("This entry has been corrected already."))
        new_date = on or fact.on
        if new_date > timezone.localdate():
            raise BadInput(_("Something that has happened cannot lie in the future."), field="on")
        _check_order(fact, new_date)
        if fact.code in FINISHED:
            _check_predecessors(case_item, new_date)
            _check_followers(case_item, new_date)
        made = ItemFact.objects.create(
            case_item=case_item, code=fact.code, on=new_date, file_number=fact.file_number, note=note.strip(),
            limit_days=_corrected_days(fact, limit_days), document=fact.document,
            special=fact.special, way=fact.way, filed=fact.filed, corrects=fact, by=by,
        )  # fmt: skip
        last = clocks.valid_facts(CaseItem.objects.get(pk=case_item.pk))[-1]
        if last.code in FINISHED:
            CaseItem.objects.filter(pk=case_item.pk).update(
                done_on=clocks.finished_on(CaseItem.objects.get(pk=case_item.pk))
            )
        turn.note(item=case_item.item.code, code=fact.code, on=new_date, instead_of=fact.on, reason=note.strip())
        turn.look(start_watch.tell)
        _tell(turn, case_item, made)
    case_item.refresh_from_db()
    return made


def _corrected_days(fact: ItemFact, days: int | None) -> int | None:
    """The days that now hold: of a special procedure at least one, of an extension at most what the law allows."""
    if days is None or fact.limit_days is None:
        return fact.limit_days
    extended = fact.code == BLZT.EXTENDED
    least, most = (0, clocks.longest_extension(fact.case_item)) if extended else (1, MAX_DAYS)
    if not least <= days <= most:
        raise BadInput(_("Between %(least)s and %(most)s days.") % {"least": least, "most": most}, field="limit_days")
    return days


def _check_order(fact: ItemFact, on: date) -> None:
    facts = clocks.valid_facts(fact.case_item)
    place = next(i for i, row in enumerate(facts) if row.pk == fact.pk)
    before, after = facts[:place], facts[place + 1 :]
    if (before and on < before[-1].on) or (after and on > after[0].on):
        raise BadInput(_("With this date the steps would be out of order."), field="on")


def set_agent(case_item: CaseItem, *, agent: User | None, by: User, version: int | None = None) -> CaseItem:
    """Hand an item to another agent of the service; those concerned are told (P-065)."""
    with moves.turn(case_item.case, Action.SET_TEAM, by=by, version=version) as turn:
        if agent is not None and not agent.active_posts:
            raise NotAllowed(_("%(name)s does not hold this post today.") % {"name": agent.name})
        CaseItem.objects.filter(pk=case_item.pk).update(agent=agent)
        item_code = case_item.item.code
        turn.note(item=item_code, agent=agent.name if agent else "")
        turn.tell([agent] if agent else [], "item_yours", item=item_code)
        if permissions.is_chief(by, turn.case):
            turn.tell_agency("agent_changed", item=item_code, agent=agent.name if agent else "")
    case_item.refresh_from_db()
    return case_item
