"""Tables of an export as one file: a zip of JSON or CSV with a manifest that says it is simulated, or a single CSV."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

Row = Mapping[str, Any]
SIMULATED = "模拟数据交换：仅生成文件，未与任何外部系统连接"
# What starts a formula in a spreadsheet.
DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")
FORMATS = ("json", "csv")


def as_csv(columns: Sequence[str], rows: Sequence[Row]) -> bytes:
    """UTF-8 with a byte order mark; a text that could start a formula gets a leading quote, which the reader takes off."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_safe(row[name]) for name in columns])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _safe(value: Any) -> str:
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.lstrip().startswith(DANGEROUS) else text


def packed(
    tables: Mapping[str, Sequence[Row]],
    columns: Mapping[str, Sequence[str]],
    *,
    form: str,
    about: Mapping[str, Any],
    at: datetime,
) -> bytes:
    """One file per table and the manifest with number of rows and SHA-256 of each."""
    files = {
        f"{name}.{form}": as_csv(columns[name], rows)
        if form == "csv"
        else json.dumps(list(rows), ensure_ascii=False, indent=1).encode()
        for name, rows in tables.items()
    }
    listed = [
        {
            "file": name,
            "table": name.rpartition(".")[0],
            "rows": len(tables[name.rpartition(".")[0]]),
            "sha256": _sha(data),
        }
        for name, data in files.items()
    ]
    manifest = {
        "simulated": True,
        "note": SIMULATED,
        **about,
        "made_at": at.isoformat(timespec="seconds"),
        "tables": listed,
    }
    files["manifest.json"] = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(zipfile.ZipInfo(name, at.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
