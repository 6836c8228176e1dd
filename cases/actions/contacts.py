"""Contacts with the enterprise, by way, kept for good: trips it made (goal 0) and visits paid to it (W-001, W-004)."""

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases.actions import dates, moves, paper_data, papers
from cases.documents import visit as visit_form
from cases.enums import Action, DocumentKind
from cases.enums_work import VISITS, ContactWay
from cases.exceptions import BadInput, CaseError
from cases.models import Case, CaseItem, Contact, IssuedDocument, User

MAX_YEARS = 5


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is recorded of a contact. ``people`` are ours, ``met`` those of the enterprise; ``why_came`` if it had to come."""

    way: str
    on: date
    people: str
    purpose: str
    place: str = ""
    met: str = ""
    vehicle: str = ""
    why_came: str = ""
    items: list[CaseItem] = field(default_factory=list)


def record(case: Case, facts: Facts, *, by: User, version: int | None = None) -> Contact:
    """Record a contact. A visit is printed as 上门服务记录; a trip of the enterprise needs its reason."""
    with moves.turn(case, Action.RECORD_CONTACT, by=by, version=version) as turn:
        made = _create(turn.case, facts, by)
        turn.note(way=facts.way, on=facts.on, place=facts.place.strip())
    return made


def correct(
    contact: Contact, facts: Facts | None, *, what_was_wrong: str, by: User, version: int | None = None
) -> Contact:
    """Put a right row in the place of a wrong one, which stays readable; ``facts=None``: it did not take place at all."""
    if not what_was_wrong.strip():
        raise BadInput(_("Say what was wrong."), field="what_was_wrong")
    with moves.turn(contact.case, Action.RECORD_CONTACT, by=by, version=version) as turn:
        if contact.void or Contact.objects.filter(corrects=contact).exists():
            raise CaseError(_("This entry has been corrected already."))
        if facts is None:
            made = Contact.objects.create(
                case=turn.case, way=contact.way, on=contact.on, place=contact.place, people=contact.people,
                met=contact.met, purpose=contact.purpose, vehicle=contact.vehicle, why_came=contact.why_came,
                corrects=contact, void=True, what_was_wrong=what_was_wrong.strip(), by=by, at=timezone.now(),
            )  # fmt: skip
        else:
            made = _create(turn.case, facts, by, corrects=contact, what_was_wrong=what_was_wrong.strip())
        turn.note(way=made.way, on=made.on, void=made.void, reason=what_was_wrong.strip())
    return made


def _create(case: Case, facts: Facts, by: User, corrects: Contact | None = None, what_was_wrong: str = "") -> Contact:
    _check(case, facts)
    made = Contact.objects.create(
        case=case, way=facts.way, on=facts.on, place=facts.place.strip(), people=facts.people.strip(),
        met=facts.met.strip(), purpose=facts.purpose.strip(), vehicle=facts.vehicle.strip(),
        why_came=facts.why_came.strip() if facts.way == ContactWay.ENTERPRISE_CAME else "",
        document=_print(case, facts, by, corrects), corrects=corrects, what_was_wrong=what_was_wrong, by=by,
        at=timezone.now(),
    )  # fmt: skip
    made.items.set(facts.items)
    return made


def _check(case: Case, facts: Facts) -> None:
    if facts.way not in ContactWay.values:
        raise BadInput(_("Choose the way of the contact."), field="way")
    if facts.on > timezone.localdate():
        raise BadInput(_("Something that has happened cannot lie in the future."), field="on")
    dates.refuse_far(facts.on, "on", years=MAX_YEARS)
    if not facts.people.strip():
        raise BadInput(_("Name the people of the service who took part."), field="people")
    if not facts.purpose.strip():
        raise BadInput(_("Say what the contact was for and what came of it."), field="purpose")
    if facts.way != ContactWay.ONLINE and not facts.place.strip():
        raise BadInput(_("Name the place."), field="place")
    if facts.way == ContactWay.ENTERPRISE_CAME and not facts.why_came.strip():
        raise BadInput(_("Say why the enterprise had to come, so that it can be avoided."), field="why_came")
    if any(item.case_id != case.pk for item in facts.items):
        raise BadInput(_("This item does not belong to the case."), field="items")


def _print(case: Case, facts: Facts, by: User, corrects: Contact | None) -> IssuedDocument | None:
    """The record of a visit; a corrected one replaces the record before it."""
    if facts.way not in VISITS:
        return None
    number = papers.take_number(case, DocumentKind.VISIT)
    today = timezone.localdate()
    with translation.override("zh-hans"):
        way = str(ContactWay(facts.way).label)
    data = visit_form.Visit(
        number=number,
        case_number=case.number or "",
        project=paper_data.facts(case),
        unit=case.handling_unit.name_zh,
        way=way,
        visited_on=facts.on,
        place=facts.place.strip(),
        people=facts.people.strip(),
        met=facts.met.strip(),
        purpose=facts.purpose.strip(),
        items=tuple(item.item.name_zh for item in facts.items),
        vehicle=facts.vehicle.strip(),
        issued_at=today,
        agent_signature=paper_data.signed_by(by, today),
    )
    before = corrects.document if corrects else None
    return papers.issue(case, DocumentKind.VISIT, number, visit_form.visit(data), data, by=by, replaces=before)
