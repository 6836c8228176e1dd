"""HTML that pages need by the dozen, put together in Python: nodes of a template take five times as long. Escaped here."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from typing import Any

from django.template.defaultfilters import linebreaksbr
from django.utils.formats import localize
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import template_localtime
from django.utils.translation import gettext as _

from cases.daywords import date_words, is_chinese, with_days
from home import words

SUMMARY = ("label", "value", "url", "action")


def text(value: object) -> str:
    """Escaped, unless it is HTML already. Django's own function asks at each call whether the text is lazy, which takes
    longer than the escaping."""
    html = getattr(value, "__html__", None)
    return str(html()) if html else escape(str(value))


def of(item: Any, name: str) -> Any:
    """What an object or a mapping has under ``name``, called when it is a method; None where there is nothing."""
    found = item.get(name) if isinstance(item, Mapping) else getattr(item, name, None)
    return found() if callable(found) else found


def shown(value: Any) -> str:
    """A value as a template shows it: moments in the office's time zone, numbers and days in the reader's way of writing."""
    return text(value if isinstance(value, str) else localize(template_localtime(value)))


def day(value: dt.date | dt.datetime, *, time: bool = False, short: bool = False) -> SafeString:
    """A date or a moment in words inside ``<time>``."""
    moment = words.local(value)
    if isinstance(moment, dt.datetime):
        return _time(moment, date_words(moment, time=time, short=short))
    return _day(moment, short, is_chinese())


@lru_cache(maxsize=4096)
def _day(value: dt.date, short: bool, _chinese: bool) -> SafeString:
    return _time(value, date_words(value, short=short))


def _time(value: dt.date, said: str) -> SafeString:
    return mark_safe(f'<time datetime="{value.isoformat()}">{said}</time>')  # noqa: S308  digits and names of days


_CALLED = re.compile(r"\+?\d[\d\-() ]{1,}\d")


def phone(value: object) -> SafeString:
    """A number as a link that a telephone dials; words around it (an extension, an hour) stay words."""
    said = str(value or "")
    found = _CALLED.search(said)
    if found is None:
        return mark_safe(text(said))  # noqa: S308  escaped
    dialled = re.sub(r"[^\d+]", "", found[0])
    before, after = text(said[: found.start()]), text(said[found.end() :])
    html = f'{before}<a href="tel:{dialled}">{text(found[0])}</a>{after}'
    return mark_safe(html)  # noqa: S308  escaped piece by piece


def timeline(events: Iterable[Any]) -> SafeString:
    """Events with when, what, who, text, url, url_label and state: done, now, next, late, halted or seal."""
    marks = {
        "now": f' <span class="badge tone-due">{_("Now")}</span>',
        "late": f' <span class="badge tone-late">{_("Overdue")}</span>',
        "next": f' <span class="badge">{_("Coming next")}</span>',
        "halted": f' <span class="badge tone-halted">{_("Clock stopped")}</span>',
    }
    drawn = "".join(_event(event, marks) for event in events or ())
    return mark_safe(f'\n<ol class="timeline">{drawn}\n</ol>\n')  # noqa: S308  escaped piece by piece


def _event(event: Any, marks: Mapping[str, str]) -> str:
    when, who, told, url = (of(event, name) for name in ("when", "who", "text", "url"))
    if isinstance(told, str) and not isinstance(told, SafeString):
        told = with_days(told)
    what, state = text(of(event, "what")), str(of(event, "state") or "done")
    parts = [f'\n<li class="is-{escape(state)}">']
    parts += [f'<span class="when">{day(when, time=True)}</span>'] if when else []
    parts += [f'\n<span class="what">{what}</span>']
    parts += [f' <span class="who">{text(who)}</span>'] if who else []
    parts += [marks.get(state, ""), "\n"]
    parts += [f"<p>{linebreaksbr(told)}</p>"] if told else []
    parts += [f'<p><a href="{text(url)}">{text(of(event, "url_label") or what)}</a></p>'] if url else []
    return "".join([*parts, "</li>"])


def summary(rows: Iterable[Any]) -> SafeString:
    """Facts: rows are (label, value), (label, value, change url) or mappings with label, value, url, action."""
    named = (row if isinstance(row, Mapping) else dict(zip(SUMMARY, row, strict=False)) for row in rows or ())
    nothing = f'<span class="muted">{_("Not given")}</span>'
    drawn = "".join(_fact(row, nothing) for row in named)
    return mark_safe(f'\n<dl class="summary">{drawn}\n</dl>\n')  # noqa: S308  escaped piece by piece


def _fact(row: Mapping[str, Any], nothing: str) -> str:
    label, value, url = text(of(row, "label")), of(row, "value"), of(row, "url")
    change = ""
    if url:
        action = text(of(row, "action") or _("Change"))
        change = f'<dd><a href="{text(url)}">{action}<span class="sr-only">{_(": ")}{label}</span></a></dd>'
    if isinstance(value, dt.date):
        said: str = day(value, time=isinstance(value, dt.datetime))
    else:
        said = shown(value) if value or value == 0 else nothing
    return f"\n<div><dt>{label}</dt><dd>{said}</dd>{change}</div>"
