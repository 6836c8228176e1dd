"""How far a draft is: its sections, what each still lacks, and where to go on."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import ItemStatus
from cases.models import Case, Project
from portal.selfservice import papers
from portal.selfservice.forms.project import PAGES

ORDER = (*PAGES, "items", "materials", "check")


@dataclass(frozen=True)
class Section:
    """One part of the application. ``missing``: what stops it from being sent; ``note``: what is good to know."""

    code: str
    label: str
    url: str
    missing: list[str] = field(default_factory=list)
    note: str = ""
    may_follow: bool = False

    @property
    def done(self) -> bool:
        return not self.missing


def address(case: Case, code: str) -> str:
    """The page of a section."""
    if code in PAGES:
        return reverse("my:project", args=[case.uuid, code])
    return reverse(f"my:{code}", args=[case.uuid])


def after(code: str) -> str:
    """The section that follows."""
    return ORDER[min(ORDER.index(code) + 1, len(ORDER) - 1)]


def names() -> list[str]:
    """Short names of all sections, for the line of steps."""
    return [
        _("Project"),
        _("Money and land"),
        _("Scale and needs"),
        _("Contact person"),
        _("Items"),
        _("Papers"),
        _("Check and send"),
    ]


def sections(case: Case) -> list[Section]:
    """The parts of a draft with what is missing in each."""
    found = []
    for (code, form), label in zip(PAGES.items(), names(), strict=False):
        labels = [
            str(form.base_fields[name].label or Project._meta.get_field(name).verbose_name)
            for name in form.missing(case.project)
        ]
        found.append(Section(code, label, address(case, code), labels))
    return [*found, _items(case), _papers(case)]


def _items(case: Case) -> Section:
    taken = case.items.exclude(status=ItemStatus.DONE_BEFORE).count()
    note = ngettext("%(n)d item chosen", "%(n)d items chosen", taken) % {"n": taken}
    missing = [] if taken else [_("at least one item that is still to be done")]
    return Section("items", _("Items"), address(case, "items"), missing, note)


def _papers(case: Case) -> Section:
    """Papers may follow after sending: the agents help with them, so none of them stops the application."""
    every = [paper for paper in papers.all_papers(papers.by_item(case)) if paper.wanted]
    given = sum(1 for paper in every if paper.files)
    note = _("%(given)d of %(all)d papers uploaded") % {"given": given, "all": len(every)}
    return Section("materials", _("Papers"), address(case, "materials"), [], note, may_follow=given < len(every))


def go_on(case: Case, found: list[Section]) -> str:
    """The first page that still lacks something, else the check."""
    return next((section.url for section in found if section.missing), address(case, "check"))
