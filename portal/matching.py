"""Which benefits a project may claim: the conditions of each, one by one, against what is known of the project (C.9, W-077).

Pure but for the rows it is handed. A condition holds, fails, or is open because nobody said yet; a benefit may be claimed
when every condition holds.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from cases.listwords import listed
from cases.queries import facts
from cases.queries.proposal import told
from cases.reference import answer
from cases.reference.rules import CATEGORY

REGION = "region"  # holds when the project lies in the region or anywhere inside it
OPERATORS = {"in": "in", "not": "!=", "least": ">=", "most": "<="}
APART = re.compile(r"[\s,，、;；]+")


class NotACondition(ValueError):
    """A condition that cannot be asked; the text is a sentence for the editor."""


def rule_of(fact: str, op: str, text: str, values: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """What an editor wrote as a rule. ``values``: the possible values of each fact with a list; any other is a number."""
    parts = [part for part in APART.split(text.strip()) if part]
    if not parts:
        raise NotACondition(_("Enter the value that the condition compares with."))
    if fact in values:
        return _listed(fact, op, parts, values[fact])
    if op not in ("least", "most") or len(parts) != 1:
        raise NotACondition(_("A number is compared with “at least” or “at most” and one number."))
    try:
        number = Decimal(parts[0])
    except InvalidOperation:
        raise NotACondition(_("“%(text)s” is not a number.") % {"text": parts[0]}) from None
    if not number.is_finite() or number < 0:
        raise NotACondition(_("“%(text)s” is not a number.") % {"text": parts[0]})
    return {"fact": fact, "op": OPERATORS[op], "value": number * facts.WAN if fact == "investment" else number}


def _listed(fact: str, op: str, parts: Sequence[str], known: Sequence[Any]) -> dict[str, Any]:
    if op not in ("in", "not"):
        raise NotACondition(_("This fact is no number: choose “is one of” or “is none of”."))
    found = [told(part) if part in ("yes", "no") else part for part in parts]
    unknown = [part for part, value in zip(parts, found, strict=True) if value not in known]
    if unknown:
        some = listed(["yes" if one is True else "no" if one is False else str(one) for one in known[:12]])
        raise NotACondition(_("“%(text)s” cannot be: possible are %(some)s.") % {"text": unknown[0], "some": some})
    inner = {"fact": fact, "op": "in", "value": found}
    return {"not": inner} if op == "not" else inner


def fact_of(rule: Mapping[str, Any]) -> str:
    """The one fact that a condition asks for."""
    return str((rule.get("not") or rule)["fact"])


def holds(rule: Mapping[str, Any], known: Mapping[str, Any]) -> bool | None:
    """Whether one condition holds; None when nobody knows. ``known["region"]`` are the codes from the top down to the place."""
    if "not" in rule:
        inner = holds(rule["not"], known)
        return None if inner is None else not inner
    if rule["fact"] == REGION:
        path = known.get(REGION)
        return bool(set(rule["value"]) & set(path)) if path else None
    return answer(rule, known, {})


@dataclass(frozen=True)
class Benefit:
    """Something that a policy gives, with its conditions: all of them have to hold."""

    key: str
    name: str
    what: str
    rules: tuple[Mapping[str, Any], ...]
    until: date | None = None
    policy: str = ""
    url: str = ""
    amount: str = ""


@dataclass(frozen=True)
class Condition:
    """One condition in words and whether it holds: True, False, or None for not known. ``fact``: what it asks for."""

    words: str
    holds: bool | None
    fact: str = ""


@dataclass(frozen=True)
class Match:
    """A benefit held against a project."""

    benefit: Benefit
    conditions: list[Condition]

    where: str = ""
    """The places in which it is given; empty where the place does not matter."""

    @property
    def state(self) -> str:
        """open: may be claimed; unknown: something is missing; closed: a condition fails."""
        said = [one.holds for one in self.conditions]
        return "closed" if False in said else "unknown" if None in said else "open"


def match(
    benefits: Iterable[Benefit], known: Mapping[str, Any], today: date, say: "Words | None" = None
) -> list[Match]:
    """Benefits in force today, those that may be claimed first, then those that lack an answer, then the others."""
    words = say or Words()
    found = [
        Match(
            one,
            [Condition(words.condition(rule), holds(rule, known), fact_of(rule)) for rule in one.rules],
            words.where(one.rules),
        )
        for one in benefits
        if one.until is None or one.until >= today
    ]
    order = {"open": 0, "unknown": 1, "closed": 2}
    return sorted(found, key=lambda one: (order[one.state], sum(c.holds is not True for c in one.conditions)))


class Words(facts.Words):
    """Conditions in the reader's language, places among them."""

    def __init__(self, regions: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.regions = regions or {}

    def condition(self, rule: Mapping[str, Any]) -> str:
        """One condition as a phrase."""
        if "not" in rule:
            return _("not: %(rule)s") % {"rule": self.condition(rule["not"])}
        if rule["fact"] == REGION:
            return _("%(fact)s: %(value)s") % {"fact": _("Place of the project"), "value": self._named(rule)}
        return self.leaf(rule)

    def where(self, rules: Iterable[Mapping[str, Any]]) -> str:
        """The places that the conditions name."""
        return listed([self._named(rule) for rule in rules if rule.get("fact") == REGION])

    def _named(self, rule: Mapping[str, Any]) -> str:
        return _(" or ").join(self.regions.get(code, code) for code in rule["value"])


__all__ = ["CATEGORY", "REGION", "Benefit", "Condition", "Match", "NotACondition", "Words", "holds", "match", "rule_of"]
