"""Bytes of a case: checked, hashed, kept once under a name that tells nothing, never in the web root."""

import contextlib
import hashlib
import io
import os
import struct
import unicodedata
import uuid as uuid_module
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from cases import permissions
from cases.enums import Action, FileKind
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.models import Case, CaseItem, CaseMaterial, StoredFile, User

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".docx": DOCX,
    ".xlsx": XLSX,
}
MAX_PER_CASE = 500
MAX_UNPACKED = 100 * 1024 * 1024
_FORBIDDEN_PDF = ("/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/RichMedia", "/XFA")
_FORBIDDEN_ZIP = ("vbaproject", "activex", "embeddings/")


def _wrong_type(name: str) -> BadInput:
    return BadInput(
        _(
            "“%(name)s” cannot be taken: only PDF, JPG, PNG, DOCX and XLSX are accepted, and the content must be what the name says."
        )
        % {"name": name},
        field="file",
    )


def _check_pdf(data: bytes) -> bool:
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return not any(_has_active_part(thing) for thing in pdf.objects)
    except (pikepdf.PdfError, pikepdf.ForeignObjectError, ValueError, TypeError, RuntimeError):
        return False


def _has_active_part(thing: pikepdf.Object) -> bool:
    """Looks into the object and everything written directly inside it; what it only points to is an object of its own."""
    if isinstance(thing, pikepdf.Array):
        return any(_has_active_part(part) for part in thing if not _points(part))
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return False
    subtype = str(thing.get("/S", "")) + str(thing.get("/Type", "")) + str(thing.get("/Subtype", ""))
    if any(word in thing for word in _FORBIDDEN_PDF) or any(word in subtype for word in _FORBIDDEN_PDF):
        return True
    return any(_has_active_part(part) for part in thing.values() if not _points(part))


def _points(part: Any) -> bool:
    return bool(getattr(part, "is_indirect", False))


def _check_image(data: bytes, kind: str) -> bool:
    try:
        with Image.open(io.BytesIO(data)) as image:
            if (
                image.format != {"image/jpeg": "JPEG", "image/png": "PNG"}[kind]
                or image.width * image.height > 100_000_000
            ):
                return False
            image.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error, Image.DecompressionBombError):
        return False
    return True


def _check_office(data: bytes, kind: str) -> bool:
    part = "word/" if kind == DOCX else "xl/"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            infos = packed.infolist()
            names = [info.filename.lower() for info in infos]
            return (
                len(infos) <= 2000
                and sum(info.file_size for info in infos) <= MAX_UNPACKED
                and any(name.startswith(part) for name in names)
                and "[content_types].xml" in names
                and not any(word in name for name in names for word in (*_FORBIDDEN_ZIP, ".."))
            )
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, OverflowError, struct.error):
        return False


def _clean_name(raw: str) -> str:
    """The last part of the name without signs that are not seen: line ends break headers, direction marks hide an ending."""
    seen = "".join(sign for sign in raw.replace("\\", "/") if unicodedata.category(sign)[0] != "C")
    return os.path.basename(seen).strip()[:200] or "file"


def _checked(upload: "UploadedFile[Any]") -> tuple[str, str, bytes]:
    """Name, content type and bytes of an acceptable upload; a sentence says what is wrong with any other."""
    name = _clean_name(upload.name or "")
    if not upload.size:
        raise BadInput(_("“%(name)s” is empty. Choose the right file.") % {"name": name}, field="file")
    if upload.size > settings.UPLOAD_MAX_BYTES:
        raise BadInput(
            _("“%(name)s” is larger than %(limit)s MB. Split it or save it with less resolution.")
            % {"name": name, "limit": settings.UPLOAD_MAX_BYTES // (1024 * 1024)},
            field="file",
        )
    kind = TYPES.get(Path(name).suffix.lower())
    data = upload.read()
    if kind is None:
        raise _wrong_type(name)
    good = (
        _check_pdf(data)
        if kind == TYPES[".pdf"]
        else _check_image(data, kind)
        if kind.startswith("image/")
        else _check_office(data, kind)
    )
    if not good:
        raise _wrong_type(name)
    return name, kind, data


def keep(
    case: Case, name: str, content_type: str, data: bytes, *, kind: FileKind, by: User | None,
    material: CaseMaterial | None = None, case_item: CaseItem | None = None,
) -> StoredFile:  # fmt: skip
    """Write the bytes, then the row: a crash between leaves a file without a row (swept), never a row without a file."""
    key = uuid_module.uuid4()
    path = f"{key.hex[:2]}/{key.hex}"
    target = Path(settings.PRIVATE_ROOT) / path
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
    except OSError:
        with contextlib.suppress(OSError):
            target.unlink(missing_ok=True)
        raise BadInput(
            _(
                "The file could not be stored: the storage does not take it at the moment. Nothing else was lost; try again later."
            ),
            field="file",
        )
    return StoredFile.objects.create(
        uuid=key, case=case, material=material, case_item=case_item, kind=kind, name=name, content_type=content_type,
        size=len(data), sha256=hashlib.sha256(data).hexdigest(), path=path, uploaded_by=by,
    )  # fmt: skip


def refuse_damaged(stored: StoredFile) -> None:
    """The bytes on disk must still be those whose hash is on record: nobody signs over anything else."""
    try:
        held = (Path(settings.PRIVATE_ROOT) / stored.path).read_bytes()
    except OSError:
        held = b""
    if hashlib.sha256(held).hexdigest() != stored.sha256:
        raise CaseError(_("The stored file is damaged or missing. Nothing was signed; tell the administrator."))


def accept(
    case: Case, upload: "UploadedFile[Any]", *, kind: FileKind, by: User, case_item: CaseItem | None = None
) -> StoredFile:
    """Check and keep an upload that belongs to another act (its caller has asked for permission)."""
    name, content_type, data = _checked(upload)
    return keep(case, name, content_type, data, kind=kind, by=by, case_item=case_item)


def store(
    case: Case, upload: "UploadedFile[Any]", *, kind: FileKind, by: User,
    material: CaseMaterial | None = None, case_item: CaseItem | None = None,
) -> StoredFile:  # fmt: skip
    """Keep a paper of the application. The enterprise may while it fills in or corrects; the same bytes twice are one file."""
    _may_upload(case, by, material)
    if case_item is not None and case_item.case_id != case.pk:
        raise NotAllowed(_("This item does not belong to the case."))
    name, content_type, data = _checked(upload)
    with transaction.atomic():
        # Asked again under the lock: the application may have been submitted while the file travelled.
        case = Case.objects.select_for_update().get(pk=case.pk)
        _may_upload(case, by, material)
        if case.files.filter(removed_at__isnull=True).count() >= MAX_PER_CASE:
            raise BadInput(_("A case holds at most %(count)s files.") % {"count": MAX_PER_CASE}, field="file")
        same = case.files.filter(
            material=material,
            case_item=case_item,
            kind=kind,
            sha256=hashlib.sha256(data).hexdigest(),
            removed_at__isnull=True,
        ).first()
        if same and (material is None or not _open_correction(case) or same.uploaded_at >= _open_correction(case)):
            return same
        return keep(case, name, content_type, data, kind=kind, by=by, material=material, case_item=case_item)


def _open_correction(case: Case):  # type: ignore[no-untyped-def]
    found = case.corrections.filter(answered_at__isnull=True).first()
    return found.requested_at if found else None


def _may_upload(case: Case, by: User, material: CaseMaterial | None) -> None:
    if not permissions.may(by, Action.UPLOAD, case):
        raise NotAllowed(_("Files can be added only while the application is being filled in or corrected."))
    asked_since = _open_correction(case)
    if asked_since and (
        material is None or not material.correctionpoint_set.filter(correction__answered_at__isnull=True).exists()
    ):
        raise NotAllowed(_("Only the papers that the agency asked for can be changed now."))
    if material is not None and material.case_id != case.pk:
        raise NotAllowed(_("This paper does not belong to the case."))


def remove(stored: StoredFile, *, by: User) -> None:
    """Take a paper out of the application again; the record stays."""
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=stored.case_id)
        _may_upload(case, by, stored.material)
        if stored.kind != FileKind.MATERIAL:
            raise NotAllowed(_("Only papers of the application can be taken out."))
        asked_since = _open_correction(case)
        if asked_since and stored.uploaded_at < asked_since:
            raise NotAllowed(_("What was handed in before stays on record. Add the corrected paper beside it."))
        discard(case.files.filter(pk=stored.pk))


def discard(found: QuerySet[StoredFile]) -> None:
    """Mark as removed; the bytes are deleted later by ``actions.sweeping``."""
    found.filter(removed_at__isnull=True).update(removed_at=timezone.now())
