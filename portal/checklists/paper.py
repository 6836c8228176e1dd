"""A checklist as the printing side wants it: all words in the reader's language."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.documents import checklist as form
from cases.queries.checklists import Part, Sheet
from home import context
from home.templatetags.checklist_words import how
from home.words import is_chinese
from portal.models import ChecklistPage, GuidePage


def is_published(sheet: Sheet) -> bool:
    """A checklist is on paper when it is on the portal."""
    if sheet.of_item:
        return bool(GuidePage.objects.live().public().filter(item__code=sheet.code).exists())
    return bool(ChecklistPage.objects.live().public().filter(category__code=sheet.code).exists())


def printed(sheet: Sheet, address: str) -> form.PrintedChecklist:
    """``address``: what brings the ticks back."""
    today = timezone.localdate()
    brand = context.brand(english=not is_chinese())
    said = {"have": sheet.have, "all": len(sheet.lines)}
    return form.PrintedChecklist(
        title=sheet.name,
        lead=sheet.parts[0].item.question if sheet.of_item else "",
        counted=_("%(have)s of %(all)s papers are there.") % said,
        address=address,
        address_says=_("Scan it to go on with this list and its ticks on a phone or another computer."),
        foot=_("%(site)s · as the catalogue has it on %(day)s · free of charge")
        % {"site": brand["name"], "day": today},
        groups=tuple(
            form.PrintedGroup(
                name=group.stage.name, parts=tuple(_part(part, of_item=sheet.of_item) for part in group.parts)
            )
            for group in sheet.groups
        ),
        today=today,
    )


def _part(part: Part, *, of_item: bool) -> form.PrintedPart:
    state = _("already done") if part.done else "" if part.taken else _("not chosen")
    if part.conditional and not part.taken and not part.done:
        state = _("Depends on the project")
    lines = tuple(form.PrintedLine(name=line.paper.name, how=how(line.paper), have=line.have) for line in part.lines)
    return form.PrintedPart(
        name=part.item.name,
        state=state,
        condition=part.item.question if part.conditional and not of_item else "",
        lines=lines,
    )
