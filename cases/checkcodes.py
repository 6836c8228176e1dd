"""Check codes of printed papers: made at random, so that no number tells them, and written so that people can copy them."""

import hmac
import re
import secrets
import unicodedata

# Digits and capitals without I, L, O and U: nothing in it is taken for anything else.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
CASE_NUMBER = re.compile(r"([A-Z]+)(\d{6})(\d{4})(\d{4,})")
MISREAD = str.maketrans("ILO", "110")


def make() -> str:
    """A new code: 60 random bits."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def grouped(code: str) -> str:
    """As it is printed: 7F3K-Q9TB-02XM."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def clean(typed: str) -> str:
    """What somebody typed as it is kept: without dashes and blanks, misread letters put right."""
    kept = "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())
    return kept.translate(MISREAD)[: 2 * LENGTH]


def same(code: str, typed: str) -> bool:
    """Whether the two are equal; how long the answer takes tells nothing of where they differ."""
    return hmac.compare_digest(code, clean(typed))


def case_number(typed: str) -> str:
    """A case number as it is kept, BDB-370783-2026-0001, whatever width, case and dashes it was typed with."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    found = CASE_NUMBER.fullmatch("".join(sign for sign in plain if sign.isascii() and sign.isalnum()))
    return "-".join(found.groups()) if found else plain.strip()
