"""Facts that a benefit asks for and a project does not say: where each is answered, and what was answered on the way."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from cases import permissions
from cases.enums import Action
from cases.models import Case, ProjectFact, User
from cases.reference.rules import COLUMNS
from portal import benefits
from portal.matching import Match
from portal.selfservice.forms.project import FIELDS
from portal.wizard.forms import FactsForm


@dataclass(frozen=True)
class Missing:
    """``places``: fact → where it is answered; ``form``: for those that are answered here, none when there are none."""

    places: dict[str, str]
    form: FactsForm | None
    own: frozenset[str]
    """Facts that are known by an answer in the address alone."""


def of(case: Case, found: Iterable[Match], address: QueryDict, user: User) -> Missing:
    """For the page of benefits. A draft is asked on its own pages, as far as the project has a place for the fact; everything
    else beside the benefits, and the answers go on in the address, for a project that was sent is not changed from here."""
    known = benefits.known_of(case.project)
    asked = {one.fact for match in found for one in match.conditions} - known.keys()
    draft = permissions.may(user, Action.EDIT, case)
    places = {fact: _page(case, fact) for fact in asked if draft and fact in COLUMNS}
    rows = list(ProjectFact.objects.filter(active=True, code__in=asked - places.keys()))
    places |= {row.code: f"#id_{row.code}" for row in rows}
    given = address if any(row.code in address for row in rows) else None
    form = FactsForm(given, rows=rows, dates=False) if rows else None
    told: dict[str, Any] = benefits.told_in(address)
    return Missing(places, form, frozenset(asked & told.keys()))


def _page(case: Case, fact: str) -> str:
    """The page of the draft that asks for it; from there one comes back."""
    column = COLUMNS[fact]
    return f"{reverse('my:project', args=[case.uuid, FIELDS[column]])}?then=benefits#id_{column}"
