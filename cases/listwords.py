"""Several names in one sentence, parted as the reader's language parts them. Pure functions."""

from collections.abc import Iterable

from django.utils.translation import gettext as _


def listed(names: Iterable[object]) -> str:
    """Names side by side: 甲、乙 / A, B."""
    return str(_(", ")).join(str(name) for name in names)


def clauses(parts: Iterable[object]) -> str:
    """Half-sentences side by side: 甲；乙 / A; B."""
    return str(_("; ")).join(str(part) for part in parts)
