"""The chain of pre-approvals: what stands on what, and what breaks when a link upstream does (W-056). Pure functions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Hold(StrEnum):
    """How far a link of the chain carries today."""

    FORMAL = "formal"  # the formal result is there: carries everything
    PREAPPROVED = "preapproved"  # an issued, valid pre-approval: carries the next pre-approval only
    ACCEPTED = "accepted"  # an item that knows no pre-approval is being handled: carries a pre-approval
    APPLIED = "applied"  # asked for, carries nothing yet
    NOTHING = "nothing"
    BROKEN = "broken"  # withdrawn, expired, a condition missed, or the item stopped


CARRIES = frozenset({Hold.FORMAL, Hold.PREAPPROVED, Hold.ACCEPTED})


@dataclass(frozen=True)
class Link:
    """An item in the chain: its own hold and the groups of items it stands on (one of each group has to carry)."""

    code: str
    hold: Hold
    befores: tuple[tuple[str, ...], ...] = ()


def hold_of(
    *,
    done: bool,
    stopped: bool,
    handling: bool,
    knows: bool,
    status: str = "",
    valid_until: date | None = None,
    missed: bool = False,
    today: date,
) -> Hold:
    """The hold of one item. ``knows``: the catalogue allows it a pre-approval; ``missed``: a condition is past its date unmet."""
    if done:
        return Hold.FORMAL
    if stopped or (status and missed) or status in {"withdrawn", "expired"}:
        return Hold.BROKEN
    if status == "issued":
        return Hold.BROKEN if valid_until is not None and valid_until < today else Hold.PREAPPROVED
    if status == "applied":
        return Hold.APPLIED
    return Hold.ACCEPTED if handling and not knows else Hold.NOTHING


def broken_above(links: Iterable[Link]) -> dict[str, frozenset[str]]:
    """{code: the broken links it stands on, directly or through others}. A formal result stands on nothing any more.

    Where one of several alternatives carries and is whole, the others do not matter.
    """
    known = {link.code: link for link in links}
    found: dict[str, frozenset[str]] = {}

    def above(code: str, seen: frozenset[str]) -> frozenset[str]:
        if code in found or code in seen:
            return found.get(code, frozenset())
        link = known[code]
        broken: set[str] = set()
        if link.hold != Hold.FORMAL:
            for group in link.befores:
                broken |= _of_group([one for one in group if one in known], known, above, seen | {code})
        found[code] = frozenset(broken)
        return found[code]

    return {code: above(code, frozenset()) for code in known}


def _of_group(group: list[str], known: Mapping[str, Link], above: object, seen: frozenset[str]) -> frozenset[str]:
    choices = []
    for code in group:
        own = frozenset({code}) if known[code].hold == Hold.BROKEN else frozenset()
        choices.append(own | above(code, seen))  # type: ignore[operator]
    return min(choices, key=len, default=frozenset())


def lacking(link: Link, holds: Mapping[str, Hold]) -> list[tuple[str, ...]]:
    """The groups before it that do not carry its pre-approval yet."""
    groups = (tuple(code for code in group if code in holds) for group in link.befores)
    return [group for group in groups if group and not any(holds[code] in CARRIES for code in group)]
