"""The two tables of a guide as HTML, put together in Python (``home.markup``): papers, and offices of every place. Escaped here."""

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.models import Unit
from home.markup import phone as phone_link
from home.markup import text
from home.words import language_mark

NUM = ' class="num"'


def papers(rows: Iterable[tuple[Any, list[tuple[Any, str]]]]) -> SafeString:
    """What is handed in: each paper with the items whose result it is."""
    heads = _heads(pgettext("of a paper", "Form"), _("Copies"), _("Where it comes from"), _("May be late"))
    core, yes, no = f' <span class="badge tone-act">{text(_("core"))}</span>', text(_("Yes")), text(_("No"))
    drawn = []
    for paper, sources in rows:
        comes = "<br>".join(_item(item, url) for item, url in sources) or text(paper.get_source_display())
        cells = (text(paper.get_form_display()), str(paper.copies), comes, yes if paper.may_be_late else no)
        told = "".join(
            f'<td data-label="{head}"{NUM if number == 1 else ""}>{cell}</td>'
            for number, (head, cell) in enumerate(zip(heads, cells, strict=True))
        )
        drawn.append(f'<tr><th scope="row">{text(paper.name)}{core if paper.core else ""}</th>{told}</tr>\n')
    return mark_safe("".join(drawn))  # noqa: S308  escaped piece by piece


def _heads(*words: str) -> list[str]:
    return [text(word) for word in words]


def _item(item: Any, url: str) -> str:
    return f'<a href="{text(url)}">{text(item.name)}</a>' if url else text(item.name)


def offices(units: Iterable[Unit], entered: bool) -> SafeString:
    """Where it is handed in; ``entered``: some office has an address or hours, so there is a column for them."""
    office, where, phone = _heads(_("Office"), _("Address and hours"), _("Office phone"))
    nothing = f'<span class="muted">{text(_("the local office completes it"))}</span>'
    drawn = []
    for unit in units:
        told = f'<td data-label="{where}">{_chinese(unit.address) or nothing}{_hours(unit)}</td>' if entered else ""
        call = phone_link(unit.phone) if unit.phone else "–"
        drawn.append(
            f'<tr><th scope="row">{text(unit.region.name)}</th><td data-label="{office}">{text(unit.name)}</td>'
            f'{told}<td data-label="{phone}">{call}</td></tr>'
        )
    return mark_safe("".join(drawn))  # noqa: S308  escaped piece by piece


def _hours(unit: Unit) -> str:
    return f'<br><span class="muted">{_chinese(unit.hours)}</span>' if unit.hours else ""


def _chinese(said: str) -> str:
    marked = language_mark(said)
    return format_html("<span{}>{}</span>", marked, said) if marked else text(said)
