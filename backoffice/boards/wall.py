"""What stands on the wall screen: large figures, a tile for each place, what comes near by kind. Nobody is named, no enterprise.

It fits one screen without scrolling: the more places, the smaller their tiles; beyond ``MOST`` they are pages that turn at each refresh.
"""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.boards.numbers import Lot, Number, Reader, number
from backoffice.boards.panels import Indicated, Listed, drawn_tiles
from cases import counting, permissions
from cases.listwords import listed
from cases.models import User
from cases.queries.boards import Ask, Warned

EVERY = 60  # seconds
ROOMY, MOST, COLUMNS = 4, 20, 5  # places with large tiles; on one screen; tiles beside each other
KINDS, QUIET = 5, 24  # kinds of warnings told one by one; places without a case told by name
# Counted with the warnings of the next days, in one question.
LATE = Listed(gettext_lazy("Early warnings overdue"), Lot("alerts", "state=open&due=late"), "late")
RED = Listed(
    gettext_lazy("Early warnings: supervision or higher"), Lot("alerts", "state=open&rung=from_supervise"), "late"
)
FIGURES = (
    Listed(gettext_lazy("Open cases"), Lot("cases", "status=open")),
    Listed(gettext_lazy("Overdue"), Lot("cases", "status=open&lamp=red"), "late"),
    Listed(gettext_lazy("Cases due within 7 days"), Lot("cases", "status=open&due=week"), "due"),
    Listed(gettext_lazy("Under supervision"), Lot("orders", "status=open"), "due"),
    Indicated("finished", gettext_lazy("Finished this month")),
)


def draw(request: HttpRequest) -> dict[str, Any]:
    """Everything on the screen, with every number that opens a list."""
    today = timezone.localdate()
    reader = Reader(request, Ask(counting.month(today), ("finished",)), today)
    warned = reader.warned()
    coming, overdue = _coming(warned), number(warned.overdue, LATE.lot.url)
    cards = [one.card(reader) for one in FIGURES]
    cards[2:2] = [LATE.drawn(overdue), RED.drawn(number(warned.red, RED.lot.url))]
    tiles = drawn_tiles(reader.every_place())["tiles"]
    reader.keep()
    quiet = [tile for tile in tiles if not tile.open.count]
    paged = _paged([tile for tile in tiles if tile.open.count], request.GET.get("page", ""))
    told = {"cards": cards, "quiet": quiet, "many_quiet": len(quiet) > QUIET, "at": timezone.now()}
    told |= {"coming": coming, "overdue": overdue}
    numbers = [card.number for card in cards if card.number] + [found for _what, found in coming]
    for tile in paged["tiles"]:
        numbers += [tile.open, tile.soon, *(lamp[3] for lamp in tile.lamps)]
    return told | paged | {"numbers": numbers, **whose(request.user)}


def _coming(warned: Warned) -> list[tuple[Any, Number]]:
    """Open warnings of the next days by kind, the most first; of many kinds the rest as the whole that it belongs to."""
    found = [
        (what.label, Number(n, Lot("alerts", f"state=open&due=week&what={what.value}").url))
        for what, n in warned.coming
    ]
    if len(found) <= KINDS:
        return found
    every = Number(sum(one.count for _what, one in found), Lot("alerts", "state=open&due=week").url)
    return [*found[: KINDS - 1], (_("of all kinds together"), every)]


def _paged(tiles: list[Any], asked: str) -> dict[str, Any]:
    """The tiles of one page, and which page the next refresh shows; a page that does not exist is the first one."""
    pages = max(1, -(-len(tiles) // MOST))
    page = int(asked) if asked.isdecimal() and len(asked) < 4 and 1 <= int(asked) <= pages else 1
    return {
        "tiles": tiles[(page - 1) * MOST : page * MOST],
        "dense": len(tiles) > ROOMY,
        "page": page,
        "pages": pages,
        "next": page % pages + 1 if pages > 1 else 0,
        "all_places": len(tiles),
    }


def whose(user: User) -> dict[str, str]:
    """The title, and whose cases are counted: every one of a place, or only those of the reader's own agency (W-031)."""
    paths = permissions.whole_paths(user)
    posts = user.active_posts
    places = dict.fromkeys(p.unit.region.name for p in posts if p.unit.region.path in paths)
    agencies = dict.fromkeys(
        p.unit.name
        for p in posts
        if p.role in permissions.LOOKING_OVER and not any(_holds(path, p.unit.region.path) for path in paths)
    )
    said = []
    if places:
        said.append(_("Counted: every case of %(place)s.") % {"place": listed(places)})
    if agencies:
        words = _("Counted: only the cases that %(unit)s handles or received first, not all of the place.")
        said.append(words % {"unit": listed(agencies)})
    title = _("Assisted approval: %(place)s") % {"place": listed([*places, *agencies])}
    return {"title": title, "counted_words": " ".join(said)}


def _holds(path: str, other: str) -> bool:
    return other == path or other.startswith(f"{path}/")
