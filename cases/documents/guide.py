"""办事指南: a guide on paper, for an item or for a category of projects, with the QR code of its page; no numbered paper."""

from dataclasses import dataclass
from datetime import date

from cases.documents.mark import symbol
from cases.documents.render import Rendered, produce


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPoint:
    """A line: what, and what is said beside it."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedSection:
    """A heading with paragraphs and then lines, numbered where they are steps. ``under``: a section within the one before it."""

    name: str
    paras: tuple[str, ...] = ()
    points: tuple[PrintedPoint, ...] = ()
    numbered: bool = False
    under: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedGuide:
    """What is printed, all words in the reader's language. ``facts``: (label, value); ``address``: what the QR code holds."""

    title: str
    about: str
    lead: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[PrintedSection, ...]
    address: str
    address_says: str
    foot: str
    today: date


def guide(data: PrintedGuide, lang: str) -> Rendered:
    """Print it: A4, a heading never alone at the foot of a page, as many pages as it takes."""
    return produce("guide", {"guide": data, "symbol": symbol(data.address)}, issued_at=data.today, lang=lang)
