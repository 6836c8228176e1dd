"""What follows from the answers: three groups of items, each with its reason, and a first schedule."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.enums import ItemType, Need
from cases.exceptions import CaseError
from cases.queries import calendars, facts, proposal, side_by_side
from cases.queries.proposal import Proposal
from cases.queries.side_by_side import SideBySide
from cases.worktime import used
from home import pagecache
from portal.wizard import questions
from portal.wizard.answers import Answers

KEEP = 600  # seconds; a schedule is the same for everybody who gives the same answers on the same day


@dataclass(frozen=True)
class Found:
    """One item, why it is in its group, and by which rule or clause. ``waits``: another open item decides it."""

    row: Proposal
    why: str
    rule: str
    start: date | None = None
    end: date | None = None
    waits: bool = False

    @property
    def basis(self) -> str:
        return self.row.item.legal_basis


@dataclass(frozen=True)
class Results:
    """``needed``, ``unsure``, ``not_needed``; ``soonest`` with the needed ones, ``latest`` if every open one is needed too."""

    needed: list[Found]
    unsure: list[Found]
    not_needed: list[Found]
    ways: SideBySide | None
    refusal: str = ""
    latest: date | None = None

    @property
    def services(self) -> int:
        """How many of the needed ones are work of agencies that the enterprise commissions itself: design, surveys, reports."""
        return sum(one.row.item.kind == ItemType.INTERMEDIARY for one in self.needed)

    @property
    def soonest(self) -> date | None:
        """Start of construction as promised, everything at once that need not wait."""
        base = next((way for way in self.ways.ways if way.base), None) if self.ways else None
        return base.goal if base else None

    @property
    def best(self) -> date | None:
        """With every easier way that the law gives."""
        return self.ways.best.goal if self.ways and self.ways.best else None


def of(answers: Answers) -> Results:
    """Everything that the result page says. Needs a category."""
    proposals = proposal.propose(answers.project())
    needed = [row for row in proposals if row.answer]
    unsure = [row for row in proposals if row.answer is None]
    words = facts.Words()
    ways, dates, refusal = _schedule(needed, answers)
    latest, _dates, _none = _schedule([*needed, *unsure], answers) if unsure else (ways, dates, "")
    open_items = {row.item.code for row in unsure}
    base = next((way.goal for way in latest.ways if way.base), None) if latest else None
    return Results(
        [_found(row, words, open_items, dates) for row in needed],
        [_found(row, words, open_items, {}) for row in unsure],
        [_found(row, words, open_items, {}) for row in proposals if row.answer is False],
        ways,
        refusal,
        base if unsure else None,
    )


def _found(
    row: Proposal, words: facts.Words, open_items: set[str], dates: Mapping[str, tuple[date | None, date | None]]
) -> Found:
    rule = ""
    if row.item.rule and row.by_fact and row.need != Need.NOT_NEEDED:
        rule = words.rule(row.item.rule)
    why, waiting = row.reason, questions.waits(row, open_items) if row.answer is None else []
    if waiting:
        names = _(" or ").join(f"“{words.items.get(code, code)}”" for code in waiting)
        why = _("It follows from whether %(items)s is needed.") % {"items": names}
    return Found(row, why, rule, *dates.get(row.item.code, (None, None)), bool(waiting))


Dates = dict[str, tuple[date | None, date | None]]


def _schedule(rows: Sequence[Proposal], answers: Answers) -> tuple[SideBySide | None, Dates, str]:
    """The ways to the start of construction, the dates of every item as promised, or why there are none."""
    if not rows:
        return None, {}, ""
    codes = ",".join(row.item.code for row in rows)
    parts = (pagecache.version(), get_language() or "", codes, str(answers.first_day), str(answers.works))
    key = f"wizard.{hashlib.sha256('|'.join(parts).encode()).hexdigest()}"
    kept: tuple[SideBySide | None, Dates, str] | None = cache.get(key)
    if kept is None:
        try:
            ways, schedule = side_by_side.of_items(
                [row.item for row in rows], answers.first_day, works_days=answers.works
            )
            kept = ways, {code: (slot.start, slot.end) for code, slot in schedule.slots.items()}, ""
        except CaseError as refusal:
            kept = None, {}, str(refusal)
        cache.set(key, kept, KEEP)
    return kept


def working_days(first: date, last: date | None) -> int | None:
    """Working days between the first filing and a milestone."""
    return used(first, last, calendars.current()) if last else None
