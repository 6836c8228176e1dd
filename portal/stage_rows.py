"""The items of a stage as HTML, put together in Python: a category has sixty of them (``home.markup``). Escaped here."""

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.markup import text
from portal.reading import Needed, StageGroup


def stage(group: StageGroup, number: int | str = "") -> SafeString:
    """A stage with its number (none at the side): what is always needed, then what depends, folded."""
    head = f'<span class="no">{number}</span>' if number else ""
    needed, depends = group.needed, group.depends
    parts = [f'<section class="stage"><h3>{head}{text(group.stage.name)}</h3>']
    if needed:
        parts.append(f'<ul class="entries">{"".join(map(_needed, needed))}</ul>')
    if depends:
        count = len(depends)
        said = ngettext("%(n)d item depends on your project", "%(n)d items depend on your project", count) % {
            "n": count
        }
        rows = "".join(map(_depends, depends))
        parts.append(f'<details class="fold"><summary>{said}</summary>\n<ul class="entries">{rows}</ul></details>')
    return mark_safe("".join([*parts, "</section>\n"]))  # noqa: S308  escaped piece by piece


def _name(row: Needed) -> str:
    name = text(row.item.name)
    return f'<a href="{text(row.guide_url)}">{name}</a>' if row.guide_url else name


def _needed(row: Needed) -> str:
    days = row.item.promised_days
    said = ngettext("%(n)d working day", "%(n)d working days", days) % {"n": days} if days else _("on the spot")
    return f'<li>{_name(row)} <span class="muted">{text(row.item.department.name)} · {text(said)}</span></li>'


def _depends(row: Needed) -> str:
    asked = f' <span class="muted">{text(row.item.question)}</span>' if row.item.question else ""
    return f"<li>{_name(row)}{asked}</li>"
