"""An act that is not the reader's says why, and who or what would help (P-092, W-095)."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cases.actions import findings
from cases.enums import CaseStatus
from cases.models import User
from tests.cast import Cast, case_in

pytestmark = pytest.mark.django_db
Desk = Callable[[User], Client]


def told(client: Client, act: str, pk: int) -> str:
    page = client.get(reverse(f"office:finding_{act}", args=[pk]))
    assert page.context["closed"]
    assert "it is another person's step, or it is over" not in page.content.decode()
    return str(page.context["why_closed"])


@pytest.mark.req("P-092", "W-095")
def test_a_finding_names_the_rule_that_stands_against_the_act_and_who_can(cast: Cast, at_desk: Desk) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY)
    row = case.items.filter(unit__isnull=False).exclude(unit=case.handling_unit).first()
    assert row is not None
    assert row.unit is not None
    made = findings.file(case, kind="slowness", unit=row.unit, text="逾期未办。", case_item=row, by=cast.sun)
    mine, other = at_desk(cast.sun), at_desk(cast.feng)
    assert ". What may follow: " in told(mine, "confirm", made.pk)
    findings.hear(made, days=3, by=cast.feng)
    said = told(mine, "confirm", made.pk)
    assert said.startswith("Whoever filed a finding neither hears the unit nor decides. Who can: ")
    assert cast.feng.name in said
    assert cast.sun.name not in said
    assert ": confirm it after the statement, or after " in told(other, "confirm", made.pk)
    assert told(other, "state", made.pk) == f"The statement is given by the unit concerned: {row.unit.name_en}."
