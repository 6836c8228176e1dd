"""An appraisal on paper, as summary reports are printed: what its reader may see of it, with every figure and its points (P-092)."""

from collections.abc import Iterable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from cases import appraisal as law
from cases.daywords import date_words
from cases.documents.report import report as form
from cases.enums_appraisal import AppraisalStatus, Subject
from cases.indicators import Unit
from cases.models import Appraisal, AppraisalResult
from cases.queries import appraisals as readers
from cases.reports import files
from cases.reports.base import Cell, Column, Kind, Table, row
from cases.reports.files import printed


def pdf(appraisal: Appraisal, results: Iterable[AppraisalResult]) -> bytes:
    """The results that the reader may see, in the active language."""
    found = list(results)
    tables = [table for subject in Subject for table in _tables(subject, [r for r in found if r.subject == subject])]
    lang = "zh" if (translation.get_language() or "zh").startswith("zh") else "en"
    data = {
        "title": _("Appraisal"),
        "words": files.words(),
        "about": _about(appraisal),
        "place": readers.words(appraisal),
        "warnings": (_("Not final: it may still change."),) if appraisal.status != AppraisalStatus.FINAL else (),
        "paragraphs": (),
        "tables": [printed(table) for table in tables],
    }
    return form(data, counted_on=appraisal.counted_on, lang=lang).pdf


def _about(appraisal: Appraisal) -> list[tuple[str, str]]:
    days = " – ".join(date_words(day, short=True) for day in (appraisal.since, appraisal.until))
    rows = [
        (_("Appraisal"), readers.words(appraisal)),
        (_("Period"), days),
        (_("Counted on"), date_words(appraisal.counted_on, short=True)),
        (_("Status"), str(appraisal.get_status_display())),
        (_("Number"), appraisal.number or ""),
    ]
    return [pair for pair in rows if pair[1]]


def _tables(subject: Subject, results: list[AppraisalResult]) -> list[Table]:
    if not results:
        return []
    number, lines = Kind.NUMBER, readers.lines(results)
    heads = (
        Column(_("Name"), Kind.LONG), Column(_("Ranking"), number), Column(_("Points out of 100"), number),
        Column(_("Cases, findings and notices counted"), number), Column(_("Weights counted"), number),
    )  # fmt: skip
    whole = [row(str(one), one.place, _plain(one.points, 2), one.facts, one.weight) for one in results]
    parts = (
        Column(_("Name"), Kind.LONG), Column(_("Criterion"), Kind.LONG), Column(_("Value"), number), Column(_("Counted"), number),
        Column(_("Out of"), number), Column(_("Facts taken out after an objection"), number), Column(_("Points"), number),
        Column(_("Weight"), number),
    )  # fmt: skip
    figures = [
        row(
            str(one), line.name, _value(line), line.figure.count, line.figure.of, line.taken_out, _plain(line.figure.points, 2),
            line.rule["weight"],
        )
        for one in results
        for line in lines[one.pk]
    ]  # fmt: skip
    title = str(subject.label)
    return [
        Table(title, heads, tuple(whole), chart=2, target=law.FULL),
        Table(_("%(whom)s: the figures") % {"whom": title}, parts, tuple(figures)),
    ]


def _plain(value: Any, places: int) -> Cell:
    return Cell(None if value is None else float(value), places)


def _value(line: readers.Line) -> Cell:
    return _plain(line.figure.value, Unit(line.unit).places)
