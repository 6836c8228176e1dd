"""What a ``when`` rule means: it answers an item's deciding question from what is already known, or leaves it open.

A rule is one of

- ``{"fact": name, "op": "==|!=|>=|>|<=|<|in", "value": ...}``, with ``"ask": [...]`` for values that leave it open,
- ``{"item": code, "op": "needed"}``: the answer is that of another item,
- ``{"item": code, "op": "settled"}``: yes once another item is known to be needed, no as long as that is open,
- ``{"any": [rules]}``, ``{"all": [rules]}``, ``{"not": rule}``,

each optionally with ``"only": "yes"`` or ``"only": "no"``, when it can decide in one direction only.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any

# Facts that stand on the project itself: name in rules → its column. Amounts in yuan, areas in m².
COLUMNS: Mapping[str, str] = {
    "funding": "funding",
    "land_acquisition": "land_acquisition",
    "investment": "investment",
    "land_area_m2": "land_area",
    "floor_area_m2": "floor_area",
}
NEEDED, SETTLED = "needed", "settled"
CATEGORY = "category"  # always known, asked before everything else
OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "in": lambda fact, values: fact in values,
}


def answer(rule: Mapping[str, Any] | None, facts: Mapping[str, Any], needed: Mapping[str, bool | None]) -> bool | None:
    """True: the item is needed; False: it is not; None: the enterprise must be asked.

    ``facts`` hold what is known of the project (amounts in yuan, areas in m²); an absent or None fact is unknown.
    ``needed`` holds what has been settled about other items; an absent one is open.
    """
    if rule is None:
        return None
    result = _plain(rule, facts, needed)
    only = rule.get("only")
    return None if only is not None and result is not (only == "yes") else result


def _plain(rule: Mapping[str, Any], facts: Mapping[str, Any], needed: Mapping[str, bool | None]) -> bool | None:
    if "item" in rule:
        other = needed.get(rule["item"])
        return other is True if rule["op"] == SETTLED else other
    if "not" in rule:
        inner = answer(rule["not"], facts, needed)
        return None if inner is None else not inner
    if "any" in rule:
        return _joined([answer(part, facts, needed) for part in rule["any"]], decisive=True)
    if "all" in rule:
        return _joined([answer(part, facts, needed) for part in rule["all"]], decisive=False)
    fact = facts.get(rule["fact"])
    if fact is None or fact in rule.get("ask", ()):
        return None
    return bool(OPERATORS[rule["op"]](fact, rule["value"]))


def _joined(answers: list[bool | None], *, decisive: bool) -> bool | None:
    """Three-valued "or" (decisive True) and "and" (decisive False)."""
    if decisive in answers:
        return decisive
    return None if None in answers else not decisive


def leaves(rule: Mapping[str, Any] | None) -> Iterator[Mapping[str, Any]]:
    """The conditions that a rule is made of."""
    if rule is None:
        return
    if "not" in rule:
        yield from leaves(rule["not"])
        return
    parts = rule.get("any") or rule.get("all")
    if parts is None:
        yield rule
        return
    for part in parts:
        yield from leaves(part)
