"""Questions, suggestions and complaints of the public: taken in, handed on, answered (P-093, W-067, P-072)."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import worktime
from cases.actions import alert_ends, moves, notices, numbers, urging
from cases.enums_ladder import Watch
from cases.enums_letters import DESK_ROLES, LetterAct, LetterDesk, LetterKind
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.models import ApprovalItem, Case, LetterStep, PublicLetter, Region, Unit, User
from cases.queries import calendars
from cases.queries import public_letters as readers

LONGEST = 4000
LETTERS = {LetterKind.QUESTION: "ZX", LetterKind.SUGGESTION: "JY", LetterKind.COMPLAINT: "TS"}  # of the receipt number
NUMBER = re.compile(r"BDB-[0-9A-Z]+-\d{4}-\d+")


@dataclass(frozen=True)
class Facts:
    """What the writer says; everything but kind, text and place may be empty. ``sending``: the same form twice is one letter."""

    kind: str
    text: str
    region: Region
    sending: UUID
    case_number: str = ""
    unit: Unit | None = None
    person: str = ""
    page: str = ""
    item: ApprovalItem | None = None
    name: str = ""
    contact: str = ""


def send(facts: Facts, *, by: User | None) -> PublicLetter:
    """Take a letter in: number, code, desk, day; whoever answers is told. ``by``: None for a writer without account or name."""
    if facts.kind not in LetterKind.values:
        raise BadInput(_("Say what you write about."), field="kind")
    if not facts.text.strip() or len(facts.text) > LONGEST:
        raise BadInput(_("Write what it is about, in at most %(n)s characters.") % {"n": LONGEST}, field="text")
    with transaction.atomic():
        known = PublicLetter.objects.filter(sending=facts.sending).first()
        return known or _take_in(facts, by)


def _take_in(facts: Facts, by: User | None) -> PublicLetter:
    kind = LetterKind(facts.kind)
    typed = facts.case_number.strip().upper()
    case = Case.objects.filter(number=typed).select_related("region").first() if NUMBER.fullmatch(typed) else None
    region = case.region if case and kind != LetterKind.QUESTION else facts.region
    about = readers.concerned(case=case, unit=facts.unit, person=facts.person)
    desk, place = readers.route(kind, region, about)
    today = timezone.localdate()
    letter = PublicLetter.objects.create(
        number=numbers.document_number(LETTERS[kind], region.code, today.year),
        sending=facts.sending,
        kind=kind,
        text=facts.text.strip(),
        region=region,
        case_number=typed[:40],
        case=case,
        unit=facts.unit,
        person=facts.person.strip()[:60],
        page=facts.page.strip()[:200],
        item=facts.item,
        writer=by,
        name=facts.name.strip()[:60],
        contact=facts.contact.strip()[:120],
        desk=desk,
        desk_region=place,
        assigned_to=readers.best_person(facts.item, region) if kind == LetterKind.QUESTION else None,
        due=worktime.due(today, readers.days_for(kind, region), "wd", calendars.current()).date,
    )
    if kind != LetterKind.QUESTION:
        letter.hidden_from.set(about.people)
    _note(letter, LetterAct.RECEIVED, None)
    _tell_readers(letter)
    return letter


def _note(letter: PublicLetter, act: LetterAct, by: User | None, why: str = "") -> None:
    LetterStep.objects.create(
        letter=letter, act=act, by=by, at=timezone.now(), desk=letter.desk, desk_region=letter.desk_region, why=why[:300]
    )  # fmt: skip


def _tell_readers(letter: PublicLetter) -> None:
    notices.owe(
        readers.readers(letter),
        "letter_received",
        None,
        {"letter": letter.number, "about": letter.kind, "due": letter.due.isoformat(), "opens": f"letters/{letter.pk}"},
    )
    moves.wake()


def _open(letter: PublicLetter, by: User) -> PublicLetter:
    """The letter under lock, still open, and for this person to answer."""
    found = PublicLetter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if not readers.visible_to(by).filter(pk=letter.pk).exists():
        raise NotAllowed(_("This letter is not yours to answer."))
    if found.answered_at is not None:
        raise CaseError(_("This letter was answered already."))
    return found


def answer(letter: PublicLetter, *, text: str, by: User) -> PublicLetter:
    """Answer it once; the writer reads it with number and code, and gets a message if signed in when writing."""
    if not text.strip() or len(text) > LONGEST:
        raise BadInput(_("Write the answer, in at most %(n)s characters.") % {"n": LONGEST}, field="text")
    with transaction.atomic():
        row = _open(letter, by)
        row.answer, row.answered_at, row.answered_by = text.strip(), timezone.now(), by
        row.save(update_fields=["answer", "answered_at", "answered_by"])
        _note(row, LetterAct.ANSWERED, by)
        alert_ends.over(Watch.LETTER, row.number)
        if row.writer:
            notices.owe(
                [row.writer], "letter_answered", None, {"letter": row.number, "about": row.kind, "text": row.answer}
            )
            moves.wake()
    return row


def hand_on(letter: PublicLetter, *, desk: str, region: Region, reason: str, by: User) -> PublicLetter:
    """Give it to another desk or place, with the reason; the day stays. Refused when nobody there may judge."""
    if not reason.strip():
        raise BadInput(_("Say why: the reason is kept with the change."), field="reason")
    if desk not in LetterDesk.values:
        raise BadInput(_("Choose who answers."), field="desk")
    with transaction.atomic():
        row = _open(letter, by)
        about = readers.concerned(case=row.case, unit=row.unit, person=row.person)
        if row.kind == LetterKind.QUESTION:
            about = readers.Concerned(frozenset(), frozenset())
        elif desk == LetterDesk.AGENCY:
            raise BadInput(_("A complaint or suggestion is not judged by the agency it may be about."), field="desk")
        if not readers.people_at(desk, region, about).exists():
            raise BadInput(_("Nobody is there who could answer it without being concerned."), field="region")
        row.desk, row.desk_region, row.assigned_to = desk, region, None
        row.save(update_fields=["desk", "desk_region", "assigned_to"])
        _note(row, LetterAct.HANDED_ON, by, reason.strip())
        _tell_readers(row)
    return row


def note_entry(letter: PublicLetter, *, by: User) -> None:
    """An entry of the knowledge base was made of it."""
    with transaction.atomic():
        _note(PublicLetter.objects.get(pk=letter.pk), LetterAct.ENTERED, by)


def reroute(now: datetime | None = None) -> int:
    """In working hours: send on the letters whose desk everybody has left. The ladder reminds of them and urges."""
    if not urging.in_working_hours(now or timezone.now()):
        return 0
    return sum(_reroute(pk) for pk in PublicLetter.objects.filter(answered_at=None).values_list("pk", flat=True))


def _reroute(pk: int) -> int:
    with transaction.atomic():
        row = PublicLetter.objects.select_for_update(of=("self",)).get(pk=pk)
        if row.answered_at is not None or any(_sits_there(user, row) for user in readers.readers(row)):
            return 0
        about = readers.concerned(case=row.case, unit=row.unit, person=row.person)
        desk, place = readers.route(row.kind, row.region, about)
        moved = (desk, place.pk) != (row.desk, row.desk_region_id) or row.assigned_to_id is not None
        row.desk, row.desk_region, row.assigned_to = desk, place, None
        row.save(update_fields=["desk", "desk_region", "assigned_to"])
        if moved:
            _note(row, LetterAct.HANDED_ON, None)
            _tell_readers(row)
        return int(moved)


def _sits_there(user: User, row: PublicLetter) -> bool:
    return user.has_role(*DESK_ROLES[LetterDesk(row.desk)])
