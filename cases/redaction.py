"""Taking personal data out of a text before it is published: numbers, addresses of mail, identity numbers, given names.

Pure. What is not certain is taken out too: a reader misses a number less than its owner would.
"""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
USCC = re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Za-z])")
NUMBERED = re.compile(r"(?<![0-9A-Za-z])[A-Z]{2,4}-\d{6}[A-Z0-9]*-\d{4}-\d+", re.ASCII)  # cases, papers, letters
IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)|(?<!\d)\d{15}(?!\d)")
# Telephones and account numbers: seven digits and more, also in groups; dates and amounts in 万元 are shorter.
LONG_NUMBER = re.compile(r"(?<!\d)\+?\d(?:[ -]?\d){6,}(?!\d)")
WIDE = str.maketrans("０１２３４５６７８９＠．－Ｘｘ", "0123456789@.-Xx")


def redact(text: str, names: Iterable[str] = ()) -> str:
    """The text without personal data; ``names``: of the asker, of his enterprise, of anybody known to be meant."""
    gone = _("[left out]")
    kept = text.translate(WIDE)
    for name in sorted({name.strip() for name in names}, key=len, reverse=True):
        if len(name) > 1:
            kept = kept.replace(name, gone)
    for pattern in (MAIL, NUMBERED, IDENTITY, USCC, LONG_NUMBER):
        kept = pattern.sub(gone, kept)
    doubled = re.compile(rf"{re.escape(gone)}(?:\s*{re.escape(gone)})+")
    return doubled.sub(gone, kept)
