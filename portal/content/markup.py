"""The tiny markup of the start content, turned into blocks.

Paragraphs are separated by empty lines. "## " is a heading, "- " and "1. " begin list lines, "1) step｜what happens" a
step, "!due title｜text" a remark (info, due, late, good), "? title｜text" a fold-out; **bold** and [text](address) inside.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.utils.html import escape

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_STEP = re.compile(r"^\d+\) ")
_NUMBER = re.compile(r"^\d+\. ")
Block = tuple[str, Any]


def inline(text: str) -> str:
    """Escaped HTML of one run of text."""
    return _LINK.sub(r'<a href="\2">\1</a>', _BOLD.sub(r"<b>\1</b>", escape(text.strip())))


def _pair(text: str) -> tuple[str, str]:
    title, _bar, rest = text.partition("｜")
    return title.strip(), f"<p>{inline(rest)}</p>" if rest else ""


def _list(lines: list[str], tag: str, prefix: re.Pattern[str]) -> str:
    return f"<{tag}>" + "".join(f"<li>{inline(prefix.sub('', line))}</li>" for line in lines) + f"</{tag}>"


def _part(lines: list[str]) -> Block:
    first = lines[0]
    if first.startswith("## "):
        return "heading", first[3:].strip()
    if first.startswith("!"):
        tone, _space, rest = " ".join(lines)[1:].partition(" ")
        title, text = _pair(rest)
        return "callout", {"tone": tone, "title": title, "text": text}
    if first.startswith("? "):
        title, text = _pair(" ".join(lines)[2:])
        return "details", {"title": title, "text": text}
    if _STEP.match(first):
        steps = [_pair(_STEP.sub("", line)) for line in lines]
        return "steps", {"steps": [{"title": title, "text": text} for title, text in steps]}
    if first.startswith("- "):
        return "text", _list(lines, "ul", re.compile("^- "))
    if _NUMBER.match(first):
        return "text", _list(lines, "ol", _NUMBER)
    return "text", f"<p>{inline(''.join(lines))}</p>"


def blocks(text: str) -> list[dict[str, Any]]:
    """Raw stream data for a body; neighbouring paragraphs and lists become one text block."""
    found: list[dict[str, Any]] = []
    for part in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        if not lines:
            continue
        kind, value = _part(lines)
        if kind == "text" and found and found[-1]["type"] == "text":
            found[-1]["value"] += value
        else:
            found.append({"type": kind, "value": value})
    return found


def law(text: str) -> str:
    """HTML of an official text: one paragraph a line, "# ", "## ", "### " headings; the words stay as they are."""
    html = []
    for line in text.splitlines():
        if not line.strip():
            continue
        hashes = len(line) - len(line.lstrip("#"))
        tag = f"h{hashes + 1}" if hashes else "p"
        html.append(f"<{tag}>{escape(line[hashes:].strip())}</{tag}>")
    return "".join(html)


def listed(lines: Iterable[str]) -> str:
    """HTML of a list; nothing of none."""
    return "<ul>" + "".join(f"<li>{inline(line)}</li>" for line in lines) + "</ul>" if lines else ""


def filled(forms: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Raw stream data of forms filled in: each with a title, a note, and rows of (field, what stands there, why so)."""
    named = ("field", "value", "why")
    return [
        {
            "type": "filled",
            "value": {
                "title": form["title"],
                "note": form.get("note", ""),
                "rows": [dict(zip(named, (*row, ""), strict=False)) for row in form["rows"]],
            },
        }
        for form in forms
    ]
