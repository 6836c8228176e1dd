"""An appraisal counted in the background, moved by the calendar, printed (P-092)."""

import io
from datetime import date
from typing import Any

import pytest
from django.utils import translation
from pypdf import PdfReader

from cases.actions import appraisal_counts, appraisal_paper, appraisals, jobs
from cases.enums import JobState
from cases.enums_appraisal import AppraisalAct
from cases.models import Appraisal, AppraisalFigure, AppraisalPart, Job, Notice
from cases.queries import appraisals as readers
from cases.queries import letters
from tests import appraising as kit
from tests.appraising import Place, drafted, told
from tests.cases.test_recompute import rest_day
from tests.cases.test_recompute import run as calendar_run
from tests.cast import Cast

A = AppraisalAct
DUE = date(2026, 10, 19)  # five working days after the 12th, a Monday


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two cases are already too many to be counted while one waits."""
    monkeypatch.setattr(appraisal_counts, "AT_ONCE", 1)


@pytest.mark.req("P-092")
def test_a_large_place_is_counted_in_the_background_and_a_killed_worker_goes_on(place: Place, large: None) -> None:
    job = appraisal_counts.ask(place.region, kit.QUARTER, by=place.watch)
    assert isinstance(job, Job)
    assert appraisal_counts.ask(place.region, kit.QUARTER, by=place.watch) == job, "who asks again gets that count"
    assert not Appraisal.objects.exists()
    claimed = jobs._claim(job.pk, "first")
    assert claimed
    assert jobs._step(job.pk, "first", 1), "one case, and then the worker is killed"
    assert AppraisalPart.objects.filter(job=job).count() == 1
    Job.objects.filter(pk=job.pk).update(leased_until=None)
    assert jobs.run(job.pk, 1)
    job.refresh_from_db()
    made = Appraisal.objects.get(pk=job.data["appraisal"])
    assert (job.state, job.done, job.total, made.drafted_by) == (JobState.DONE, 2, 2, place.watch)
    assert not AppraisalPart.objects.exists()
    got = _numbers(made)
    appraisals.cancel(made, reason="对照", by=place.watch)
    assert got == _numbers(drafted(place)), "the same as counted at once"


def _numbers(row: Appraisal) -> list[tuple[Any, ...]]:
    figures = AppraisalFigure.objects.filter(result__appraisal=row).order_by("result__unit", "result__person", "code")
    return list(figures.values_list("result__unit", "result__person", "code", "value", "points", "facts"))


def test_what_stands_against_the_draft_at_the_end_of_the_count_is_told_to_whoever_asked(
    place: Place, large: None
) -> None:
    job = appraisal_counts.ask(place.region, kit.QUARTER, by=place.watch)
    drafted(place)
    assert jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert "appraisal" not in job.data
    assert job.data["refused"]
    assert Appraisal.objects.count() == 1


@pytest.mark.req("P-092")
def test_the_day_for_objections_moves_with_the_calendar_once_and_its_log_says_so(cast: Cast, place: Place) -> None:
    row = told(place)
    assert row.objections_due == DUE
    first = calendar_run(rest_day(cast, date(2026, 10, 14)))
    row.refresh_from_db()
    assert row.objections_due == date(2026, 10, 20)
    step = row.steps.get(act=A.MOVE)
    assert (step.by, step.text.startswith("2026-10-19 → 2026-10-20")) == (None, True)
    assert {one.recipient for one in Notice.objects.filter(kind="appraisal_moved")} >= {cast.chen}
    for notice in Notice.objects.filter(kind="appraisal_moved"):
        assert "%(" not in "".join(letters.words(notice, "en"))
    Job.objects.filter(pk=first.pk).update(last_key=0, done=0, state=JobState.WAITING, finished_at=None)
    calendar_run(first)
    row.refresh_from_db()
    assert (row.objections_due, row.steps.filter(act=A.MOVE).count()) == (date(2026, 10, 20), 1)


@pytest.mark.req("P-092")
def test_an_appraisal_on_paper_has_the_figures_that_its_reader_may_see(cast: Cast, place: Place) -> None:
    row = told(place)
    with translation.override("zh-hans"):
        own = list(readers.results_visible_to(cast.chen).filter(appraisal=row))
        pages = PdfReader(io.BytesIO(appraisal_paper.pdf(row, own))).pages
    text = "".join("".join(page.extract_text() for page in pages).split())
    assert "27.78" in text
    assert cast.chen.name in text
    assert "".join(row.rules["person"]["criteria"][0]["name_zh"].split()) in text
    assert place.department.name_zh not in text, "another's result is not on the paper of this reader"
