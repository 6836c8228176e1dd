"""分享图: the picture that a message or a network shows of a link to a page."""

from dataclasses import dataclass

from cases.documents.render import picture

WIDTH, HEIGHT = 1200, 630  # pixels, as networks ask for them


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePicture:
    """What stands on it, all words in the reader's language. ``kind`` chooses the colour, see the template."""

    kind: str
    label: str
    title: str
    site: str


def share(data: SharePicture, lang: str) -> bytes:
    """The PNG."""
    return picture("share", {"picture": data}, lang=lang)
