"""Lists that stand as cards on a phone say in each value which column it is of; what orders them stays at hand."""

import re

import pytest
from django.urls import reverse

from cases.enums import CaseStatus
from tests.backoffice.test_statistics import Desk
from tests.cast import Cast, case_in


def cells(html: str) -> tuple[list[str], list[str]]:
    """Names of the columns, and what the cells of the first row say of theirs."""
    heads = [re.sub(r"<[^>]+>", "", one).strip() for one in re.findall(r'<th scope="col"[^>]*>(.*?)</th>', html, re.S)]
    row = re.search(r"<tbody>\s*<tr>(.*?)</tr>", html, re.S)
    assert row
    found = re.findall(r"<td([^>]*)>", row[1])
    return heads, [name[1] if (name := re.search(r'data-label="([^"]*)"', one)) else "" for one in found]


@pytest.mark.parametrize("name", ["office:cases", "office:home"])
def test_each_value_but_the_first_names_its_column(cast: Cast, at_desk: Desk, name: str) -> None:
    case_in(cast, CaseStatus.SUBMITTED)
    html = at_desk(cast.chen).get(reverse(name)).content.decode()
    assert "folds" in html
    heads, labels = cells(html)
    assert labels == ["", *heads[1 : len(labels)]]
    assert len(labels) > 3


def test_a_list_that_does_not_fold_repeats_nothing(cast: Cast, at_desk: Desk) -> None:
    """Control."""
    case_in(cast, CaseStatus.UNDERWAY)
    html = at_desk(cast.chen).get(reverse("office:items")).content.decode()
    assert "<tbody>" in html
    assert "data-label" not in html
