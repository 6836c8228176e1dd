"""What must hold in the reference files. Each problem is a sentence that names the row."""

from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

from cases.reference.faults import of_rule
from cases.reference.reader import Reference, Row
from cases.reference.rules import CATEGORY, OPERATORS, leaves

HARD = ("pred_all", "pred_any", "pred_cond")
# English may fall silent only where the Chinese does
MAY_BE_EMPTY = ("note", "question", "help", "unit")


def problems(ref: Reference) -> list[str]:
    """Everything that is wrong; an empty list when the files may be stored."""
    parts = (_twice, _codes, _item_codes, _items, _materials, _rules, _graph, _languages, _weights)
    return [problem for part in parts for problem in part(ref)]


def _set(rows: Iterable[Row]) -> set[str]:
    return {row["code"] for row in rows}


def _twice(ref: Reference) -> Iterator[str]:
    for name in (
        "categories",
        "stages",
        "departments",
        "regions",
        "units",
        "schemes",
        "items",
        "warnings",
        "facts",
        "findings",
        "checklists",
        "appraisal",
    ):
        rows: list[Row] = getattr(ref, name)
        if len(_set(rows)) != len(rows):
            yield f"{name}: a code occurs twice"


def _missing(where: str, wanted: Iterable[str | None], known: set[str]) -> Iterator[str]:
    for code in wanted:
        if code is not None and code not in known:
            yield f"{where}: unknown code {code}"


def _codes(ref: Reference) -> Iterator[str]:
    departments, regions, units = _set(ref.departments), _set(ref.regions), _set(ref.units)
    for row in ref.stages:
        yield from _missing(f"stage {row['code']}", [row["lead_department"]], departments)
    for row in ref.regions:
        yield from _missing(f"region {row['code']}", [row["parent"]], regions)
    for row in ref.units:
        yield from _missing(f"unit {row['code']}", [row["region"]], regions)
        yield from _missing(f"unit {row['code']}", row["departments"], departments)
    for row in ref.schemes:
        yield from _missing(f"scheme {row['code']}", row["regions"], regions)
    for row in ref.project_list:
        yield from _missing(f"project list {row['name_zh']}", [row["region"]], regions)
    for row in ref.rhythms:
        yield from _missing("rhythm", [row["region"]], regions)
        yield from _missing(f"rhythm of {row['region']}", [row["checklist"]], _set(ref.checklists))
    force = ref.task_force
    yield from _missing("task force", [force["region"]], regions)
    yield from _missing("task force office", [force["office"]["unit"]], units)
    for row in force["groups"]:
        yield from _missing(f"group {row['code']}", [row["lead"], *row["members"]], units)
        yield from _missing(f"group {row['code']}", row["stages"], _set(ref.stages))
        yield from _missing(f"group {row['code']}", row["items"], _set(ref.items))


def _item_codes(ref: Reference) -> Iterator[str]:
    codes, milestones = _set(ref.items), _set(ref.milestones)
    for row in ref.items:
        where = f"item {row['code']}"
        yield from _missing(where, [row["stage"]], _set(ref.stages))
        yield from _missing(where, [row["department"]], _set(ref.departments))
        yield from _missing(where, row["categories"], _set(ref.categories))
        yield from _missing(where, [row["after_milestone"] or None], milestones)
        for key in (*HARD, "pred_soft"):
            yield from _missing(f"{where} {key}", row[key], codes)
        for material in row["materials"]:
            yield from _missing(f"{where} {material['name_zh']}", material["result_of"], codes)


def _items(ref: Reference) -> Iterator[str]:
    for row in ref.items:
        where = f"item {row['code']}"
        if "C" in row["categories"].values() and not row["question_zh"]:
            yield f"{where}: depends on a question that is not there"
        if row["statutory_days"] is not None and not row["unit"]:
            yield f"{where}: a legal limit without its unit"
        if row["code"] in row["pred_all"] + row["pred_any"] + row["pred_cond"] + row["pred_soft"]:
            yield f"{where}: waits for itself"


def _materials(ref: Reference) -> Iterator[str]:
    for row in ref.items:
        for material in row["materials"]:
            where = f"item {row['code']} {material['name_zh']}"
            if material["core"] and material["may_be_late"]:
                yield f"{where}: a core paper may not be late"
            if material["may_be_late"] and row["rongque"] != "Y":
                yield f"{where}: may be late although the item accepts no gaps"
            if row["code"] in material["result_of"]:
                yield f"{where}: is the result of the very item that asks for it"


def _rules(ref: Reference) -> Iterator[str]:
    codes, facts = _set(ref.items), _set(ref.facts) | {CATEGORY}
    links: dict[str, set[str]] = {}
    for row in ref.items:
        where = f"rule of {row['code']}"
        if row["when"] is not None and not row["question_zh"]:
            yield f"{where}: answers no question"
        for leaf in leaves(row["when"]):
            if "item" in leaf:
                links.setdefault(row["code"], set()).add(leaf["item"])
                yield from _missing(where, [leaf["item"]], codes)
            elif leaf["fact"] not in facts or leaf["op"] not in OPERATORS:
                yield f"{where}: unknown fact or comparison"
        if row["when"] is not None:
            yield from (f"{where}: {fault.kind} {fault.rule}" for fault in of_rule(row["when"]))
    yield from _cycle(links, "the rules")


def _weights(ref: Reference) -> Iterator[str]:
    for row in ref.appraisal:
        weights = sum(line["weight"] for line in row["criteria"])
        if weights != 100:
            yield f"appraisal {row['code']}: the weights add up to {weights}"


def _graph(ref: Reference) -> Iterator[str]:
    hard = {row["code"]: {code for key in HARD for code in row[key]} for row in ref.items}
    yield from _cycle(hard, "the predecessors")


def _cycle(links: dict[str, set[str]], what: str) -> Iterator[str]:
    try:
        TopologicalSorter(links).prepare()
    except CycleError as circle:
        yield f"{what} run in a circle: {' → '.join(circle.args[1])}"


def _languages(ref: Reference) -> Iterator[str]:
    files: list[Any] = [getattr(ref, name) for name in ref.__dataclass_fields__]
    for row in _dicts(files):
        for key in [key for key in row if key.endswith("_zh")]:
            stem = key.removesuffix("_zh")
            if key == "short_zh":
                continue
            here = row.get("code") or row["name_zh"] if "name_zh" in row else key
            zh, en = row[key], row.get(f"{stem}_en", "")
            if bool(zh) != bool(en) or (not zh and stem not in MAY_BE_EMPTY):
                yield f"{here}: {stem} lacks a language"


def _dicts(value: Any) -> Iterator[Row]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _dicts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _dicts(inner)
