"""Every stored date that lies ahead is known: counted in working days and moved by a changed calendar, or with the reason why not.

A new column of this kind fails here until somebody has said which of both it is (domain D.2).
"""

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from cases.actions import recompute
from cases.enums import OpenDate
from cases.models import Appraisal, Finding, Inspection, PublicLetter

OURS = ("cases", "portal", "home", "backoffice")
# Names of columns that keep what happened, or from when something holds.
HAPPENED = frozenset(
    {"on", "since", "day", "date", "week", "old", "new", "begins", "start", "document_date", "pilot_since"}
)
HAPPENED_ENDINGS = ("_on", "_at")
PERSON = "a person sets the day"
RECORD = "it records what was said or held when it was written"
PROMISE = "what a roadmap promised stays; its forecast moves and is kept as a difference"
PERIOD = "the end of a period of the calendar, counted in no working days"
MONTHS = "counted in months"

# Columns that a changed calendar moves: the date of ``STORED``, or the name in ``OUTSIDE``.
MOVED: dict[str, str] = {
    "Correction.due": OpenDate.CORRECTION,
    "FlowTable.due": OpenDate.FLOW_TABLE,
    "Note.due": OpenDate.ENQUIRY,
    "Transfer.due": OpenDate.TRANSFER,
    "SupervisionOrder.due": OpenDate.ORDER,
    "FollowUp.due": OpenDate.FOLLOW_UP,
    "Rectification.due": OpenDate.RECTIFICATION,
    "PolicyBenefit.due": OpenDate.BENEFIT,
    "PublicLetter.due": "letters",
    "Appraisal.objections_due": "appraisals",
    "Finding.hearing_due": "findings",
    "Inspection.answer_due": "inspections",
}
OUTSIDE: dict[str, type[models.Model]] = {
    "letters": PublicLetter, "appraisals": Appraisal, "findings": Finding, "inspections": Inspection,
}  # fmt: skip
STAYS: dict[str, str] = {
    "Case.next_due": "the soonest of the dates of its case, read anew when one of them moves",
    "Alert.due": "names the date that it warns of: when that moves, the next look ends it and begins anew",
    "Alert.put_off_until": PERSON,
    "AlertStep.until": RECORD,
    "Urge.due": RECORD,
    "WeeklyReport.until": RECORD,
    "WeeklyReport.due": "the report day of the week, read from the calendar when it is owed",
    "Inspection.first_answer_due": "what the printed report names; the paper that went out does not change",
    "Inspection.planned_on": PERSON,
    "Inspection.until": PERSON,
    "InspectionRhythm.first_due": PERSON,
    "InspectionReminder.due": MONTHS,
    "Meeting.planned_on": PERSON,
    "MeetingTask.due": PERSON,
    "MissingCondition.due": PERSON,
    "DeferredMaterial.due": PERSON,
    "CommitmentStatement.inspect_by": PERSON,
    "PreApproval.valid_until": PERSON,
    "MaterialVersion.valid_until": PERSON,
    "ItemFee.due": PERSON,
    "Suspension.end": "what happened",
    "Suspension.expected_end": PERSON,
    "Project.planned_start": PERSON,
    "Project.planned_finish": PERSON,
    "Plan.finish": PROMISE,
    "Plan.works_start": PERSON,
    "Plan.works_completed": PERSON,
    "PlanRow.end": PROMISE,
    "PlanRow.not_before": PERSON,
    "CaseItem.planned_end": PROMISE,
    "RolloutPhase.planned_end": PERSON,
    "Post.until": PERSON,
    "ChiefContact.until": PERSON,
    "TaskForceSeat.until": PERSON,
    "Rotation.until": PERSON,
    "Absence.until": PERSON,
    "Appraisal.until": PERIOD,
    "PublicFigures.until": PERIOD,
    "ReportEdition.until": PERIOD,
    "ReportSending.until": PERIOD,
    "PolicyPage.expires_on": PERSON,
    "*.review_by": "whoever keeps a page sets the day",
}


def columns() -> dict[str, models.Field[Any, Any]]:
    """Model.column of every date that does not record what happened; pages share what they inherit."""
    found: dict[str, models.Field[Any, Any]] = {}
    for model in apps.get_models():
        if model._meta.app_label not in OURS:
            continue
        for column in model._meta.local_fields:
            ahead = column.name not in HAPPENED and not column.name.endswith(HAPPENED_ENDINGS)
            if type(column) is models.DateField and (ahead or column.name in {"planned_on", "expires_on"}):
                shared = "*" if column.name == "review_by" else model.__name__
                found[f"{shared}.{column.name}"] = column
    return found


@pytest.mark.req("W-065")
def test_every_date_that_lies_ahead_is_moved_by_the_calendar_or_says_why_not() -> None:
    assert set(columns()) == set(MOVED) | set(STAYS)
    assert not set(MOVED) & set(STAYS)
    assert all(STAYS.values())


def test_what_is_said_to_move_is_what_the_job_moves() -> None:
    inside = {f"{model.__name__}.due": what for what, model in recompute.STORED.items()}
    outside = {name: what for name, what in MOVED.items() if what in OUTSIDE}
    assert {name: what for name, what in MOVED.items() if what not in OUTSIDE} == inside
    assert set(outside.values()) == set(recompute.OUTSIDE) == set(OUTSIDE)
    assert all(name.startswith(f"{OUTSIDE[what].__name__}.") for name, what in outside.items())


@pytest.mark.django_db
@pytest.mark.parametrize("what", recompute.OUTSIDE)
def test_the_rows_that_wait_outside_cases_are_of_the_kind_that_is_said(what: str) -> None:
    waiting, _move = recompute.OUTSIDE[what]
    assert waiting().model is OUTSIDE[what]


def test_a_new_column_would_be_missed_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: a date that nobody has classed is seen."""
    monkeypatch.delitem(STAYS, "ItemFee.due")
    assert set(columns()) - (set(MOVED) | set(STAYS)) == {"ItemFee.due"}
