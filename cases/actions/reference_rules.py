"""What must hold of a rule and of the facts it may name, when an administrator saves them (C.12)."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cases.enums import FactKind
from cases.exceptions import BadInput
from cases.listwords import listed
from cases.models import ApprovalItem, ProjectFact
from cases.queries import facts
from cases.reference import faults
from cases.reference.rules import CATEGORY, COLUMNS, NEEDED, OPERATORS, SETTLED


def check(item: ApprovalItem) -> None:
    """Refuse a rule that cannot be asked, runs in a circle, or can never decide anything."""
    known = set(ApprovalItem.objects.values_list("code", flat=True)) | {item.code}
    kinds = dict(ProjectFact.objects.values_list("code", "kind"))
    fault = shape_fault(item.rule, known, kinds)
    if fault:
        raise BadInput(fault, field="rule")
    others = ApprovalItem.objects.exclude(pk=item.pk).exclude(rule=None).values_list("code", "rule")
    codes = faults.circle(dict(others) | {item.code: item.rule})
    if codes:
        raise BadInput(
            _("The rules would answer each other in a circle: %(circle)s") % {"circle": way(codes)}, field="rule"
        )
    found = faults.of_rule(item.rule or {}, facts.world()) if item.active else []
    if found:
        raise BadInput(facts.Words().fault(found[0]), field="rule")


def way(codes: Sequence[str]) -> str:
    """Items one after the other, by code and name."""
    names = {row.code: row.name for row in ApprovalItem.objects.filter(code__in=codes)}
    return " → ".join(f"{code} {names.get(code, '')}".strip() for code in codes)


def shape_fault(rule: Any, codes: set[str], kinds: Mapping[str, str]) -> str:
    """What is wrong with a rule over facts and items (``cases.reference.rules``); empty when it can be asked."""
    if not isinstance(rule, Mapping) or rule.get("only") not in (None, "yes", "no"):
        return _("This is not a rule: %(rule)s") % {"rule": _typed(rule)}
    for word in ("any", "all"):
        if word in rule:
            parts = rule[word]
            if not isinstance(parts, list) or not parts:
                return _("This is not a rule: %(rule)s") % {"rule": _typed(rule)}
            return next(filter(None, (shape_fault(part, codes, kinds) for part in parts)), "")
    if "not" in rule:
        return shape_fault(rule["not"], codes, kinds)
    if "item" in rule:
        return _item_fault(rule, codes)
    return _leaf_fault(rule, {CATEGORY: str(FactKind.CHOICE)} | dict(kinds))


def _typed(rule: Any) -> str:
    """The rule as it was written, not as Python shows it."""
    return json.dumps(rule, ensure_ascii=False, default=str)


def _item_fault(rule: Mapping[str, Any], codes: set[str]) -> str:
    if not isinstance(rule["item"], str) or rule["item"] not in codes:
        return _("The rule names an unknown item: %(code)s") % {"code": rule["item"]}
    if rule.get("op") not in (NEEDED, SETTLED):
        return _("What is asked of the other item is missing, “op”: “needed” or “settled”: %(rule)s") % {
            "rule": _typed(rule)
        }
    return ""


def _leaf_fault(rule: Mapping[str, Any], kinds: Mapping[str, str]) -> str:
    fact, op, value = rule.get("fact"), rule.get("op"), rule.get("value")
    if not isinstance(fact, str) or fact not in kinds or op not in OPERATORS or "value" not in rule:
        return _("The rule asks for an unknown fact or compares it in an unknown way: %(rule)s") % {
            "rule": _typed(rule)
        }
    number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    fits = isinstance(value, list) if op == "in" else op in ("==", "!=") or (kinds[fact] == FactKind.NUMBER and number)
    if not fits or not isinstance(rule.get("ask", []), list):
        return _("The value of this rule cannot be compared: %(rule)s") % {"rule": _typed(rule)}
    return ""


def check_fact(fact: ProjectFact) -> None:
    """The kind of a fact is what rules and forms stand on; one that rules name is not put away under them."""
    fixed = FactKind.CHOICE if fact.code in facts.LISTS else FactKind.NUMBER if fact.code in COLUMNS else None
    if fixed and fact.kind != fixed:
        raise BadInput(_("The answer to this fact stands on the project: its kind is fixed."), field="kind")
    if not fixed and fact.kind == FactKind.CHOICE:
        raise BadInput(_("A new fact is answered with yes or no, or with a number."), field="kind")
    if fact.code == CATEGORY:
        raise BadInput(_("The category is always asked first: choose another code."), field="code")
    stored = ProjectFact.objects.filter(pk=fact.pk).first()
    if stored and (not fact.active or stored.kind != fact.kind):
        names = facts.naming(fact.code)
        if names:
            field = "active" if not fact.active else "kind"
            raise BadInput(
                _("Rules stand on this fact: %(items)s. Change them first.") % {"items": listed(names)}, field=field
            )
