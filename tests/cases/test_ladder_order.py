"""The steps of the ladder stand in order: none begins before the one below it or after the one above (P-070)."""

import pytest

from cases import ladder as law
from cases.actions import reference
from cases.enums_ladder import Watch
from cases.exceptions import BadInput
from cases.models import LadderRule
from tests.cases.kit import refused
from tests.cast import Cast


@pytest.mark.req("P-070")
@pytest.mark.parametrize(
    ("code", "days", "says"),
    [
        ("item-urge", 4, "the next step up, begins on working day 3"),
        ("item-coordinate", 6, "the next step up, begins on working day 5"),
        ("item-confer", 4, "a lower step, begins on working day 5"),
    ],
)
def test_a_step_begins_between_the_one_below_it_and_the_one_above(cast: Cast, code: str, days: int, says: str) -> None:
    """Else a date would jump over it: saved in silence, never taken."""
    row = LadderRule.objects.get(code=code)
    with refused(BadInput, says=says, field="days"):
        reference.change(row, {"days": days}, reason="试", by=cast.jin)
    row.refresh_from_db()
    assert row.days != days
    # Together with the step above, and out of use, it may be what it likes; the same day is no disorder.
    reference.change(row, {"days": 3 if code == "item-urge" else 5}, reason="试", by=cast.jin)
    reference.change(row, {"days": days, "active": False}, reason="试", by=cast.jin)
    with refused(BadInput, says=says, field="days"):
        reference.change(row, {"active": True}, reason="试", by=cast.jin)


@pytest.mark.usefixtures("reference")
def test_the_shipped_ladder_is_in_order() -> None:
    for watched in Watch:
        rules = sorted(LadderRule.objects.filter(watched=watched, active=True), key=lambda row: law.height(row.rung))
        assert [row.days for row in rules] == sorted(row.days for row in rules), watched
