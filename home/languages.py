"""Chinese words on a page in another language, marked as such wherever they stand (WCAG 3.1.2).

Pages of one's own cases are full of names and texts that people wrote in Chinese. Templates would have to mark every one of them
and would forget some; so the finished page is marked, and only for readers of another language.
"""

import re
from collections.abc import Iterator

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WITH = f"{_HAN}\u3001-\u3011\u3014-\u301b\u2018-\u201d\u2026\uff01-\uff5e"  # and the punctuation that goes with them
_RUN = re.compile(rf"[{_WITH}]*[{_HAN}](?:[{_WITH}\d\s.,:/%·—-]*[{_WITH}])?")
_PIECE = re.compile(
    r"<!--.*?-->|<(?:script|style)\b.*?</(?:script|style)\s*>|<(?:\"[^\"]*\"|'[^']*'|[^'\">])*>|[^<]+", re.DOTALL
)
_NAME = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
_LANG = re.compile(r"\slang=[\"']?([\w-]+)")
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_SILENT = frozenset(("script", "style"))
_WHOLE = frozenset(
    ("option", "textarea", "title", "text", "tspan", "desc")
)  # no element may stand inside: marked themselves
MARK = ' lang="zh-Hans"'


def mark(html: str) -> str:
    """The page, or a part of one, with every run of Chinese words in an element that says so."""
    pieces = _PIECE.findall(html)
    if len("".join(pieces)) != len(html):
        return html  # something that is no HTML: left as it is
    for at, inside, opened in _texts(pieces):
        element = pieces[opened] if opened >= 0 else ""
        alone = pieces[at - 1] == element and at + 1 < len(pieces) and pieces[at + 1].startswith("</")
        found = _RUN.fullmatch(pieces[at].strip())
        if inside in _WHOLE or (found and alone):
            pieces[opened] = _marked(element)
        else:
            pieces[at] = _RUN.sub(lambda run: f"<span{MARK}>{run[0]}</span>", pieces[at])
    return "".join(pieces)


def _marked(element: str) -> str:
    name = _NAME.match(element)
    return element if name is None or _LANG.search(element) else f"{element[: name.end()]}{MARK}{element[name.end() :]}"


def _texts(pieces: list[str]) -> Iterator[tuple[int, str, int]]:
    """(place of a text with Chinese words that nothing around it marks, name and place of the element it stands in)."""
    around: list[tuple[str, int, bool]] = []  # (name, place, whether it is Chinese)
    for at, piece in enumerate(pieces):
        name = _NAME.match(piece)
        if name and name[1]:
            _close(around, name[2].lower())
        elif name:
            tag, said = name[2].lower(), _LANG.search(piece)
            if tag not in _VOID and tag not in _SILENT and not piece.endswith("/>"):
                chinese = said[1].startswith("zh") if said else bool(around and around[-1][2])
                around.append((tag, at, chinese))
        elif not piece.startswith("<") and _RUN.search(piece):
            inside, opened, chinese = around[-1] if around else ("", -1, False)
            if not chinese:
                yield at, inside, opened


def _close(around: list[tuple[str, int, bool]], tag: str) -> None:
    """Up to the element of this name; an end without a beginning changes nothing."""
    if any(name == tag for name, _at, _chinese in around):
        while around.pop()[0] != tag:
            pass
