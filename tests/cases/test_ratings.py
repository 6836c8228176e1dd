"""Evaluations by channel, level and dimension, and what bad ones were about: worked out on paper, and counted slowly."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from cases import reports, rhythms
from cases.actions import finishing, pausing, rectifying
from cases.enums import CaseStatus
from cases.enums_finish import DIMENSIONS
from cases.enums_reports import Rhythm
from cases.models import Evaluation, Rectification, Region
from cases.queries import ratings
from cases.reports import REPORTS
from cases.reports.base import Content, Scope, Table
from tests.cast import SHOUGUANG, Cast, case_in

# The whole, the channel, the dimensions that were answered.
GIVEN = (
    (5, "online", {"efficiency": 5, "guide": 5, "platform": 4}),
    (3, "online", {"efficiency": 2, "guide": None}),
    (2, "on_site", {"attitude": 1, "competence": 4}),
    (1, "on_site", {}),
)


@pytest.fixture
def rated(cast: Cast) -> Cast:
    """Five cases that ended, four of them evaluated; of the two bad ones the cause of one is named."""
    for number, (level, channel, dimensions) in enumerate(GIVEN):
        case = case_in(cast, CaseStatus.CLOSED, name=f"示例项目{number}")
        finishing.evaluate(case, level=level, channel=channel, dimensions=dimensions, by=cast.wang)
    case_in(cast, CaseStatus.CLOSED, name="示例未评项目")
    bad = Rectification.objects.get(evaluation__level=2)
    rectifying.assign(bad, responsible=cast.chen, by=cast.sun)
    rectifying.measure(bad, cause="attitude", text="已培训。", by=cast.chen)
    return cast


def scope(rhythm: Rhythm = Rhythm.MONTH) -> Scope:
    today = timezone.localdate()
    return Scope(Region.objects.get(code=SHOUGUANG), rhythm, rhythms.around(rhythm, today), today)


def told() -> Content:
    with translation.override("en"):
        return reports.read(REPORTS["evaluations"], scope())


def cells(table: Table) -> list[tuple[object, ...]]:
    return [tuple(cell.value for cell in row) for row in table.rows]


@pytest.mark.req("P-080", "W-065")
def test_the_report_is_what_was_worked_out_on_paper(rated: Cast) -> None:
    content = told()
    (said,) = content.paragraphs
    assert "Cases that ended: 5. Evaluations given: 4, of which satisfied: 50.0 %." in said
    levels, dimensions, bad, _meanings = content.tables
    assert [row[1:] for row in cells(levels)] == [(1, 0, 1), (0, 0, 0), (1, 0, 1), (0, 1, 1), (0, 1, 1)]
    assert cells(dimensions) == [
        ("Service online: Efficiency", 50.0, 2, 1, 0, 0, 1, 0),
        ("Service online: Accuracy of the guides", 100.0, 1, 1, 0, 0, 0, 0),
        ("Service online: Convenience", None, 0, 0, 0, 0, 0, 0),
        ("Service online: Ease of using the platform", 100.0, 1, 0, 1, 0, 0, 0),
        ("Service on site: Efficiency of the service", None, 0, 0, 0, 0, 0, 0),
        ("Service on site: Competence", 100.0, 1, 0, 1, 0, 0, 0),
        ("Service on site: Attitude", 0.0, 1, 0, 0, 0, 0, 1),
    ]
    assert cells(bad) == [("Attitude", 1, 0), ("Not named yet", 1, 0)]


def test_it_agrees_with_a_slow_count(rated: Cast) -> None:
    slowly: Counter[tuple[str, str, int]] = Counter()
    for row in Evaluation.objects.filter(case__region__code=SHOUGUANG):
        for name in ("level", *DIMENSIONS[row.channel]):
            if getattr(row, name):
                slowly[row.channel, name, getattr(row, name)] += 1
    found = ratings.by_channel(scope().region, scope().period)
    quickly = {
        (channel, name, level): number
        for channel, asked in found.items()
        for name, counted in asked.items()
        for level, number in counted.items()
        if number
    }
    assert quickly == dict(slowly)


def test_what_was_given_at_another_time_or_place_is_not_counted(rated: Cast) -> None:
    assert sum(ratings.by_channel(scope().region, scope().period)["online"]["level"].values()) == 2
    Evaluation.objects.filter(level=5).update(at=timezone.now() - timedelta(days=70))
    assert sum(ratings.by_channel(scope().region, scope().period)["online"]["level"].values()) == 1
    assert ratings.ended(scope().region, scope().period) == 5
    signed = case_in(rated, CaseStatus.SIGNED, name="示例终止项目")
    pausing.terminate(signed, reason="项目取消", by=rated.sun)
    assert ratings.ended(scope().region, scope().period) == 6, "what was terminated is evaluated as well"
    elsewhere = Region.objects.get(code="210214")
    assert ratings.by_channel(elsewhere, scope().period) == {}
    assert ratings.ended(elsewhere, scope().period) == 0


def test_evaluations_from_before_channels_were_told_apart_count_together(rated: Cast) -> None:
    Evaluation.objects.filter(level=1).update(channel="")
    levels = told().tables[0]
    assert cells(levels)[-1][1:] == (0, 0, 1)
    assert levels.note


def test_the_report_takes_few_questions_however_many_were_given(
    rated: Cast, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        told()
