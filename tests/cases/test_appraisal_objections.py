"""What an objection may take out of a figure: what it names, and never a whole criterion by the way (P-092)."""

from datetime import datetime
from decimal import Decimal as D

import pytest
import time_machine

from cases.actions import appraisals, circulars
from cases.exceptions import BadInput
from cases.queries import appraisals as readers
from tests import appraising as kit
from tests.appraising import Place, drafted, figure, result, told
from tests.cases.kit import refused
from tests.cast import Cast

pytestmark = pytest.mark.req("P-092")


def test_only_what_the_objection_names_is_taken_out(cast: Cast, place: Place) -> None:
    row = told(place)
    own, bad, good = figure(result(row, person=cast.chen), "on_time"), f"case:{place.bad.pk}", f"case:{place.good.pk}"
    objection = appraisals.contest(own, text="示例", named=[bad], by=cast.chen)
    for more in ([bad, good], [good]):
        with refused(BadInput, says="that the objection names", field="excluded"):
            appraisals.decide(objection, reason="属实。", excluded=more, emptied=True, by=place.other)
    appraisals.decide(objection, reason="属实。", excluded=[bad], by=place.other)
    assert objection.after == D("72.22"), "control: what it names, without any more to confirm"


def test_a_criterion_is_left_out_only_by_who_says_that_nothing_shall_be_left(cast: Cast, place: Place) -> None:
    row = told(place)
    own = figure(result(row, person=cast.chen), "on_time")
    objection = appraisals.contest(own, text="示例", named=[], by=cast.chen)
    everything = sorted(own.facts)
    with refused(BadInput, says="Nothing would be left", field="emptied"):
        appraisals.decide(objection, reason="属实。", excluded=everything, by=place.other)
    found = readers.lines([result(row, person=cast.chen)]).popitem()[1]
    line = next(one for one in found if one.figure.pk == own.pk)
    assert readers.may_empty(line, [])
    assert readers.may_empty(line, everything)
    assert not readers.may_empty(line, everything[:1]), "control: one is left"
    appraisals.decide(objection, reason="属实。", excluded=everything, emptied=True, by=place.other)
    now = result(row, person=cast.chen)
    # 0 of 40 leave: 15 + 10 of 50 weights.
    assert (now.points, now.weight) == (D("50.00"), 50) == (readers.points_without(found, line), 50)
    after = next(one for one in readers.lines([now])[now.pk] if one.rule["code"] == own.code)
    assert (after.taken_out, after.figure.facts, after.figure.points) == (2, {}, None)


def test_what_is_only_counted_keeps_its_value_and_its_weight_without_a_fact(cast: Cast, place: Place) -> None:
    with time_machine.travel(datetime(2026, 9, 29, 10, tzinfo=kit.CHINA), tick=False):
        facts = circulars.Facts("praise", "internal", place.region, place.department, "示例表扬", "示例")
        circulars.approve(circulars.write(facts, by=place.watch), by=place.other)
    row = drafted(place)
    appraisals.tell(row, days=5, by=place.watch)
    found = result(row, unit=place.department)
    praise = figure(found, "praise")
    objection = appraisals.contest(praise, text="示例", named=[], by=place.officer)
    appraisals.decide(objection, reason="属实。", excluded=list(praise.facts), by=place.other)
    after = result(row, unit=place.department)
    assert (figure(after, "praise").value, figure(after, "praise").points) == (D(0), D(0))
    assert after.weight == found.weight
