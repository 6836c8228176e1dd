"""What is wrong with a rule although it can be asked: it decides nothing, always the same, or a part of it never holds.

Pure. A rule is tried with every combination that can make a difference: each choice, both sides of each number, every
answer that another item can have. What never happens then never happens at all.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter
from itertools import product
from typing import Any

from cases.reference.rules import CATEGORY, answer, leaves

MOST = 20_000  # combinations; a rule with more is too tangled for people as well
Outcome = bool | None
Answers = tuple[Outcome, ...]
OPEN: Answers = (True, False, None)


class FaultKind(StrEnum):
    NEVER = "never"  # says no whatever the project is: impossible
    ALWAYS = "always"  # says yes whatever the project is: nothing is asked
    SILENT = "silent"  # decides nothing: dead
    PART_NEVER = "part_never"  # a part that never holds
    PART_ALWAYS = "part_always"  # a part that always holds
    UNASKED = "unasked"  # names a fact that nobody asks any more
    UNKNOWN_VALUE = "unknown_value"  # compares with a value that the fact cannot have
    TANGLED = "tangled"  # too many combinations to be sure


@dataclass(frozen=True)
class Fault:
    """One thing wrong; ``rule`` is the whole rule or the part of it. Of a catalogue also the item and the category."""

    kind: FaultKind
    rule: Any
    item: str = ""
    category: str = ""


@dataclass(frozen=True)
class World:
    """What can be: the values of the facts that are asked (empty: any number), and the answers that items can have."""

    choices: Mapping[str, tuple[Any, ...]] | None = None
    asked: frozenset[str] | None = None
    items: Mapping[str, Answers] | None = None

    def values(self, fact: str, found: Sequence[Mapping[str, Any]]) -> tuple[Any, ...]:
        """Values of a fact that can make a difference to these conditions on it."""
        if self.asked is not None and fact not in self.asked and fact != CATEGORY:
            return (None,)
        if self.choices and self.choices.get(fact):
            return self.choices[fact]
        values = [value for leaf in found for value in _values(leaf)]
        if values and all(isinstance(value, bool) for value in values):
            return (True, False)
        numbers = sorted({value for value in values if not isinstance(value, bool | str)})
        around = [value + step for value in numbers for step in (-1, 0, 1) if value + step >= 0]
        words = {value for value in values if isinstance(value, str)}
        return (*dict.fromkeys(around), *sorted(words), *(("",) if words else ()))


def _values(leaf: Mapping[str, Any]) -> list[Any]:
    value = leaf["value"]
    return [*(value if isinstance(value, list) else [value]), *leaf.get("ask", ())]


def of_rule(rule: Mapping[str, Any], world: World | None = None) -> list[Fault]:
    """The faults of one rule in a world; an unknown world lets every item and number be anything."""
    world = world or World()
    every = list(leaves(rule))
    found = [Fault(FaultKind.UNASKED, leaf) for leaf in every if _unasked(leaf, world)]
    found += [Fault(FaultKind.UNKNOWN_VALUE, leaf) for leaf in every if not _possible(leaf, world)]
    if found:
        return found
    tried = _tried(rule, world)
    if tried is None:
        return [Fault(FaultKind.TANGLED, rule)]
    whole = _whole(rule, tried)
    return [whole] if whole else [*_parts(rule, tried)]


def _unasked(leaf: Mapping[str, Any], world: World) -> bool:
    return "fact" in leaf and leaf["fact"] != CATEGORY and world.asked is not None and leaf["fact"] not in world.asked


def _possible(leaf: Mapping[str, Any], world: World) -> bool:
    """Whether every value that the condition names is one that the fact can have."""
    if "fact" not in leaf or not world.choices or not world.choices.get(leaf["fact"]):
        return True
    # 1 == True in Python, though no project answers a yes-or-no question with 1.
    known = {(type(value), value) for value in world.choices[leaf["fact"]]}
    return all((type(value), value) in known for value in _values(leaf))


def _tried(rule: Mapping[str, Any], world: World) -> list[tuple[dict[str, Any], dict[str, Outcome]]] | None:
    """Every combination of facts and answers; None when there are too many."""
    by_fact: dict[str, list[Mapping[str, Any]]] = {}
    codes: list[str] = []
    for leaf in leaves(rule):
        if "item" in leaf:
            codes.append(leaf["item"])
        else:
            by_fact.setdefault(leaf["fact"], []).append(leaf)
    codes = list(dict.fromkeys(codes))
    values = [world.values(fact, found) for fact, found in by_fact.items()]
    answers = [(world.items or {}).get(code, OPEN) for code in codes]
    count = 1
    for some in (*values, *answers):
        count *= max(len(some), 1)
    if count > MOST:
        return None
    return [
        (dict(zip(by_fact, one[: len(by_fact)], strict=True)), dict(zip(codes, one[len(by_fact) :], strict=True)))
        for one in product(*values, *answers)
    ]


def outcomes(rule: Mapping[str, Any], tried: Sequence[tuple[Mapping[str, Any], Mapping[str, Outcome]]]) -> set[Outcome]:
    """What the rule can say."""
    return {answer(rule, facts, needed) for facts, needed in tried}


def _whole(rule: Mapping[str, Any], tried: Any) -> Fault | None:
    said = outcomes(rule, tried)
    if said == {None} or not said:
        return Fault(FaultKind.SILENT, rule)
    if said == {False}:
        return Fault(FaultKind.NEVER, rule)
    return Fault(FaultKind.ALWAYS, rule) if said == {True} else None


def _parts(rule: Mapping[str, Any], tried: Any) -> Iterator[Fault]:
    """Parts that make no difference; of nested ones only the outermost."""
    inside = [rule["not"]] if "not" in rule else rule.get("any") or rule.get("all") or []
    for part in inside:
        said = outcomes(part, tried)
        if True not in said and None not in said:
            yield Fault(FaultKind.PART_NEVER, part)
        elif False not in said and None not in said:
            yield Fault(FaultKind.PART_ALWAYS, part)
        elif said == {None}:
            yield Fault(FaultKind.SILENT, part)
        else:
            yield from _parts(part, tried)


@dataclass(frozen=True)
class ItemRule:
    """An item as the rules see it: its own rule, and how each category needs it (R, C; absent or - is not needed)."""

    code: str
    rule: Mapping[str, Any] | None
    needs: Mapping[str, str]


def of_catalogue(
    items: Sequence[ItemRule],
    categories: Sequence[str],
    choices: Mapping[str, tuple[Any, ...]] | None = None,
    asked: frozenset[str] | None = None,
) -> list[Fault]:
    """The faults of all rules: each on its own, then where one makes no sense in a category that needs its item.

    A circle among them is refused before (``CycleError``): nobody could say what such rules mean.
    """
    by_code = {item.code: item for item in items}
    world = World(choices, asked)
    alone = [
        Fault(fault.kind, fault.rule, item.code)
        for item in items
        if item.rule is not None
        for fault in of_rule(item.rule, world)
    ]
    broken = {fault.item for fault in alone}
    found = list(alone)
    for category in categories:
        found += _in_category(category, by_code, World({**(choices or {}), CATEGORY: (category,)}, asked), broken)
    return found


def _in_category(category: str, items: Mapping[str, ItemRule], world: World, broken: set[str]) -> Iterator[Fault]:
    """Rules that say the same for every project of this category, though the matrix leaves them open or asks for the item."""
    states: dict[str, Answers] = {}
    for code in order({item.code: item.rule for item in items.values()}):
        item = items.get(code)
        if item is None:
            states[code] = (None,)  # out of use: nobody answers it any more
            continue
        need = item.needs.get(category, "-")
        here = World(world.choices, world.asked, states)
        tried = None if item.rule is None or code in broken else _tried(item.rule, here)
        said: set[Outcome] = {None} if item.rule is None else set(OPEN) if tried is None else outcomes(item.rule, tried)
        states[code] = _answers(need, said)
        if need not in ("R", "C") or tried is None or item.rule is None:
            continue
        if said == {False}:
            yield Fault(FaultKind.NEVER, item.rule, code, category)
        elif need == "C" and said in ({True}, {None}):
            yield Fault(FaultKind.ALWAYS if True in said else FaultKind.SILENT, item.rule, code, category)


def _answers(need: str, said: set[Outcome]) -> Answers:
    """Which answers an item can have in a category, by its cell and what its rule can say."""
    if need == "-":
        return (False,)
    if need == "R":
        return (True, False) if False in said else (True,)
    if None in said:
        return OPEN
    return tuple(one for one in (True, False) if one in said)


def order(rules: Mapping[str, Mapping[str, Any] | None]) -> list[str]:
    """Codes so that an item comes after those whose answer its own rule takes over. Raises ``CycleError``."""
    return list(TopologicalSorter({code: named(rule) for code, rule in rules.items()}).static_order())


def named(rule: Mapping[str, Any] | None) -> set[str]:
    """The items that a rule names."""
    return {str(leaf["item"]) for leaf in leaves(rule) if "item" in leaf}


def circle(rules: Mapping[str, Mapping[str, Any] | None]) -> list[str]:
    """The codes of a circle, the first one again at its end; empty when there is none."""
    try:
        order(rules)
    except CycleError as error:
        return list(error.args[1])
    return []
