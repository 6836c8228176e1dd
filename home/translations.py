"""The texts of the house, from code to catalogue, without GNU gettext.

Every area has one file, ``locale/<area>/zh_Hans/LC_MESSAGES/django.po``. Message ids are English. ``manage.py messages``
writes the files, ``manage.py messages --check`` tells what is wrong with them, ``--compile`` makes the ``.mo`` files.

The area ``desk`` holds what the publishing side says: texts of the installed parts of Wagtail which Wagtail itself does not
have in Chinese; ``desk/djangojs`` those of its scripts. An upgrade of Wagtail is seen there like a change of our own code.
"""

import ast
import io
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
DESK = "desk"
AREAS = ("cases", "home", "portal", "backoffice", DESK, f"{DESK}/djangojs")
TEMPLATE_AREAS = {
    "my": "portal",
    "portal": "portal",
    "office": "backoffice",
    "backoffice": "backoffice",
    "cases": "cases",
}
TEMPLATE_SUFFIXES = {".html", ".txt", ".xml"}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    '"Language: zh_Hans\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
)
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")
HAN = re.compile("[\u3400-\u9fff]")
LATIN = re.compile("[A-Za-z]{2}")
Key = tuple[str, str]


def po_path(area: str, root: Path = ROOT) -> Path:
    """The catalogue file of an area; an area may name a domain other than Django's."""
    folder, _, domain = area.partition("/")
    return root / "locale" / folder / "zh_Hans" / "LC_MESSAGES" / f"{domain or 'django'}.po"


def key_of(message: Message) -> Key:
    """What makes a message one message: its context and its (singular) id."""
    return message.context or "", message.id[0] if isinstance(message.id, tuple) else message.id


def _is_source(path: Path) -> bool:
    if path.suffix == ".py":
        return "migrations" not in path.parts
    return path.suffix in TEMPLATE_SUFFIXES and "templates" in path.parts


def sources(area: str, root: Path = ROOT) -> Iterator[Path]:
    """The files whose texts belong to an area: its package, its folders under ``templates/``; home takes the rest."""
    folders = [root / area, root / "config"] if area == "home" else [root / area]
    yield from (path for folder in folders for path in sorted(folder.rglob("*")) if _is_source(path))
    templates = root / "templates"
    for path in sorted(filter(_is_source, templates.rglob("*"))):
        if TEMPLATE_AREAS.get(path.relative_to(templates).parts[0], "home") == area:
            yield path


def _python(path: Path) -> str:
    """The file as Python text that the extractor can read; a template becomes its gettext calls."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return "\n".join([text, *_inside_strings(text)])
    from django.utils.translation.template import templatize  # noqa: PLC0415  compiling needs no Django

    # Indentation of HTML is not indentation of Python.
    return "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())


def _inside_strings(text: str) -> Iterator[str]:
    """The expressions of f-strings: before Python 3.12 such a string is one token, and the extractor sees no call in it."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FormattedValue):
            yield ast.unparse(node.value)


def wagtails(language: str, domain: str) -> Iterator[tuple[str, Message]]:
    """The messages of the installed parts of Wagtail in one language, each with the name of its part."""
    from django.apps import apps  # noqa: PLC0415  compiling needs no Django

    for part in apps.get_app_configs():
        path = Path(part.path, "locale", language, "LC_MESSAGES", f"{domain}.po")
        if part.name.split(".")[0] == "wagtail" and path.exists():
            with path.open("rb") as file:
                yield from ((part.name, message) for message in read_po(file, locale=language) if message.id)


def library(domain: str = "django") -> Catalog:
    """Every text of the installed parts of Wagtail, with the parts it stands in."""
    catalog = Catalog(locale="en")
    for part, message in wagtails("en", domain):
        catalog.add(message.id, None, [(part, 0)], context=message.context)
    return catalog


def _lacking(domain: str) -> Catalog:
    """Those of them that have no Chinese in any of these parts."""
    catalog = Catalog(locale="zh_Hans")
    known = {
        (key_of(message), isinstance(message.id, tuple))
        for _part, message in wagtails("zh_Hans", domain)
        if translation(message) and not message.fuzzy
    }
    for message in library(domain):
        if message.id and (key_of(message), isinstance(message.id, tuple)) not in known:
            catalog.add(message.id, None, message.locations, context=message.context)
    return catalog


def collect(area: str, root: Path = ROOT) -> Catalog:
    """Every message that an area's files ask for, untranslated, with the files it stands in."""
    folder, _, domain = area.partition("/")
    if folder == DESK:
        return _lacking(domain or "django")
    catalog = Catalog(locale="zh_Hans")
    for path in sources(area, root):
        stream = io.BytesIO(_python(path).encode())
        place = [(path.relative_to(root).as_posix(), 0)]
        for _line, message, _comments, context in extract("python", stream, keywords=KEYWORDS):
            catalog.add(message, None, place, context=context)
    return catalog


def stored(area: str, root: Path = ROOT) -> Catalog:
    """The catalogue as it lies in the file; empty when there is none yet."""
    path = po_path(area, root)
    if not path.exists():
        return Catalog(locale="zh_Hans")
    with path.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def _replace(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_suffix(f".{os.getpid()}.tmp")
    scratch.write_bytes(data)
    scratch.replace(path)


def update(area: str, root: Path = ROOT) -> int:
    """Bring an area's file up to date, keeping translations and dropping what nobody asks for; returns the messages."""
    wanted, old = collect(area, root), {key_of(m): m for m in stored(area, root) if m.id}
    for message in wanted:
        if message.id and (known := old.get(key_of(message))):
            same_form = isinstance(known.id, tuple) == isinstance(message.id, tuple)
            if same_form:
                message.string = known.string
                message.user_comments = known.user_comments
                message.flags = known.flags
    buffer = io.BytesIO()
    write_po(buffer, wanted, width=120, omit_header=True, sort_output=True, include_lineno=False)
    data = HEADER.encode() + buffer.getvalue()
    path = po_path(area, root)
    if not path.exists() or path.read_bytes() != data:
        _replace(path, data)
    return len(wanted)


def translation(message: Message) -> str:
    """The Chinese text; Chinese has one form for every number."""
    string = message.string
    return (string[0] if string else "") if isinstance(string, tuple | list) else (string or "")


def _placeholders(text: str) -> set[str]:
    return {match[0] for match in PLACEHOLDER.finditer(text.replace("%%", ""))}


def _faults_of(message: Message) -> Iterator[str]:
    """What is wrong with one translated message."""
    forms = message.id if isinstance(message.id, tuple) else (message.id,)
    # An example inside an English sentence may be Chinese.
    if any(HAN.search(form) and not LATIN.search(form) for form in forms):
        yield "message id must be English"
    if not translation(message):
        yield "not translated"
    elif message.fuzzy:
        yield "marked fuzzy"
    elif _placeholders(translation(message)) != _placeholders(forms[-1]):
        yield f"placeholders differ: {translation(message)!r}"


def check_area(area: str, root: Path = ROOT) -> list[str]:
    """What is wrong with an area's file, one sentence each."""
    wanted = {key_of(m): m for m in collect(area, root) if m.id}
    have = {key_of(m): m for m in stored(area, root) if m.id}
    faults = [f"{area}: missing in the file: {key[1]!r}" for key in wanted.keys() - have.keys()]
    faults += [f"{area}: no longer used: {key[1]!r}" for key in have.keys() - wanted.keys()]
    for key in wanted.keys() & have.keys():
        if isinstance(wanted[key].id, tuple) != isinstance(have[key].id, tuple):
            faults.append(f"{area}: plural form changed: {key[1]!r}")
        faults += [f"{area}: {fault}: {key[1]!r}" for fault in _faults_of(have[key])]
    return sorted(faults)


def check_agreement(root: Path = ROOT) -> list[str]:
    """Messages that two areas translate differently: the later area would silently lose."""
    said: dict[Key, dict[str, str]] = {}
    for area in AREAS:
        for message in stored(area, root):
            if message.id and translation(message):
                said.setdefault(key_of(message), {})[area] = translation(message)
    return sorted(
        f"translated differently: {key[1]!r}: " + ", ".join(f"{area} {text!r}" for area, text in by_area.items())
        for key, by_area in said.items()
        if len(set(by_area.values())) > 1
    )


def check(areas: Iterable[str] = AREAS, root: Path = ROOT) -> list[str]:
    """Everything that is wrong with the catalogues."""
    return [fault for area in areas for fault in check_area(area, root)] + check_agreement(root)


def compile_outdated(root: Path = ROOT) -> list[Path]:
    """Make the ``.mo`` files that are missing or older than their ``.po``; returns those made."""
    made = []
    for area in AREAS:
        po = po_path(area, root)
        mo = po.with_suffix(".mo")
        if not po.exists() or (mo.exists() and mo.stat().st_mtime_ns > po.stat().st_mtime_ns):
            continue
        buffer = io.BytesIO()
        write_mo(buffer, stored(area, root))
        _replace(mo, buffer.getvalue())
        made.append(mo)
    return made


def refresh() -> None:
    """Compile what is outdated and make Django read it anew: it may have looked before there was anything to read."""
    from django.utils.translation.reloader import translation_file_changed  # noqa: PLC0415  compiling needs no Django

    for path in compile_outdated():
        translation_file_changed(None, path)
