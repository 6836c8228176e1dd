"""The items of a checklist as HTML, put together in Python: a category has two hundred papers, and a template takes five times as
long for them (``home.markup``). Escaped here."""

from collections.abc import Iterable, Mapping

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cases.enums import MaterialForm, MaterialSource
from cases.models import MaterialRequirement
from cases.queries.checklists import Line, Part, Sheet
from home.markup import text
from home.words import is_chinese


class Rows:
    """Draws one checklist in the reader's language; the words that every row repeats are looked up once."""

    def __init__(self, sheet: Sheet) -> None:
        self.of_item = sheet.of_item
        self.named = "name_zh" if is_chinese() else "name_en"  # asked once, not for every paper
        self.forms = {row.value: text(row.label) for row in MaterialForm}
        self.sources = {row.value: text(row.label) for row in MaterialSource}
        self.late, self.core = text(_("may be late")), text(_("core"))
        self.comes = text(_("Comes from the item") + _(": "))
        self.handle, self.done = text(_("Handle this item for me")), text(_("Already done"))

    def parts(self, parts: Iterable[Part], guides: Mapping[int, str]) -> SafeString:
        """Each with its papers. ``guides``: {item: address of its guide}."""
        drawn = "\n".join(self._part(part, guides.get(part.item.pk, "")) for part in parts)
        return mark_safe(drawn)  # noqa: S308  escaped piece by piece

    def _part(self, part: Part, guide: str) -> str:
        head = self._papers_head(part) if self.of_item else self._item_head(part, guide)
        lines = "".join(map(self._line, part.lines))
        listed = f'<ul class="papers">{lines}</ul>' if lines else ""
        return f'<fieldset class="check">{head}{listed}</fieldset>'

    @staticmethod
    def _papers_head(part: Part) -> str:
        return f'<legend>{text(_("Papers"))} <span class="count">{len(part.lines)}</span></legend>'

    def _item_head(self, part: Part, guide: str) -> str:
        item = part.item
        name, code = text(getattr(item, self.named)), text(item.code)
        title = f'<a href="{text(guide)}">{name}</a>' if guide else name
        asked = f'<p class="muted">{text(item.question)}</p>\n' if part.conditional and item.question else ""
        boxes = (("items", part.taken, self.handle), ("done", part.done, self.done))
        ticks = "\n".join(f"<label>{_box(kind, code, on)} {label}</label>" for kind, on, label in boxes)
        return f'<legend>{title}</legend>\n{asked}<div class="ticks">{ticks}</div>'

    def _line(self, line: Line) -> str:
        said = f"{text(getattr(line.paper, self.named))} <small>{self._how(line.paper)}</small>"
        return f"<li><label>{_box('have', text(line.code), line.have)}<span>{said}</span></label></li>"

    def _how(self, paper: MaterialRequirement) -> str:
        copies = f" × {paper.copies}" if paper.copies > 1 else ""
        said = [f"{self.forms[paper.form]}{copies}", self.sources[paper.source]]
        said += [self.late] if paper.may_be_late else []
        if not self.of_item:
            return " · ".join(said)
        said += [self.core] if paper.core else []
        comes = "".join(f"<br>{self.comes}{text(source.name)}" for source in paper.result_of.all())
        return " · ".join(said) + comes


def _box(name: str, value: str, on: bool) -> str:
    return f'<input type="checkbox" name="{name}" value="{value}"{" checked" if on else ""}>'
