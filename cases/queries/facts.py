"""The facts that rules may ask: which are asked now, what each can be, and how they and the rules over them read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from cases.enums import FactKind, Funding, LandAcquisition, Need
from cases.listwords import listed
from cases.models import ApprovalItem, CategoryRule, ProjectCategory, ProjectFact
from cases.reference import faults
from cases.reference.rules import CATEGORY, SETTLED, leaves

LISTS: Mapping[str, Any] = {"funding": Funding, "land_acquisition": LandAcquisition}
WAN = Decimal(10_000)


def choices(*rows: ProjectFact) -> dict[str, tuple[Any, ...]]:
    """The values of each fact that has a closed list; those of a number are not listed."""
    found: dict[str, tuple[Any, ...]] = {}
    for row in rows:
        if row.code in LISTS:
            found[row.code] = tuple(LISTS[row.code].values)
        elif row.kind == FactKind.YES_NO:
            found[row.code] = (True, False)
    return found


@dataclass(frozen=True)
class Askable:
    """A fact as whoever writes a rule has to know it; ``values``: as they are typed, with what they mean."""

    code: str
    name: str
    values: str


def askable() -> list[Askable]:
    """Every fact that a rule may name today: the category first, then those that are asked, in their order."""
    categories = [f"{row.code} ({row.name})" for row in ProjectCategory.objects.all()]
    found = [Askable(CATEGORY, _("Category"), listed(categories))]
    for row in ProjectFact.objects.filter(active=True):
        if row.code in LISTS:
            values = listed(f"{value} ({label})" for value, label in LISTS[row.code].choices if value)
        else:
            values = "true, false" if row.kind == FactKind.YES_NO else _("a number")
        found.append(Askable(row.code, row.name, values))
    return found


class Words:
    """Rules in the reader's language. Names are read once."""

    def __init__(self) -> None:
        self.facts = {row.code: row for row in ProjectFact.objects.all()}

    @cached_property
    def items(self) -> dict[str, str]:
        return {row.code: row.name for row in ApprovalItem.objects.only("code", "name_zh", "name_en")}

    @cached_property
    def categories(self) -> dict[str, str]:
        return {row.code: row.name for row in ProjectCategory.objects.only("code", "name_zh", "name_en")}

    def rule(self, rule: Mapping[str, Any]) -> str:
        """A rule as a sentence without its end."""
        for word, joined in (("any", _(" or ")), ("all", _(" and "))):
            if word in rule:
                return joined.join(self._part(part) for part in rule[word])
        if "not" in rule:
            return _("not: %(rule)s") % {"rule": self._part(rule["not"])}
        if "item" in rule:
            said = _("“%(item)s” is known to be needed") if rule["op"] == SETTLED else _("“%(item)s” is needed")
            return said % {"item": self.items.get(rule["item"], rule["item"])}
        return self.leaf(rule)

    def _part(self, rule: Mapping[str, Any]) -> str:
        said = self.rule(rule)
        return _("(%(rule)s)") % {"rule": said} if "any" in rule or "all" in rule else said

    def leaf(self, rule: Mapping[str, Any]) -> str:
        """One condition: “Source of funds: Private funds or Mixed funds”, “Total investment: at least 500”."""
        name, op, value = rule["fact"], rule["op"], rule["value"]
        fact = self.facts.get(name)
        label = _("Category") if name == CATEGORY else fact.name if fact else name
        if isinstance(value, list):
            said = _(" or ").join(self.value(name, one) for one in value)
        else:
            pattern = {
                "!=": _("not %(value)s"), ">=": _("at least %(value)s"), ">": _("more than %(value)s"),
                "<=": _("at most %(value)s"), "<": _("less than %(value)s"),
            }  # fmt: skip
            said = pattern.get(op, "%(value)s") % {"value": self.value(name, value)}
        return _("%(fact)s: %(value)s") % {"fact": label, "value": said}

    def value(self, name: str, value: Any) -> str:
        """A value of a fact with its unit."""
        if name == CATEGORY:
            return self.categories.get(value, str(value))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if name in LISTS:
            return str(dict(LISTS[name].choices).get(value, value))
        fact = self.facts.get(name)
        if isinstance(value, int | float | Decimal):
            number = Decimal(str(value)) / (WAN if name == "investment" else 1)
            return f"{number.normalize():f} {fact.unit if fact else ''}".strip()
        return str(value)

    def fault(self, fault: faults.Fault) -> str:
        """What is wrong, in one sentence."""
        part = self.rule(fault.rule)
        if fault.category:
            words = {"category": self.categories.get(fault.category, fault.category), "rule": part}
            return {
                faults.FaultKind.NEVER: _("In the category “%(category)s” the rule always says no, the matrix does not: %(rule)s"),
                faults.FaultKind.ALWAYS: _("In the category “%(category)s” the rule always says yes, the matrix does not: %(rule)s"),
                faults.FaultKind.SILENT: _("In the category “%(category)s” the rule decides nothing: %(rule)s"),
            }[fault.kind] % words  # fmt: skip
        words = {"rule": part}
        return {
            faults.FaultKind.NEVER: _("This rule says no whatever the project is: %(rule)s"),
            faults.FaultKind.ALWAYS: _("This rule says yes whatever the project is: %(rule)s"),
            faults.FaultKind.SILENT: _("This rule can never decide anything: %(rule)s"),
            faults.FaultKind.PART_NEVER: _("This part of the rule can never hold: %(rule)s"),
            faults.FaultKind.PART_ALWAYS: _("This part of the rule always holds: %(rule)s"),
            faults.FaultKind.UNASKED: _("The rule names a fact that nobody asks any more: %(rule)s"),
            faults.FaultKind.UNKNOWN_VALUE: _("The rule names a value that this fact cannot have: %(rule)s"),
            faults.FaultKind.TANGLED: _("This rule has too many combinations to be checked; make it shorter: %(rule)s"),
        }[fault.kind] % words  # fmt: skip


def world() -> faults.World:
    """What rules may ask today and what it can be."""
    rows = list(ProjectFact.objects.filter(active=True))
    return faults.World(choices(*rows), frozenset(row.code for row in rows))


def catalogue_faults() -> list[faults.Fault]:
    """What is wrong in the catalogue as it stands, rule by rule and category by category."""
    needs: dict[str, dict[str, str]] = {}
    for category, item, need in CategoryRule.objects.exclude(need=Need.NOT_NEEDED).values_list(
        "category__code", "item__code", "need"
    ):
        needs.setdefault(item, {})[category] = need
    items = [
        faults.ItemRule(code, rule, needs.get(code, {}))
        for code, rule in ApprovalItem.objects.filter(active=True).values_list("code", "rule")
    ]
    if faults.circle({item.code: item.rule for item in items}):
        return []  # a save refuses circles; with one nothing else can be said
    now = world()
    codes = list(ProjectCategory.objects.values_list("code", flat=True))
    return faults.of_catalogue(items, codes, now.choices, now.asked)


def naming(code: str) -> list[str]:
    """Items in use whose rules name a fact."""
    rows = ApprovalItem.objects.filter(active=True).exclude(rule=None).only("code", "name_zh", "name_en", "rule")
    return [
        f"{row.code} {row.name}" for row in rows if any(leaf.get("fact") == code for leaf in leaves(row.rule or {}))
    ]


def asked_by(rules: Iterable[Mapping[str, Any] | None]) -> set[str]:
    """The facts that these rules name."""
    return {leaf["fact"] for rule in rules for leaf in leaves(rule) if "fact" in leaf}


def sentences(found: Iterable[faults.Fault]) -> str:
    """Several faults, one after the other."""
    words = Words()
    return listed([words.fault(fault) for fault in found])
