"""Checks of codes: unified social credit code (GB 32100—2015) and national project code (GB/T 40058—2021). Pure."""

import re

USCC_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
# Since 2020-11: YYMM-region-department-type-serial; before: YYYY-region-industry-type-serial.
_PROJECT_CODE = re.compile(r"\d{2}(0[1-9]|1[0-2])-\d{6}-\d{2}-\d{2}-\d{6}")
_OLD_PROJECT_CODE = re.compile(r"20(1[5-9]|20)-\d{6}-\d{2}-\d{2}-\d{6}")


def clean_code(raw: str) -> str:
    """Without blanks, in half-width capitals."""
    half = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in raw)
    return re.sub(r"\s+", "", half).upper()


def uscc_check_character(first17: str) -> str:
    """The 18th character that the first 17 demand; KeyError-free only for characters of the standard."""
    total = sum(USCC_CHARACTERS.index(c) * w for c, w in zip(first17, _WEIGHTS, strict=True))
    return USCC_CHARACTERS[(31 - total % 31) % 31]


def is_uscc(code: str) -> bool:
    """Whether ``code`` has 18 characters of the standard and the right check character."""
    if len(code) != 18 or any(c not in USCC_CHARACTERS for c in code):
        return False
    return uscc_check_character(code[:17]) == code[17]


def is_project_code(code: str) -> bool:
    """Whether the form is right. The check digit is not verified: its formula is not published."""
    return bool(_PROJECT_CODE.fullmatch(code) or _OLD_PROJECT_CODE.fullmatch(code))


def project_code_region(code: str) -> str:
    """The six digits of the region within a project code."""
    return code.split("-")[1]
