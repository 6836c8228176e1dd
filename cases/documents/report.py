"""A summary report on paper, in the language of its reader; a print with the day of its count, not a numbered paper."""

from collections.abc import Mapping
from datetime import date

from cases.documents.render import Rendered, produce


def report(data: Mapping[str, object], *, counted_on: date, lang: str) -> Rendered:
    """Print it: A4 landscape, the head of a table repeated on every page."""
    return produce("report", data, issued_at=counted_on, lang=lang)
