"""What stands on the wall screen: large figures, a tile for each place, what comes near by kind. Nobody is named, no enterprise."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backoffice.boards.numbers import Lot, Number, Reader
from backoffice.boards.panels import Indicated, Listed, drawn_tiles
from cases import counting
from cases.queries import boards
from cases.queries.boards import Ask

EVERY = 60  # seconds
FIGURES = (
    Listed(_("Open cases"), Lot("cases", "status=open")),
    Listed(_("Overdue"), Lot("cases", "status=open&lamp=red"), "late"),
    Listed(_("Due within 7 days"), Lot("cases", "status=open&due=week"), "due"),
    Listed(_("Under supervision"), Lot("orders", "status=open"), "due"),
    Indicated("finished", _("Finished this month")),
)


def draw(request: HttpRequest) -> dict[str, Any]:
    """Everything on the screen, with every number that opens a list."""
    today = timezone.localdate()
    reader = Reader(request, Ask(counting.month(today), ("finished",)), today)
    cards = [one.card(reader) for one in FIGURES]
    tiles = drawn_tiles(reader.every_place())
    coming = [
        (what.label, Number(n, Lot("alerts", f"state=open&due=week&what={what.value}").url))
        for what, n in boards.coming(request.user, today)
    ]
    reader.keep()
    numbers = [card.number for card in cards if card.number] + tiles["numbers"] + [found for _what, found in coming]
    busy = {"tiles": [tile for tile in tiles["tiles"] if tile.open.count]}
    quiet = [tile for tile in tiles["tiles"] if not tile.open.count]
    told = {"cards": cards, "places": busy, "quiet": quiet, "coming": coming}
    return told | {"numbers": numbers, "at": timezone.now()}
