"""From a template and plain data to the bytes of a PDF/A-2a and PDF/UA-1 file: kept for decades, readable aloud.

Data reaches Typst as JSON and is only ever shown as text, never read as markup. Only the two packaged fonts are used,
so the same data gives the same bytes on every machine.
"""

import hashlib
import io
import json
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from datetime import date, datetime, time
from functools import cache, cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

import pikepdf
import typst
from pylopdf_fonts_zh_cn import serif_path

from cases.documents.glyphs import fit, named
from cases.documents.mark import Mark, symbol

TEMPLATES = Path(__file__).parent / "templates"
SHARED = ("base", "annex")
CHINA = ZoneInfo("Asia/Shanghai")

_local = threading.local()


@dataclass(frozen=True)
class Rendered:
    """A printed document: its bytes, their SHA-256, and what is needed to explain them later.

    It is printed when its bytes are asked for; until then ``marked`` gives it the number and code by which it is checked.
    """

    template: str
    values: dict[str, object]
    issued_at: date
    lang: str = "zh"
    missing: tuple[str, ...] = ()
    """Characters that the fonts lack and that are printed as □."""
    mark: Mark | None = None

    def marked(self, mark: Mark) -> "Rendered":
        """The same paper with the mark at its head."""
        return replace(self, mark=mark)

    @cached_property
    def pdf(self) -> bytes:
        told: dict[str, object] = {"lang": self.lang, "missing": [named(character) for character in self.missing]}
        if self.mark:
            told["mark"] = {**asdict(self.mark), "symbol": symbol(self.mark.address)}
        return _compile(self.template, json.dumps(told | self.values, ensure_ascii=False), self.issued_at)

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.pdf).hexdigest()

    @cached_property
    def pages(self) -> int:
        return _page_count(self.pdf)

    @property
    def template_version(self) -> str:
        return template_version(self.template)


def produce(template: str, data: object, *, issued_at: date, lang: str = "zh") -> Rendered:
    """Print ``data`` (a dataclass or a mapping) with ``templates/<template>.typ``, dated ``issued_at``."""
    missing: set[str] = set()
    values = _mapping(plain(data, missing))
    _path(template)
    return Rendered(template, values, issued_at, lang, tuple(sorted(missing)))


def render(template: str, data: Mapping[str, object], *, issued_at: date = date(1970, 1, 1), lang: str = "zh") -> bytes:
    """The bytes of ``produce``. The date goes into the file's metadata only; left out, it is a fixed one."""
    return produce(template, data, issued_at=issued_at, lang=lang).pdf


@cache
def template_version(template: str) -> str:
    """Twelve hex digits that change when the template or what templates share changes."""
    digest = hashlib.sha256()
    for name in (*SHARED, template):
        digest.update(_path(name).read_bytes())
    return digest.hexdigest()[:12]


def plain(value: object, missing: set[str]) -> object:
    """``value`` as JSON knows it, dates in parts, text made printable; what cannot be printed goes to ``missing``."""
    if isinstance(value, str):
        shown, lacking = fit(value)
        missing.update(lacking)
        return shown
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, date):
        return date_parts(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item, missing) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name), missing) for field in fields(value)}
    if isinstance(value, list | tuple):
        return [plain(item, missing) for item in value]
    raise TypeError(f"cannot be printed: {type(value).__name__}")


def date_parts(value: date) -> dict[str, str]:
    """A day as 年, 月, 日 and as one phrase; a moment also carries its clock time in China."""
    clock = ""
    if isinstance(value, datetime):
        value = value.astimezone(CHINA) if value.tzinfo else value
        clock = f"{value:%H:%M}"
    text = chinese_date(value)
    return {"y": str(value.year), "m": str(value.month), "d": str(value.day), "text": text, "clock": clock}


def chinese_date(value: date) -> str:
    """A day as official papers write it: 2026年12月14日."""
    return f"{value.year}年{value.month}月{value.day}日"


def picture(template: str, data: Mapping[str, object], *, lang: str = "zh") -> bytes:
    """``templates/<template>.typ`` as a PNG, a pixel to each point of its one page."""
    missing: set[str] = set()
    told = {"lang": lang, "missing": [], **_mapping(plain(data, missing))}
    source = json.dumps(told, ensure_ascii=False)
    made = _compiler().compile(input=_path(template), format="png", ppi=72, sys_inputs={"data": source})
    if not isinstance(made, bytes):
        raise TypeError("a picture is one page")
    return made


def _compile(template: str, data: str, issued_at: date) -> bytes:
    moment = issued_at if isinstance(issued_at, datetime) else datetime.combine(issued_at, time(), CHINA)
    made = _compiler().compile(
        input=_path(template),
        format="pdf",
        sys_inputs={"data": data},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=int(moment.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


def _compiler() -> typst.Compiler:
    """This thread's compiler: it keeps parsed fonts and templates, and must not be entered twice at once."""
    compiler: typst.Compiler | None = getattr(_local, "compiler", None)
    if compiler is None:
        compiler = typst.Compiler(root=TEMPLATES, font_paths=_fonts(), ignore_system_fonts=True)
        _local.compiler = compiler
    return compiler


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[serif_path().parent])


def _path(template: str) -> Path:
    path = TEMPLATES / f"{template}.typ"
    if path.parent != TEMPLATES or not path.is_file():
        raise ValueError(f"no such template: {template}")
    return path


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError("a document is printed from named values")
    return value


def _page_count(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)
