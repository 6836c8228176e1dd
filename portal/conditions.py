"""What editors choose from when they write a condition, and the check of what they wrote. Read when needed, never at import."""

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cases.models import ProjectFact
from cases.reference.rules import CATEGORY
from home import pagecache

OPERATORS = [
    ("in", gettext_lazy("is one of")),
    ("not", gettext_lazy("is none of")),
    ("least", gettext_lazy("is at least")),
    ("most", gettext_lazy("is at most")),
]


def fact_choices() -> list[tuple[str, str]]:
    """Category, place, and every fact in use: asked for each condition of each benefit that is read, so held."""
    return pagecache.held(f"conditions.{get_language()}", _fact_choices)


def _fact_choices() -> list[tuple[str, str]]:
    rows = ProjectFact.objects.filter(active=True)
    return [(CATEGORY, _("Category")), ("region", _("Place of the project")), *((row.code, row.name) for row in rows)]


def fault(fact: str, op: str, text: str) -> str:
    """Why this is no condition; empty when it is one."""
    from portal import benefits, matching  # noqa: PLC0415  the pages stand on the blocks

    try:
        matching.rule_of(fact, op, text, benefits.possible_values())
    except matching.NotACondition as why:
        return str(why)
    return ""
