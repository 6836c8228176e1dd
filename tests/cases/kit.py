"""What tests of refusals share: the whole record of the domain before and after, and files as people send them."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pikepdf
import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import translation
from PIL import Image

from cases.exceptions import CaseError
from cases.management.demo.walks import pdf
from cases.models import Case

# Rows that a refused act must not touch; reference data is large and has its own tests.
WATCHED = (
    "absence", "alert", "alertstep", "chiefcontact", "dutylist", "taskforceseat",
    "feepayment", "itemfee", "materialanswer", "materialversion", "originalhandover", "originalline", "projectmaterial",
    "commitmentstatement", "deferredmaterial", "labelpoint", "missingcondition", "parallelgroup", "policylabel", "preapproval",
    "grouphandover", "handedpaper", "windowhandover",
    "archivepackage", "followup", "job", "policybenefit", "rectification", "rectificationstep", "resultcopy",
    "case", "caseevent", "caseitem", "casematerial", "contact", "correction", "correctionpoint", "delivery", "enterprise",
    "evaluation", "flowrow", "flowtable", "generationdecision", "invitation", "issueddocument", "itemfact", "meeting",
    "membership", "note", "notice", "numbersequence", "opinion", "plan", "planrow", "problem", "project", "routedecision", "signature",
    "storedfile", "supervisionorder", "supervisionreply",
    "reportedition", "reportsending", "reportsubscription", "rolloutchange", "rolloutphase",
    "publicfigures", "circular", "circularstep", "finding", "findingstep", "referral",
    "appraisal", "appraisalfigure", "appraisalobjection", "appraisalpart", "appraisalresult", "appraisalstep",
    "inspection", "inspectionanswer", "inspectionreminder", "inspectionstep",
    "sharedticks", "suspension", "teammember", "tickedlist", "transfer", "transferpaper", "urge", "weeklyreport", "worklog", "worksfact",
)  # fmt: skip


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the running work, with every column as the database has it."""
    found = {}
    with connection.cursor() as cursor:
        for name, question in _questions().items():
            cursor.execute(question)
            found[name] = cursor.fetchall()
    return found


@cache
def _questions() -> dict[str, str]:
    tables = {name: apps.get_model("cases", name)._meta for name in WATCHED}
    # The names are our own models'.
    return {name: f'SELECT * FROM "{one.db_table}" ORDER BY "{one.pk.column}"' for name, one in tables.items()}  # noqa: S608


@contextmanager
def refused(kind: type[CaseError] = CaseError, *, says: str = "", field: str | None = None) -> Iterator[None]:
    """The block is refused with a whole sentence (``says`` is part of the English one) and has changed nothing."""
    before = everything()
    with translation.override("en"), pytest.raises(kind) as caught:
        yield
    sentence = str(caught.value)
    assert says in sentence
    assert sentence.strip()
    assert "%(" not in sentence
    if field is not None:
        assert caught.value.field == field
    after = everything()
    assert {name for name in WATCHED if after[name] != before[name]} == set()


def fresh(case: Case) -> Case:
    """The case as the database knows it, with nothing remembered."""
    return Case.objects.get(pk=case.pk)


def picture(name: str = "照片.png", kind: str = "PNG") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "white").save(out, kind)
    return SimpleUploadedFile(name, out.getvalue())


def office(name: str = "说明.docx", part: str = "word/document.xml", **more: bytes) -> SimpleUploadedFile:
    """A package as word processors write it; ``more`` are further parts by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", b"<Types/>")
        packed.writestr(part, b"<document/>")
        for extra, data in more.items():
            packed.writestr(extra, data)
    return SimpleUploadedFile(name, out.getvalue())


def pdf_with(change: Any, name: str = "材料.pdf") -> SimpleUploadedFile:
    """A real PDF after ``change(pikepdf.Pdf)``."""
    made = pikepdf.new()
    made.add_blank_page()
    change(made)
    out = io.BytesIO()
    made.save(out)
    return SimpleUploadedFile(name, out.getvalue())


__all__ = ["WATCHED", "everything", "fresh", "office", "pdf", "pdf_with", "picture", "refused"]
