"""Supervision orders one may see, what a case's record shows that an order may rest on, and whose answer or check is owed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import permissions
from cases.daywords import date_words
from cases.enums import Action
from cases.enums_work import ORDER_OPEN, OrderGround, OrderStatus, ProblemStatus
from cases.models import Case, CaseItem, Post, SupervisionOrder, Unit, User
from cases.queries import cases, lamps, people, sentences_work, urging
from cases.transitions import FINAL

G = OrderGround
# Letters, place, year, running number; behind it the version of a later paper.
NUMBER = re.compile(r"(DB-\w+-\d{4}-\d{4,})(?:-\d+)?", re.IGNORECASE)
BEGINS = re.compile(r"DB-\d", re.IGNORECASE)
LATE = {
    "item": G.ITEM_LATE,
    urging.SPECIAL: G.SPECIAL_LATE,
    "flow_table": G.FLOW_TABLE_LATE,
    "answer": G.ENQUIRY_LATE,
    "delivery": G.DELIVERY_LATE,
}


@dataclass(frozen=True)
class Fact:
    """Something that the record shows: on what ground, about what, since when, and whose it is."""

    ground: OrderGround
    what: str
    label: str
    due: date
    unit: Unit | None
    item: CaseItem | None = None
    rested: int = 0  # working days since then on which a special procedure stopped the clock

    @property
    def key(self) -> str:
        return f"{self.what}:{self.label}"

    def data(self, today: date | None = None) -> dict[str, Any]:
        """As an order keeps it."""
        late = max(0, -lamps.days_left(self.due, today) - self.rested)
        return {"what": self.what, "label": self.label, "due": self.due.isoformat(), "late": late}


def words(facts: dict[str, Any]) -> str:
    """The facts that an order keeps, as a sentence; empty when it rests on the words of a person alone."""
    if not facts:
        return ""
    told = {"what": what(facts["what"], facts["label"]), "due": date_words(date.fromisoformat(facts["due"]))}
    late = int(facts["late"])
    overdue = ngettext("%(n)d working day overdue", "%(n)d working days overdue", late) % {"n": late}
    return _("%(what)s: due %(due)s, %(overdue)s") % (told | {"overdue": overdue})


def what(kind: str, label: str) -> str:
    """What a fact is about."""
    if kind == "urge":
        return _("Urging to be acknowledged: %(what)s") % {"what": sentences_work.urged(*label.split("/", 1))}
    if kind == "problem":
        return _("Problem to be taken up: %(text)s") % {"text": label}
    return sentences_work.urged(kind, label)


def facts(case: Case, today: date | None = None) -> list[Fact]:
    """Everything in the case that is past its date: what the rule urges, urgings without an answer, problems left lying."""
    today = today or timezone.localdate()
    found = [*_overdue(case, today), *_ignored(case, today), *_left_lying(case, today)]
    return sorted(found, key=lambda fact: fact.due)


def _overdue(case: Case, today: date) -> Iterator[Fact]:
    items = {row.item.code: row for row in case.items.select_related("item", "unit")}
    tables = {row.group.code: row.group.lead for row in case.flow_tables.select_related("group__lead")}
    for matter in urging.overdue(case, today):
        if matter.what in LATE and matter.due:
            row = items.get(matter.label) if matter.what in {"item", urging.SPECIAL} else None
            unit = row.unit if row else tables.get(matter.label, case.handling_unit)
            doing = unit or case.handling_unit
            yield Fact(LATE[matter.what], matter.what, matter.label, matter.due, doing, row, matter.rested)


def _ignored(case: Case, today: date) -> Iterator[Fact]:
    """One fact for a thing, however many people were urged about it."""
    told: set[str] = set()
    for row in case.urges.filter(acknowledged_at__isnull=True, on__lt=today).select_related("to").order_by("on"):
        label = f"{row.what}/{row.label}"
        if label not in told:
            told.add(label)
            post = Post.objects.active().filter(user=row.to).select_related("unit").first()
            yield Fact(G.URGING_IGNORED, "urge", label, row.on, post.unit if post else None)


def _left_lying(case: Case, today: date) -> Iterator[Fact]:
    waiting = case.problems.filter(status=ProblemStatus.RAISED).select_related("lead", "case_item")
    for row in waiting:
        raised = timezone.localdate(row.raised_at)
        if raised + timedelta(days=1) < today:
            yield Fact(G.PROBLEM_WAITS, "problem", row.text[:40], raised, row.lead, row.case_item)


def units_to_choose(case: Case) -> QuerySet[Unit]:
    """Units that have to do with the case: the agencies, those that decide an item, lead a group or a problem, or were asked."""
    return Unit.objects.filter(
        Q(pk__in=[case.handling_unit_id, case.first_unit_id])
        | Q(pk__in=case.items.exclude(unit=None).values("unit"))
        | Q(pk__in=case.flow_tables.values("group__lead"))
        | Q(pk__in=case.problems.values("lead"))
        | Q(pk__in=case.meetings.values("units"))
        | Q(pk__in=case.transfers.values("to_unit"))
    ).order_by("code")


def visible_to(user: User) -> QuerySet[SupervisionOrder]:
    """Orders in the cases one may see."""
    found = SupervisionOrder.objects.filter(case__in=cases.visible_to(user))
    return found.select_related("case__project", "unit", "document", "issued_by", "case_item__item")


def begins_number(words: str) -> bool:
    """Whether it begins like the number of an order: whoever types that looks for no case."""
    return BEGINS.match(words) is not None


def numbered(orders: QuerySet[SupervisionOrder], words: str) -> QuerySet[SupervisionOrder]:
    """The order that has this number, or a paper of this number; none for anything but a whole number."""
    found = NUMBER.fullmatch(words.strip())
    if found is None:
        return orders.none()
    own = Q(document__number__iexact=found[1]) | Q(document__number__istartswith=f"{found[1]}-")
    # Orders answered before they kept their number: the paper that went out first had another.
    return orders.filter(own | Q(document__replaces__number__iexact=found[0]))


def whose_check(order: SupervisionOrder) -> str:
    """Who settles an order, in words."""
    told = {"unit": order.unit.name, "issuer": order.issued_by.name}
    return (
        _(
            "Nobody of the unit addressed (%(unit)s) checks or withdraws its order: whoever issued it does (%(issuer)s), or "
            "another who looks over the place."
        )
        % told
    )


def withdrawn_by(case: Case) -> dict[str, str]:
    """{number of an order of the case: who withdrew it}, from its log."""
    rows = case.events.filter(action=Action.CHECK_ORDER, data__step="withdrawn").select_related("actor").order_by("seq")
    return {row.data["document"]: row.actor.name for row in rows if row.actor}


def to_answer(user: User) -> QuerySet[SupervisionOrder]:
    """Orders that the person's units owe an answer."""
    # An open order opens its case to the unit (``cases.seen``), so nobody has to ask again whether it may be seen.
    found = SupervisionOrder.objects.filter(status=OrderStatus.ISSUED, unit__in=permissions.opinion_units(user))
    return found.exclude(case__status__in=FINAL)


def to_check(user: User) -> QuerySet[SupervisionOrder]:
    """Answered orders that wait for the check of this person, who issued them."""
    found = SupervisionOrder.objects.filter(status=OrderStatus.ANSWERED, issued_by=user)
    return found.exclude(case__status__in=FINAL)


def open_in(case: Case) -> QuerySet[SupervisionOrder]:
    """Orders of the case that are not settled."""
    return case.orders.filter(status__in=ORDER_OPEN).select_related("unit", "document")


def addressed(order: SupervisionOrder) -> QuerySet[User]:
    """Who speaks for the unit."""
    return people.of_units([order.unit])
