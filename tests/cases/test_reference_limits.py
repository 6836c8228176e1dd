"""Numbers that nobody means are refused at their field, in words, and change nothing."""

from typing import Any

import pytest
from django.utils import translation

from cases.actions import reference
from cases.exceptions import BadInput
from cases.models import ApprovalItem, MajorProjectListEntry, ReferenceVersion, Region, ServiceScheme
from tests.cast import Cast


def entry(**changes: Any) -> dict[str, Any]:
    return {"year": 2026, "level": "city", "region": Region.objects.get(code="370700"), "name": "示例项目甲"} | changes


@pytest.mark.parametrize("year", [0, 26, 1999, 2101, 20260])
def test_a_project_list_is_of_a_year_that_people_live_in(cast: Cast, year: int) -> None:
    before = ReferenceVersion.objects.count()
    with translation.override("en"), pytest.raises(BadInput, match="A year lies between 2000 and 2100") as caught:
        reference.add(MajorProjectListEntry, entry(year=year), reason="年度名单", by=cast.jin)
    assert caught.value.field == "year"
    assert ReferenceVersion.objects.count() == before
    for good in (2000, 2026, 2100):  # control
        assert reference.add(MajorProjectListEntry, entry(year=good), reason="年度名单", by=cast.jin).year == good


@pytest.mark.parametrize("field", ["promised_days", "statutory_days"])
def test_no_limit_is_longer_than_ten_years(cast: Cast, field: str) -> None:
    item = ApprovalItem.objects.get(code="L08")
    with translation.override("en"), pytest.raises(BadInput, match="at most 3650 days, ten years") as caught:
        reference.change(item, {field: 3651, "statutory_unit": "wd"}, reason="笔误", by=cast.jin)
    assert caught.value.field == field
    item.refresh_from_db()
    assert getattr(item, field) != 3651
    changed = reference.change(item, {field: 3650, "statutory_unit": "wd"}, reason="上限", by=cast.jin)
    assert getattr(changed, field) == 3650  # control


def test_the_days_of_a_scheme_have_the_same_limit(cast: Cast) -> None:
    scheme = ServiceScheme.objects.get(code="zero_n")
    with translation.override("en"), pytest.raises(BadInput, match="ten years") as caught:
        reference.change(scheme, {"delivery_wd": 30000}, reason="笔误", by=cast.jin)
    assert caught.value.field == "delivery_wd"


def test_what_is_shipped_keeps_these_limits(cast: Cast) -> None:
    for item in ApprovalItem.objects.all():
        assert max(item.promised_days, item.statutory_days or 0) <= 3650
    assert all(2000 <= row.year <= 2100 for row in MajorProjectListEntry.objects.all())
