"""What an address is at a terminal: one of our pages, a file, a telephone number, another site. Pure."""

import re
from enum import Enum
from urllib.parse import urljoin, urlsplit

# Their answers lie in the address so that they can be passed on; whatever else was typed stays with the visitor.
SHAREABLE = ("/which-approvals/", "/which-benefits/", "/checklists/")
# Beyond these the address itself opens something.
UNSPOKEN = ("/accounts/", "/files/", "/kiosk/", "/calendar/", "/display/")
CLOSED = ("/office/", "/cms/", "/styleguide/", "/display/")
FILES = ("/files/", "/documents/", "/media/")
FILE = re.compile(r"\.(pdf|ics|xlsx?|docx?|csv|zip|jsonl?)\Z", re.IGNORECASE)
SPECIAL = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


class Kind(Enum):
    PAGE = "page"
    FILE = "file"
    CALL = "call"  # tel:, mailto: and whatever else needs a program of one's own
    AWAY = "away"


def kind(address: str, host: str, *, download: bool = False) -> Kind:
    """What is behind a link on a page of ``host``."""
    address = address.strip()
    if SPECIAL.match(address) and not address.lower().startswith(("http:", "https:")):
        return Kind.CALL
    parts = urlsplit(urljoin("//-/", address))
    if parts.netloc not in {"-", host}:
        return Kind.AWAY
    return Kind.FILE if download or is_file(parts.path) else Kind.PAGE


def is_file(path: str) -> bool:
    """A path that answers with a file."""
    return path.startswith(FILES) or bool(FILE.search(path))


def to_go_on(path: str, query: str) -> str:
    """Where the visitor goes on with a phone: the same page, without the mode and without anything personal."""
    if path.startswith(UNSPOKEN):
        return "/my/" if path.startswith(("/accounts/", "/files/")) else "/"
    return f"{path}?{query}" if query and path.startswith(SHAREABLE) else path
