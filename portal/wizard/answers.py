"""The answers as they stand in the address: read, written, and put on a project."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import FactKind
from cases.models import Project, ProjectCategory, ProjectFact
from cases.queries import facts
from cases.reference.rules import COLUMNS

YES, NO, UNSURE = "yes", "no", "unsure"
CODE = re.compile(r"[A-Z]{1,3}\d{0,2}")
MAX_QUESTIONS = 200
LONGEST_WORKS = 3650  # calendar days
FURTHEST_START = timedelta(days=3650)
LARGEST = Decimal("9999999999")


@dataclass(frozen=True)
class Answers:
    """What was said. ``facts``: code → text as in the address (amounts in the unit of the row); ``said``: item → yes, no, unsure."""

    category: ProjectCategory | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    start: date | None = None
    works: int | None = None

    @property
    def first_day(self) -> date:
        """The day on which the first item could be handed in: today where nothing was said."""
        return self.start or timezone.localdate()

    def query(self, **changed: str) -> str:
        """The address after the question mark, always the same for the same answers."""
        parts = {"category": self.category.code if self.category else ""}
        parts |= {"start": self.start.isoformat() if self.start else "", "works": str(self.works or "")}
        parts |= dict(sorted(self.facts.items())) | dict(sorted(self.said.items())) | changed
        return urlencode({name: value for name, value in parts.items() if value})

    def saying(self, said: Mapping[str, str]) -> "Answers":
        """With more questions answered."""
        return replace(self, said={**self.said, **said})

    def project_data(self) -> dict[str, Any]:
        """What stands on the project itself, as its columns take it; amounts in yuan."""
        data: dict[str, Any] = {}
        for code, text in self.facts.items():
            if code in COLUMNS:
                value: Any = text if code in facts.LISTS else Decimal(text)
                data[COLUMNS[code]] = value * facts.WAN if code == "investment" else value
        return data

    def kept(self) -> dict[str, str]:
        """What is kept among the project's answers: deciding questions, and facts without a column."""
        said = {code: word for code, word in self.said.items() if word in (YES, NO)}
        return said | {code: text for code, text in self.facts.items() if code not in COLUMNS}

    def project(self) -> Project:
        """A project that is asked and never saved."""
        return Project(category=self.category, answers=self.kept(), **self.project_data())


def read(address: QueryDict, rows: Iterable[ProjectFact] | None = None) -> Answers:
    """The answers in an address; whatever cannot be an answer is left out."""
    known = ProjectFact.objects.filter(active=True) if rows is None else rows
    category = ProjectCategory.objects.filter(code=address.get("category", "")[:3].upper()).first()
    told = {row.code: fact_text(row, address.get(row.code, "")[:30]) for row in known}
    said = {
        code: address.get(code, "")
        for code in list(address)[: MAX_QUESTIONS * 2]
        if CODE.fullmatch(code) and address.get(code) in (YES, NO, UNSURE)
    }
    return Answers(
        category,
        {code: text for code, text in told.items() if text},
        dict(list(said.items())[:MAX_QUESTIONS]),
        _day(address.get("start", "")),
        _works(address.get("works", "")),
    )


def unread(address: QueryDict, answers: Answers) -> list[str]:
    """What the address says and nobody can read, by its label: an amount below nought, a day that is none."""
    taken: dict[str, object] = {"start": answers.start, "works": answers.works}
    labels = {"start": _("First day"), "works": _("Length of the works")}
    for row in ProjectFact.objects.filter(active=True):
        taken[row.code], labels[row.code] = answers.facts.get(row.code), row.name
    return [label for name, label in labels.items() if address.get(name) and not taken[name]]


def fact_text(row: ProjectFact, text: str) -> str:
    """An answer to a fact as it stands in the address; empty when it is none."""
    if row.code in facts.LISTS:
        return text if text in facts.LISTS[row.code].values else ""
    if row.kind == FactKind.YES_NO:
        return text if text in (YES, NO) else ""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return ""
    return f"{number.normalize():f}" if number.is_finite() and 0 < number <= LARGEST else ""


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if abs(found - timezone.localdate()) <= FURTHEST_START else None


def _works(text: str) -> int | None:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    return number if 0 < number <= LONGEST_WORKS else None
