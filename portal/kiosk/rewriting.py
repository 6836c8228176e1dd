"""The HTML of a page as a terminal shows it: no link leads away, none opens a file, no field remembers. Pure.

It works on what is sent, not in the templates: whatever an editor writes and whatever page comes later is covered.
"""

import re
from collections.abc import Callable
from html import escape, unescape

from portal.kiosk.addresses import Kind, kind

# The site's own templates: links never nest, and `>` in values is always escaped.
LINK = re.compile(r"<a\b([^>]*)>(.*?)</a\s*>", re.DOTALL | re.IGNORECASE)
FRAME = re.compile(r"<iframe\b([^>]*)>.*?</iframe\s*>", re.DOTALL | re.IGNORECASE)
ADDRESS = re.compile(r"""\s(?:href|src)=(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
TITLE = re.compile(r'\stitle="([^"]*)"', re.IGNORECASE)
LEAVING = re.compile(r"""\s(?:target|download)(?:=(?:"[^"]*"|'[^']*'))?(?=[\s>]|\Z)""", re.IGNORECASE)
FORM = re.compile(r"<form\b(?![^>]*\bautocomplete=)", re.IGNORECASE)
REMEMBERS = re.compile(r'\bautocomplete="[^"]*"', re.IGNORECASE)


def for_a_hall(html: str, host: str, on_phone: Callable[[str], str], note: str) -> str:
    """``on_phone`` gives the page of this site that shows an address as a QR code; ``note`` says so beside the link."""

    def link(found: re.Match[str]) -> str:
        attributes, inner = found.groups()
        if not (there := ADDRESS.search(attributes)):
            return found[0]
        address = _address(there)
        what = kind(address, host, download=any("download" in part for part in LEAVING.findall(attributes)))
        if what is Kind.PAGE:
            return f"<a{LEAVING.sub('', attributes)}>{inner}</a>"
        if what is Kind.CALL:
            return f"<span>{inner}</span>"
        attributes = LEAVING.sub("", attributes.replace(there[0], f' href="{escape(on_phone(address))}"'))
        return f'<a{attributes}>{inner} <span class="kiosk-note">{escape(note)}</span></a>'

    def frame(found: re.Match[str]) -> str:
        there, title = ADDRESS.search(found[1]), TITLE.search(found[1])
        if not there:
            return ""
        words = title[1] if title else ""
        return f'<p><a class="button" href="{escape(on_phone(_address(there)))}">{words} <span>{escape(note)}</span></a></p>'

    html = FRAME.sub(frame, LINK.sub(link, html))
    return FORM.sub('<form autocomplete="off"', REMEMBERS.sub('autocomplete="off"', html))


def _address(there: re.Match[str]) -> str:
    return unescape(there[1] if there[1] is not None else there[2])
