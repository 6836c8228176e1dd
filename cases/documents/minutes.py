"""会议纪要 of joint reviews (W-051) and of project generation meetings (P-021 to P-023)."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.documents.parts import ProjectFacts
from cases.documents.render import Rendered, produce


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """A unit that took part, and who came for it."""

    unit: str
    people: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What a unit said about what: an item, or 合规性 or 可行性 in a project generation meeting."""

    unit: str
    subject: str
    verdict: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """What the minutes show. ``heading`` is the red heading, ``decisions`` are numbered paragraphs.

    ``held_at`` is a day where the hour was not written down; ``invited`` stands in where nobody wrote down who came.
    """

    number: str
    heading: str
    host: str
    project: ProjectFacts
    held_at: date | datetime
    place: str
    chair: str
    recorder: str
    attendance: tuple[Attendance, ...]
    summary: str
    opinions: tuple[Opinion, ...]
    decisions: tuple[str, ...]
    issued_at: date
    copies_to: str = ""
    invited: tuple[str, ...] = ()
    people: str = ""
    subjects: tuple[str, ...] = ()


def minutes(data: Minutes) -> Rendered:
    """Print the minutes in the layout that GB/T 9704 gives to 纪要."""
    return produce("minutes", data, issued_at=data.issued_at)
