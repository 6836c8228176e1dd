"""卷内目录: the readable list of an archive package, every file with its check value (domain F.3)."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.documents.parts import ProjectFacts
from cases.documents.render import Rendered, produce


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedFile:
    """One file of the package."""

    path: str
    title: str
    number: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveFolder:
    """One of the fixed folders with its files."""

    code: str
    name: str
    files: tuple[ArchivedFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveList:
    """What the list shows."""

    number: str
    case_number: str
    version: int
    project: ProjectFacts
    uscc: str
    unit: str
    shelves: tuple[str, ...]
    retention: str
    folders: tuple[ArchiveFolder, ...]
    events: int
    last_hash: str
    made_at: datetime
    issued_at: date


def archive_list(data: ArchiveList) -> Rendered:
    """Print the list that lies in the package."""
    return produce("archive", data, issued_at=data.issued_at)
