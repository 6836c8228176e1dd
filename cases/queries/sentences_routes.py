"""What the log says of the ways between agencies."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from cases.enums import Action
from cases.routes import RouteKind, TransferScope

ACTS = frozenset(
    {
        Action.DECIDE_ROUTE,
        Action.OFFER_TRANSFER,
        Action.ACCEPT_TRANSFER,
        Action.RETURN_TRANSFER,
        Action.WITHDRAW_TRANSFER,
        Action.URGE_TRANSFER,
        Action.END_TRANSFER,
    }
)


def details(action: str, data: Mapping[str, Any], item: str) -> str:
    """What went to which agency, and why; or which way was decided. ``item``: its name, when it was about one."""
    kind, scope = data.get("kind", ""), data.get("scope", "")
    if action == Action.DECIDE_ROUTE:
        what = str(RouteKind(kind).label) if kind in RouteKind.values else kind
    else:
        what = item or (str(TransferScope(scope).label) if scope in TransferScope.values else scope)
    unit = data.get("unit_en" if (get_language() or "").startswith("en") else "unit_zh", "")
    return " · ".join(part for part in (what, unit, data.get("reason", "")) if part)
