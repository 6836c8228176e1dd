"""Several names in one sentence, parted as the reader's language parts them. Pure functions."""

from collections.abc import Iterable

from django.utils.translation import gettext, gettext_noop


def listed(names: Iterable[object]) -> str:
    """Names side by side: 甲、乙 / A, B."""
    return _joined([str(name) for name in names], gettext_noop(", "))


def clauses(parts: Iterable[object]) -> str:
    """Half-sentences side by side: 甲；乙 / A; B."""
    return _joined([str(part) for part in parts], gettext_noop("; "))


def _joined(parts: list[str], mark: str) -> str:
    """A mark is only translated where there is something to part: a ledger of thousands asks for single names."""
    return gettext(mark).join(parts) if len(parts) > 1 else "".join(parts)
