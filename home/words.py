"""Amounts, sizes, lamps, indicators and days left as people say them, in the active language. Pure functions."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.daywords import is_chinese
from cases.indicators import Unit

HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
WAN = Decimal(10_000)
YI = Decimal(100_000_000)


def language_mark(text: object) -> SafeString:
    """The attribute that says of Chinese words on a page in another language that they are Chinese; else nothing."""
    return SafeString(' lang="zh-Hans"') if not is_chinese() and HAN.search(str(text or "")) else SafeString("")


def to_yuan(amount: Any, unit: str) -> Decimal:
    """An amount in yuan; `unit` is "yuan" or "wan" (10,000 yuan)."""
    return Decimal(str(amount)) * (WAN if unit == "wan" else 1)


def _plain(value: Decimal, places: int = 2) -> str:
    text = f"{value:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def exact_yuan(yuan: Decimal) -> str:
    """The amount to the fen."""
    return f"{_plain(yuan)} 元" if is_chinese() else f"CNY {_plain(yuan)}"


def money(yuan: Decimal) -> str:
    """An amount with the unit that reads best: 1.2 亿元, 350 万元, 800 元; CNY 120 million, CNY 800."""
    size = abs(yuan)
    if is_chinese():
        if size >= YI:
            return f"{_plain(yuan / YI)} 亿元"
        return f"{_plain(yuan / WAN)} 万元" if size >= WAN else f"{_plain(yuan)} 元"
    if size >= 1_000_000_000:
        return f"CNY {_plain(yuan / 1_000_000_000)} billion"
    return f"CNY {_plain(yuan / 1_000_000)} million" if size >= 1_000_000 else f"CNY {_plain(yuan)}"


def local(value: dt.date | dt.datetime) -> dt.date | dt.datetime:
    """An aware moment in the office's own time zone; dates and naive moments as they are."""
    return timezone.localtime(value) if isinstance(value, dt.datetime) and timezone.is_aware(value) else value


def workdays_left(days: int) -> str:
    """Working days to a due date as a sentence."""
    if days == 0:
        return _("Due today")
    if days < 0:
        return ngettext("%(n)d working day overdue", "%(n)d working days overdue", -days) % {"n": -days}
    return ngettext("%(n)d working day left", "%(n)d working days left", days) % {"n": days}


def filesize(size: int | None) -> str:
    """Bytes as KB, MB or GB (1 KB is 1,024 bytes)."""
    if size is None:
        return "–"
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{number_format(size / 1024, 0)} KB"
    if size < 1024**3:
        return f"{number_format(size / 1024**2, 1)} MB"
    return f"{number_format(size / 1024**3, 1)} GB"


def range_labels(form_field: Any, count: int) -> list[str]:
    """Labels of the inputs of a field that has several: from and to, or date and time."""
    if count == 2:
        if type(form_field).__name__ == "SplitDateTimeField":
            return [_("Date"), _("Time")]
        return [_("From"), _("To")]
    return [_("Part %(n)d") % {"n": number} for number in range(1, count + 1)]


def measured(value: float | None, unit: Unit, signed: bool = False) -> str:
    """The value of an indicator; a dash where nothing was counted."""
    if value is None:
        return "—"
    value = round(value, unit.places)
    sign = ("+" if value > 0 else "−" if value < 0 else "±") if signed else ""
    size = abs(value) if signed else value
    if unit == Unit.SHARE:
        # The difference of two shares is in points, not in percent of one of them.
        return f"{sign}{number_format(size, unit.places)}" + (_(" points") if signed else " %")
    return sign + number_format(size, unit.places)
