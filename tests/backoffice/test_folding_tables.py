"""Lists that stand as cards on a phone say in each value which column it is of; what orders them stays at hand."""

import re
from collections.abc import Iterator

import pytest
from django.urls import get_resolver, reverse

from backoffice import drawing
from backoffice.ledger import table_class
from backoffice.reference import KINDS
from backoffice.tables import DeskTable, ItemTable
from backoffice.views.reference import table_for
from cases.enums import CaseStatus
from cases.queries import project_ledger_columns as ledger
from tests.backoffice.test_statistics import Desk
from tests.cast import PULANDIAN, Cast, case_in


def cells(html: str) -> tuple[list[str], list[str]]:
    """Names of the columns, and what the cells of the first row say of theirs."""
    heads = [re.sub(r"<[^>]+>", "", one).strip() for one in re.findall(r'<th scope="col"[^>]*>(.*?)</th>', html, re.S)]
    row = re.search(r"<tbody>\s*<tr>(.*?)</tr>", html, re.S)
    assert row
    found = re.findall(r"<td([^>]*)>", row[1])
    return heads, [name[1] if (name := re.search(r'data-label="([^"]*)"', one)) else "" for one in found]


# Tables that stay wide on a phone, each with the reason.
STAY_WIDE: dict[str, str] = {}


def every(kind: type[DeskTable] = DeskTable) -> Iterator[type[DeskTable]]:
    """Every table of the desk, those that are made while it runs among them."""
    get_resolver().url_patterns  # noqa: B018  imports every view with its table
    yield kind
    for one in kind.__subclasses__():
        yield from every(one)


def made_while_running() -> list[type[DeskTable]]:
    """The ledger with its chosen columns, and the lists of reference data."""
    return [table_class(ledger.chosen(ledger.FIRST)), *(table_for(one) for one in KINDS.values())]


def test_every_table_of_the_desk_folds_or_says_why_not(reference: None) -> None:
    found = {*every(), *made_while_running()}
    wide = {one.__name__ for one in found if "folds" not in str(one._meta.attrs.get("class"))}
    assert wide == STAY_WIDE.keys()
    assert len(found) > 25, "control: the walk finds them"


def test_a_table_that_says_otherwise_is_found(reference: None) -> None:
    """Control."""

    class Wide(DeskTable):
        class Meta(DeskTable.Meta):
            attrs = {"class": "table"}

    assert Wide in every()
    assert "folds" not in str(Wide._meta.attrs.get("class"))
    assert not drawing.folds(Wide([]))


@pytest.mark.parametrize("name", ["cases", "home", "items", "meetings", "documents", "enterprises"])
def test_each_value_but_the_first_names_its_column(cast: Cast, at_desk: Desk, name: str) -> None:
    case_in(cast, CaseStatus.SUBMITTED)
    case_in(cast, CaseStatus.UNDERWAY, PULANDIAN)
    html = at_desk(cast.chen if name == "home" else cast.liu).get(reverse(f"office:{name}")).content.decode()
    heads, labels = cells(html)
    assert labels == ["", *heads[1 : len(labels)]]
    assert len(labels) > 3


def test_a_list_that_does_not_fold_repeats_nothing(cast: Cast, at_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control."""
    case_in(cast, CaseStatus.UNDERWAY)
    monkeypatch.setattr(ItemTable._meta, "attrs", {"class": "table"})
    html = at_desk(cast.chen).get(reverse("office:items")).content.decode()
    assert "<tbody>" in html
    assert "data-label" not in html


@pytest.mark.parametrize("name", ["board", "statistics"])
def test_tables_beside_pictures_fold_too(cast: Cast, at_desk: Desk, name: str) -> None:
    case_in(cast, CaseStatus.UNDERWAY)
    html = at_desk(cast.sun).get(reverse(f"office:{name}"), {"figure": "open_items"}).content.decode()
    found = re.findall(r"<table([^>]*)>", html)
    assert found
    assert [one for one in found if "folds" not in one] == []
