"""The mark of a numbered paper: number, check code and the QR code by which anybody can check it without signing in."""

import io
import re
from dataclasses import dataclass
from urllib.parse import urlencode

import segno
from segno import consts


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What is printed at the head of the first page. ``page`` is where a person types, ``address`` what the QR code holds."""

    number: str
    code: str
    page: str
    address: str


def mark(number: str, code: str, base_url: str) -> Mark:
    """The mark of a paper on the site at ``base_url``; ``code`` as it is printed."""
    page = f"{base_url.rstrip('/')}/check/"
    plain = code.replace("-", "")
    return Mark(number=number, code=code, page=page, address=f"{page}?{urlencode({'number': number, 'code': plain})}")


def symbol(address: str) -> str:
    """The QR code as an SVG picture; a seventh of it may be worn off before it is unreadable."""
    return _drawn(address, omitsize=False)


def picture(address: str) -> str:
    """The QR code for a web page: as large as the place that it is given."""
    return _drawn(address, omitsize=True)


PLAIN = re.compile(r"[0-9A-Z $%*+./:-]{20,}\Z")
LONG = 300  # characters; beyond, worn corners are the lesser evil than dots too fine for a phone


def _drawn(address: str, *, omitsize: bool) -> str:
    out = io.BytesIO()
    error = "l" if len(address) > LONG else "m"
    # segno takes parts, each with its mode; its stub knows one text only.
    made = segno.make_qr(_segments(address), error=error, boost_error=False)  # type: ignore[arg-type]
    made.save(out, kind="svg", border=0, xmldecl=False, svgclass=None, lineclass=None, omitsize=omitsize)
    return out.getvalue().decode()


def _segments(address: str) -> str | list[tuple[str, int | None]]:
    """An end of capitals and digits needs a third less room as a part of its own."""
    found = PLAIN.search(address)
    return (
        [(address[: found.start()], None), (found[0], consts.MODE_ALPHANUMERIC)] if found and found.start() else address
    )
