"""A change of a scheme's numbers never reaches a case that was promised the old ones."""

import pytest

from cases.actions import reference
from cases.enums import CaseStatus
from cases.models import Case, ServiceScheme
from cases.queries import deadlines
from tests.cast import PULANDIAN, Cast, case_in


@pytest.mark.req("P-063")
def test_a_running_case_keeps_the_numbers_of_its_scheme(cast: Cast) -> None:
    old = case_in(cast, CaseStatus.SIGNED, PULANDIAN)
    before = deadlines.flow_tables_due(old)
    reference.change(
        ServiceScheme.objects.get(code="one_three_n"), {"flow_table_wd": 5, "delivery_wd": 3}, reason="试", by=cast.jin
    )
    again = Case.objects.get(pk=old.pk)
    assert deadlines.flow_tables_due(again) == before
    assert again.term("delivery_wd") == 10
    new = case_in(cast, CaseStatus.SIGNED, PULANDIAN, name="第二个示例项目")
    assert new.term("flow_table_wd") == 5
    assert deadlines.flow_tables_due(new) != before
