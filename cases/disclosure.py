"""What of a table may be published (W-065): no number that rests on few cases, and none from which such a number can be worked out. Pure.

A table splits something into parts, and the total is published beside it. A part that is hidden alone is the total less
the others, so a second one is hidden with it, and more until whoever subtracts learns of every hidden part only that it
rests on anything from one case to ``LEAST`` or more. What cannot be hidden in this way is not split at all.

A share has two sides: 97.0 % of 33 says that exactly one was late, 0.09 visits for each of 11 that one was visited. Neither
those counted nor those left may be few.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

# Below five, a neighbour, a competitor or one of the parties knows which cases they are, and reads one enterprise's course
# off a rate or a median. Five is what statistical offices commonly ask for; more would leave small counties without numbers.
LEAST = 5

K = TypeVar("K", bound=Hashable)
Cases = frozenset[int]
Partner = Callable[[list[K], set[K]], K]


def small(cases: Cases) -> bool:
    """Whether something rests on so few cases that it is not shown. Nothing at all is nobody's: a zero may be shown."""
    return 0 < len(cases) < LEAST


def hide(
    parts: Mapping[K, Cases],
    added: Collection[K] | None = None,
    partner: Partner[K] | None = None,
    gone: Collection[K] = (),
    sides: Mapping[K, Sequence[Cases]] | None = None,
) -> frozenset[K]:
    """The parts that are not shown, of ``parts`` with the cases that each rests on.

    ``added``: those that add up to a published total, all unless told. ``partner`` chooses what is hidden with what is
    small, from what could be and what is; the smallest unless told. ``gone``: hidden for another reason already.
    ``sides``: of a share, with the cases that are counted and those that are not.
    """
    adding = set(parts) if added is None else set(added)
    choose = partner or (lambda found, _held: min(found, key=lambda key: len(parts[key])))
    both = sides or {}
    lonely = {key for key, cases in parts.items() if any(map(small, (cases, *both.get(key, ()))))} | set(gone)
    held = lonely & adding
    while held and not (_safe([parts[key] for key in held]) and _together(both[key] for key in held if key in both)):
        rest = [key for key, cases in parts.items() if cases and key in adding - held]
        if not rest:
            return frozenset(lonely | adding)
        held.add(choose(rest, held))
    return frozenset(lonely | held)


def _safe(held: list[Cases]) -> bool:
    """Whether the sum of the hidden parts, which can be worked out, tells of none of them that it is small.

    Each rests on one case at least, or it would be shown as zero: of ``m`` parts that rest on ``s`` cases together, one may
    rest on up to ``s - (m - 1)``. Zeros that are hidden with something else are nobody's, alone or together.
    """
    together = len(frozenset().union(*held))
    return together == 0 or (len(held) > 1 and together - (len(held) - 1) >= LEAST)


def _together(held: Iterable[Sequence[Cases]]) -> bool:
    """Whether those counted in all hidden shares, which can be worked out, are none or enough; and so those left."""
    return not any(small(frozenset().union(*side)) for side in zip(*held, strict=True))


def hide_linked(
    columns: Mapping[str, Mapping[K, Cases]],
    follow: Collection[str],
    added: Collection[K] | None = None,
    gone: Mapping[str, Collection[K]] | None = None,
) -> dict[str, frozenset[K]]:
    """Columns of which one can be worked out from the others in the same row: where any of them hides something all that
    ``follow`` do, and what one of these hides every one hides. ``gone``: hidden already, by column."""
    lost = gone or {}
    held = {code: hide(parts, added, gone=lost.get(code, ())) for code, parts in columns.items()}
    rows = frozenset[K]().union(*held.values())
    while True:
        more = {code: hide(columns[code], added, gone=rows) for code in follow if code in columns}
        if all(found == rows for found in more.values()):
            return held | more
        rows = rows.union(*more.values())


def nearest(order: Collection[K]) -> Partner[K]:
    """The neighbour in this order, the earlier of two: of months always the same one, however many follow.

    With another one every month, two counts would together tell what each of them hides.
    """
    place = {key: number for number, key in enumerate(order)}

    def choose(found: list[K], held: set[K]) -> K:
        return min(found, key=lambda key: (min(abs(place[key] - place[one]) for one in held), place[key]))

    return choose
