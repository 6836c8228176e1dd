"""The public numbers as files for machines: CSV and JSON, both languages in each, the very cells of the page (W-065).

Format 1 is described in ``docs/opendata.md``; whoever changes a column, a name or a unit raises ``FORMAT``.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cases import disclosure, spreadsheets
from cases.models import PublicFigures
from cases.queries import public_figures
from cases.queries.public_figures import Row
from home import context

FORMAT = 1
LANGUAGES = {"zh": "zh-hans", "en": "en"}
TITLE = _("The service in numbers")
LICENCE = _("Free to use, change and pass on, for business too, if the publisher and the day of the count are named.")
WITHHELD = _(
    "Withheld: the number rests on fewer than %(least)s cases, or another one that does could be worked out from it."
)
HEAD = (
    "table", "key", "name_zh", "name_en", "indicator", "indicator_zh", "indicator_en", "unit", "value", "of", "withheld",
    "from", "to", "counted_on", "method",
)  # fmt: skip


def both(words: str | Promise | Callable[[], str]) -> dict[str, str]:
    """A text in each language."""
    found = {}
    for name, code in LANGUAGES.items():
        with override(code):
            found[name] = str(words() if callable(words) else words)
    return found


def withheld_words() -> str:
    """What “withheld” means, in the reader's language."""
    return str(WITHHELD) % {"least": disclosure.LEAST}


def as_csv(row: PublicFigures) -> bytes:
    """One line per number. UTF-8 with byte order mark, as all our CSV: without it a spreadsheet garbles the Chinese names."""
    return spreadsheets.as_csv([HEAD, *_lines(row)])


def _lines(row: PublicFigures) -> Iterator[list[Any]]:
    counted = timezone.localdate(row.made_at)
    for table in public_figures.read(row).values():
        for line in table.rows:
            since, until = _days(row, line)
            for cell in line.cells:
                label = both(cell.indicator.label)
                yield [
                    table.code, line.key, line.zh, line.en, cell.indicator.code, label["zh"], label["en"], cell.indicator.unit.value,
                    cell.value, cell.of, int(cell.withheld), since, until, counted, row.method,
                ]  # fmt: skip


def _days(row: PublicFigures, line: Row) -> tuple[str, str]:
    """The first and the last day of a line: its month, or the year as far as it is counted."""
    if line.until is None:
        return row.since.isoformat(), row.until.isoformat()
    return line.until.replace(day=1).isoformat(), line.until.isoformat()


def as_json(row: PublicFigures) -> bytes:
    """Everything with its meaning in one document."""
    page = settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("portal:numbers")
    tables = public_figures.read(row)
    told = {
        "format": FORMAT,
        "title": both(TITLE),
        "page": page,
        "publisher": {name: publisher(english=name == "en") for name in LANGUAGES},
        "licence": both(LICENCE) | {"url": f"{page}#use"},
        "counted_on": timezone.localdate(row.made_at).isoformat(),
        "from": row.since.isoformat(),
        "to": row.until.isoformat(),
        "method": {"version": row.method, "least_cases": disclosure.LEAST, "withheld": both(withheld_words)},
        "indicators": {
            one.code: {"unit": one.unit.value, "label": both(one.label), "definition": both(one.definition)}
            for one in tables["year"].indicators
        },
        "tables": {table.code: [_told(row, line) for line in table.rows] for table in tables.values()},
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _told(row: PublicFigures, line: Row) -> dict[str, Any]:
    since, until = _days(row, line)
    cells = {
        cell.indicator.code: {"value": cell.value, "of": cell.of, "withheld": cell.withheld} for cell in line.cells
    }
    return {"key": line.key, "name": {"zh": line.zh, "en": line.en}, "from": since, "to": until, "cells": cells}


def publisher(*, english: bool) -> str:
    """Who answers for the numbers: the host of the site, else the service itself."""
    brand = context.brand(english=english)
    return brand["host_unit"] or brand["name"]
