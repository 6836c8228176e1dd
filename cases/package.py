"""An archive package (domain F.3): its fixed folders, and the check of one as it lies there. Pure: a path in, what is wrong out."""

import hashlib
import json
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from cases import chain

FORMAT = "bangdaiban-archive/1"
MANIFEST, LOG = "manifest.json", "10_logs/events.json"
# The fixed folders, with the name that the readable list prints.
FOLDERS = {
    "01_application": "申请",
    "02_agreement": "委托",
    "03_meeting_notification": "会审与告知",
    "04_plan": "流程表与路线图",
    "05_items": "事项办理",
    "06_results": "办理结果",
    "07_suspension": "中止与续办",
    "08_delivery": "交接与送达",
    "09_evaluation": "评价与回访",
    "10_logs": "日志",
    "11_service": "服务记录",
}
MOST_MANIFEST = 64 * 1024 * 1024
BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: ``kind`` names it, ``name`` says where."""

    kind: str
    name: str = ""


@dataclass
class Checked:
    """What the check of a package found."""

    faults: list[Fault] = field(default_factory=list)
    manifest: dict[str, Any] = field(default_factory=dict)
    sha256: str = ""
    files: int = 0
    events: int = 0

    def wrong(self, kind: str, name: str = "") -> None:
        """Note a fault."""
        self.faults.append(Fault(kind, name))


def sha256_of(stream: IO[bytes]) -> str:
    """The digest of a stream, block by block."""
    made = hashlib.sha256()
    while block := stream.read(BLOCK):
        made.update(block)
    return made.hexdigest()


def check(path: Path) -> Checked:
    """Every file against its hash, nothing missing, nothing beside them, and the log as one unbroken chain."""
    found = Checked()
    try:
        with path.open("rb") as stream:
            found.sha256 = sha256_of(stream)
        with zipfile.ZipFile(path) as packed:
            _check_parts(packed, found)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        found.wrong("unreadable", path.name)
    return found


def _check_parts(packed: zipfile.ZipFile, found: Checked) -> None:
    names = [info.filename for info in packed.infolist() if not info.is_dir()]
    for name in sorted({name for name in names if names.count(name) > 1}):
        found.wrong("twice", name)
    manifests = [name for name in names if PurePosixPath(name).name == MANIFEST and name.count("/") == 1]
    if len(manifests) != 1 or packed.getinfo(manifests[0]).file_size > MOST_MANIFEST:
        found.wrong("no_manifest")
        return
    root = manifests[0][: -len(MANIFEST)]
    manifest = json.loads(packed.read(manifests[0]))
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        found.wrong("no_manifest")
        return
    found.manifest = manifest
    listed = {root + str(row["path"]): row for row in manifest.get("files", [])}
    for name in sorted(set(names) - set(listed) - {manifests[0]}):
        found.wrong("extra", name[len(root) :] if name.startswith(root) else name)
    for name, row in listed.items():
        _check_file(packed, name, row, names, found)
    _check_log(packed, root, manifest, names, found)


def _check_file(packed: zipfile.ZipFile, name: str, row: dict[str, Any], names: list[str], found: Checked) -> None:
    found.files += 1
    if name not in names:
        found.wrong("missing", str(row["path"]))
        return
    try:
        with packed.open(name) as stream:
            same = sha256_of(stream) == row.get("sha256")
    except (zipfile.BadZipFile, zlib.error, EOFError):
        same = False
    if not same:
        found.wrong("changed", str(row["path"]))


def _check_log(packed: zipfile.ZipFile, root: str, manifest: dict[str, Any], names: list[str], found: Checked) -> None:
    if root + LOG not in names:
        found.wrong("missing", LOG)
        return
    try:
        events = json.loads(packed.read(root + LOG))
    except (ValueError, zipfile.BadZipFile, zlib.error):
        found.wrong("changed", LOG)
        return
    found.events = len(events)
    place = chain.broken(events)
    if place is not None:
        found.wrong("log", str(place))
    last = events[-1].get("hash") if events else ""
    told = manifest.get("log", {})
    if (told.get("events"), told.get("last_hash")) != (len(events), last):
        found.wrong("log_end", str(len(events)))
