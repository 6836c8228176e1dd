"""Small tags of the checklists, on the portal, in the enterprise's pages and at the desk."""

from django import template
from django.utils.translation import gettext as _

from cases.models import MaterialRequirement
from cases.queries.checklists import Part

register = template.Library()


@register.simple_tag
def how(paper: MaterialRequirement) -> str:
    """Form, number, source, and whether it may be late: one line."""
    copies = f" × {paper.copies}" if paper.copies > 1 else ""
    said = [f"{paper.get_form_display()}{copies}", paper.get_source_display()]
    said.append(_("may be late") if paper.may_be_late else "")
    return " · ".join(str(word) for word in said if word)


@register.filter
def have_of(part: Part) -> str:
    """How many of the papers of an item are there: 2 / 5."""
    return f"{part.have} / {len(part.lines)}"
