"""What a reader of a category guide wants to know beside the stages: policies, similar cases in numbers, whom to call."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from cases.models import ProjectCategory
from cases.queries import chief_contacts, public_figures
from portal import numbers
from portal.models.policy import PolicyExplanationPage, PolicyPage

# Of the public numbers: what of such projects came and went, how long the authorities took, whether promises were kept.
SHOWN = ("received", "finished", "approval_median", "on_time", "satisfied")


@dataclass(frozen=True)
class Similar:
    """Such projects in the public numbers, and the days between which they were counted."""

    cells: list[numbers.Said]
    since: date
    until: date

    @property
    def told(self) -> bool:
        """Whether any number may be shown."""
        return any(said.cell.value is not None and not said.cell.withheld for said in self.cells)


def cases(category: ProjectCategory) -> Similar | None:
    """Out of the count of the week, protected as it was published; None where nothing was counted."""
    made = public_figures.latest()
    if made is None:
        return None
    table = public_figures.read(made)["category"]
    row = next((row for row in table.rows if row.key == category.code), None)
    if row is None:
        return None
    found = [numbers.Said(cell, numbers.said(cell), "") for cell in row.cells if cell.indicator.code in SHOWN]
    return Similar(found, made.since, made.until) if found else None


def policies(category: ProjectCategory) -> list[tuple[PolicyPage, list[PolicyExplanationPage]]]:
    """Policies in force that concern the category, each with its explanations, the newest first."""
    rows = PolicyPage.objects.live().public().filter(Q(categories=category) | Q(categories=None)).distinct()
    found = [page for page in rows.order_by("-issued_on", "path") if page.in_force()]
    told = list(PolicyExplanationPage.objects.live().public().order_by("path")) if found else []
    return [(page, [one for one in told if one.path.startswith(page.path)]) for page in found]


@dataclass(frozen=True)
class Contact:
    """Whom to call in a place: the office, never a person's own number."""

    place: str
    office: str
    phone: str


def contacts(category: ProjectCategory) -> list[Contact]:
    """The offices of the chief contacts of the category, place by place."""
    rows = chief_contacts.current().filter(category=category, user__is_active=True).order_by("region__path")
    return [Contact(row.region.name, row.unit.name, row.unit.phone) for row in rows]
