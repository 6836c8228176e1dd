"""What the templates know of the terminal."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from cases.documents import mark
from portal.kiosk import addresses, middleware, stations
from portal.models import Kiosk


@dataclass(frozen=True)
class Terminal:
    """``kiosk`` in templates."""

    row: Kiosk
    address: str
    fresh: bool  # the start page that nobody has touched: there is nothing to clear

    @property
    def qr(self) -> SafeString:
        """The address as a picture that a phone reads."""
        return mark_safe(mark.picture(self.address))  # noqa: S308 (drawn here, from an address without markup)


def kiosk(request: HttpRequest) -> dict[str, object]:
    """``kiosk``: the terminal, or None everywhere else."""
    row = stations.of(request)
    if row is None:
        return {"kiosk": None}
    address = addresses.to_go_on(request.path, request.GET.urlencode())
    fresh = request.path == "/" and set(request.COOKIES) == {stations.COOKIE}
    return {"kiosk": Terminal(row, middleware.public(address), fresh)}
