"""Reads the JSON files of this folder. Pure: no database, no Django."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Row = dict[str, Any]

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Reference:
    """Every file as plain rows.

    ``items``: ``statutory_days`` in ``unit`` (wd working days, cal calendar days, "" no legal limit), ``promised_days``
    always in working days; ``categories`` maps a category code to R (needed) or C (depends), an absent code means not
    needed; a yes to ``question_*`` means the item is needed; ``when`` may answer it beforehand (see ``rules``); a
    material's ``result_of`` lists the items one of which results in that paper.
    ``schemes``: ``_wd`` are working days, ``_yuan`` yuan; None means that the scheme has no such step.
    ``facts``: what rules may ask of a project, with the words of the question.
    ``ladder``: when a watched date takes which step, ``days`` in working days after it.
    ``checklists``: what special inspections ask, each with its ``questions``; ``rhythms``: how often, by region.
    ``appraisal``: how units and persons are appraised, each sheet with its ``criteria``.
    ``unit_rule``: the kind of unit that answers where a region has no unit for a line of business.
    """

    categories: list[Row]
    stages: list[Row]
    departments: list[Row]
    regions: list[Row]
    unit_rule: Row
    units: list[Row]
    task_force: Row
    schemes: list[Row]
    milestones: list[Row]
    items: list[Row]
    project_list: list[Row]
    warnings: list[Row]
    facts: list[Row]
    findings: list[Row]
    checklists: list[Row]
    rhythms: list[Row]
    ladder: list[Row]
    appraisal: list[Row]


def _load(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def read() -> Reference:
    """All reference files. Check them with ``checks.problems`` before they are stored."""
    catalogue, units, checked = _load("catalogue"), _load("units"), _load("inspections")
    return Reference(
        categories=_load("categories"),
        stages=_load("stages"),
        departments=_load("departments"),
        regions=_load("regions"),
        unit_rule=units["rule"],
        units=units["units"],
        task_force=_load("groups"),
        schemes=_load("schemes"),
        milestones=catalogue["milestones"],
        items=catalogue["items"],
        project_list=_load("projects_list"),
        warnings=_load("warnings"),
        facts=_load("facts"),
        findings=_load("findings"),
        checklists=checked["checklists"],
        rhythms=checked["rhythms"],
        ladder=_load("ladder"),
        appraisal=_load("appraisal"),
    )
