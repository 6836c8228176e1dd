"""Which characters the two document fonts can print, and what is printed instead of the others."""

import struct
import unicodedata
from functools import cache
from pathlib import Path

from pylopdf_fonts_zh_cn import sans_path, serif_path

BLANK = "□"
"""What official papers print for a character that cannot be printed (U+25A1); a note on the paper names it."""

_INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


def _table(font: bytes, tag: bytes) -> bytes:
    """One table of an OpenType file by its four-byte tag."""
    (count,) = struct.unpack_from(">H", font, 4)
    for index in range(count):
        name, _checksum, offset, length = struct.unpack_from(">4sLLL", font, 12 + 16 * index)
        if name == tag:
            return font[offset : offset + length]
    raise ValueError(f"font has no {tag.decode()} table")


def _format_12(cmap: bytes) -> bytes:
    """The full-Unicode subtable (format 12) of a cmap table."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    for index in range(count):
        _platform, _encoding, offset = struct.unpack_from(">HHL", cmap, 4 + 8 * index)
        if struct.unpack_from(">H", cmap, offset) == (12,):
            return cmap[offset:]
    raise ValueError("font has no full-Unicode character map")


def covered(path: Path) -> frozenset[int]:
    """The code points for which the font file at ``path`` has a glyph."""
    subtable = _format_12(_table(path.read_bytes(), b"cmap"))
    (groups,) = struct.unpack_from(">L", subtable, 12)
    points: set[int] = set()
    for index in range(groups):
        first, last, glyph = struct.unpack_from(">LLL", subtable, 16 + 12 * index)
        points.update(range(first, last + 1) if glyph else range(first + 1, last + 1))
    return frozenset(points)


@cache
def printable() -> frozenset[int]:
    """Code points that at least one of the two document fonts can print."""
    return covered(serif_path()) | covered(sans_path())


def _replacement(character: str) -> str:
    if character in "\n ":
        return character
    if character == "\t" or unicodedata.category(character) == "Zs":
        return character if character == "\u3000" else " "
    point = ord(character)
    if unicodedata.category(character) == "Co":
        return BLANK  # a private-use character means something else to every reader, and PDF/A-2a refuses it
    if unicodedata.category(character) in _INVISIBLE or any(point in block for block in _VARIATION_SELECTORS):
        return ""
    return character if point in printable() else BLANK


def named(character: str) -> str:
    """How a note names a character: its code point and, where it has one, its name."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}{name and ' ' + name}"


def fit(text: str) -> tuple[str, frozenset[str]]:
    """``text`` as the fonts can print it, and the characters that became □.

    Composed to NFC; line ends become ``\\n``; invisible and direction-changing characters are dropped, because a
    signed paper must not hold anything that the signer cannot see.
    """
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    pairs = [(character, _replacement(character)) for character in composed]
    missing = frozenset(character for character, shown in pairs if shown == BLANK and character != BLANK)
    return "".join(shown for _character, shown in pairs), missing
