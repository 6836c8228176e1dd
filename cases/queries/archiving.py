"""What an archive package holds: every paper and file of a case in its fixed folder, and the record as data (domain F.3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from cases import chain
from cases.enums import Action, DocumentKind, FileKind
from cases.enums_finish import EVERY_DIMENSION
from cases.models import Case, StoredFile

K, F = DocumentKind, FileKind
BY_DOCUMENT = {
    K.RECEIPT: "01_application",
    K.CORRECTION: "01_application",
    K.AGREEMENT: "02_agreement",
    K.AUTHORISATION: "02_agreement",
    K.MINUTES: "03_meeting_notification",
    K.NOTIFICATION: "03_meeting_notification",
    K.FLOW_TABLE: "04_plan",
    K.ROADMAP: "04_plan",
    K.SUSPENSION: "07_suspension",
    K.RESUMPTION: "07_suspension",
    K.COMPLETION: "08_delivery",
    K.MAILING: "08_delivery",
    K.WINDOW: "08_delivery",
    K.FOLLOW_UP: "09_evaluation",
}
BY_FILE = {
    F.MATERIAL: "01_application",
    F.RESULT: "06_results",
    F.RECEIPT: "08_delivery",
    F.DECISION: "03_meeting_notification",
}
ELSEWHERE = "11_service"
SCAN = "（签字扫描件）"


@dataclass(frozen=True)
class Entry:
    """One stored file and its place in the package."""

    folder: str
    title: str
    number: str
    kind: str
    stored: StoredFile


def entries(case: Case) -> list[Entry]:
    """Every file of the case that was not taken out, each once; papers first, with their signed scans."""
    found = list(_papers(case))
    used = {one.stored.pk for one in found}
    rest = case.files.filter(removed_at__isnull=True).exclude(kind__in=(F.ARCHIVE, F.EVIDENCE)).exclude(pk__in=used)
    for stored in rest.select_related("case_item__item", "material__case_item__item", "version__paper").order_by("pk"):
        item = stored.case_item or (stored.material.case_item if stored.material else None)
        folder = BY_FILE.get(FileKind(stored.kind), ELSEWHERE)
        number = ""
        if stored.kind == F.RESULT and item:
            number = item.file_number
        elif item and stored.kind != F.RESULT:
            folder = f"05_items/{item.item.code}"
        title = stored.material.name_zh if stored.material else stored.name
        found.append(Entry(folder, title, number, stored.kind, stored))
    return sorted(found, key=lambda one: (one.folder, one.stored.pk))


def _papers(case: Case) -> Iterator[Entry]:
    seen: set[int] = set()
    rows = case.documents.select_related("file").prefetch_related("signatures__scan").order_by("issued_at", "pk")
    for row in rows:
        folder, title = BY_DOCUMENT.get(DocumentKind(row.kind), ELSEWHERE), str(row.get_kind_display())
        yield Entry(folder, title, row.number, row.kind, row.file)
        for signature in row.signatures.all():
            scan = signature.scan
            if scan is not None and signature.rejected_at is None and scan.pk not in seen:
                seen.add(scan.pk)
                yield Entry(folder, title + SCAN, row.number, row.kind, scan)


def log(case: Case) -> list[dict[str, Any]]:
    """The log as its chain reads it. Who evaluated is told by no name (GB/T 39735—2020)."""
    made = []
    for row in case.events.select_related("actor").order_by("seq"):
        event = {part: getattr(row, part) for part in chain.PARTS} | {"at": row.at.isoformat(), "hash": row.hash}
        name = row.actor.name if row.actor and row.action != Action.EVALUATE else ""
        made.append(event | {"actor": name})
    return made


def records(case: Case) -> dict[str, Any]:
    """{path: data} of what stands in rows and on no paper."""
    project, evaluation = case.project, getattr(case, "evaluation", None)
    made: dict[str, Any] = {
        "01_application/project.json": {
            field.name: getattr(project, field.attname) for field in project._meta.concrete_fields
        },
        "04_plan/plan.json": [_plan(plan) for plan in case.plans.prefetch_related("rows__case_item__item")],
        "05_items/items.json": [
            _item(row) for row in case.items.select_related("item", "unit").prefetch_related("facts")
        ],
        "08_delivery/deliveries.json": [_delivery(row) for row in case.deliveries.prefetch_related("items__item")],
        "10_logs/signatures.json": [_signature(row) for row in _signatures(case)],
    }
    if evaluation is not None:
        names = ("channel", "level", *EVERY_DIMENSION, "comment", "at")
        made["09_evaluation/evaluation.json"] = {name: getattr(evaluation, name) for name in names}
    return made


def _plan(plan: Any) -> dict[str, Any]:
    rows = [{"item": row.case_item.item.code, "start": row.start, "end": row.end} for row in plan.rows.all()]
    return {"version": plan.version, "current": plan.current, "rows": rows}


def _item(row: Any) -> dict[str, Any]:
    facts = [
        {"code": one.code, "on": one.on, "file_number": one.file_number, "note": one.note} for one in row.facts.all()
    ]
    return {
        "code": row.item.code, "name": row.item.name_zh, "status": row.status, "unit": row.unit.name_zh if row.unit else "",
        "file_number": row.file_number, "done_on": row.done_on, "facts": facts,
    }  # fmt: skip


def _delivery(row: Any) -> dict[str, Any]:
    names = ("method", "on", "receiver", "carrier", "tracking", "receipt_on")
    return {name: getattr(row, name) for name in names} | {"items": [one.item.code for one in row.items.all()]}


def _signatures(case: Case) -> Iterator[Any]:
    for document in case.documents.prefetch_related("signatures").order_by("issued_at", "pk"):
        for row in document.signatures.all():
            row.document = document
            yield row


def _signature(row: Any) -> dict[str, Any]:
    names = ("side", "method", "signer_name", "sha256", "signed_at", "confirmed_at", "rejected_at")
    return {"document": row.document.number} | {name: getattr(row, name) for name in names}


def about(case: Case) -> dict[str, Any]:
    """The metadata of the manifest."""
    project, shelves = (
        case.project,
        sorted(set(case.items.exclude(kept_copy=None).values_list("kept_copy__shelf", flat=True))),
    )
    dates = ("submitted_at", "accepted_at", "signed_at", "notified_at", "closed_at", "archived_at")
    team = [
        {"name": place.user.name, "role": place.get_role_display(), "lead": place.is_lead}
        for place in case.team.select_related("user")
    ]
    return {
        "case": {
            "number": case.number, "archive_number": case.archive_number, "scheme": case.scheme.code,
            "region": case.region.code, "handling_unit": case.handling_unit.name_zh, "first_unit": case.first_unit.name_zh,
            "shelves": shelves,
        },
        "project": {"name": project.name, "code": project.project_code, "category": project.category.code},
        "enterprise": {"name": case.enterprise.name, "uscc": case.enterprise.uscc},
        "dates": {name: timezone.localtime(day).isoformat() for name in dates if (day := getattr(case, name))},
        "responsible": team,
    }  # fmt: skip
