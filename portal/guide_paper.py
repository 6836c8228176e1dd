"""Guides on paper: what stands on the page of an item or a category, as the printing side wants it, and the files themselves."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.documents import guide as form
from cases.documents.guide import PrintedPoint as Point
from cases.documents.guide import PrintedSection as Section
from home import context, pagecache
from home.files.pdf import pdf_response
from home.words import is_chinese
from portal import reading
from portal.checklists.addresses import public
from portal.models import CategoryPage, GuidePage
from portal.models.base import RecordPage

KEPT = 3600  # seconds, as pages that say "today"
_END = re.compile(r"</(?:p|li|h\d|dt|dd|div|blockquote)>|<br\s*/?>", re.IGNORECASE)


@require_safe
def of_item(request: HttpRequest, code: str) -> HttpResponse:
    """The guide to an item as a PDF; published when its page is."""
    page = GuidePage.objects.live().public().filter(item__code=code).first()
    return _answer(request, page, _item, code.lower())


@require_safe
def of_category(request: HttpRequest, slug: str) -> HttpResponse:
    """The guide to a category as a PDF."""
    page = CategoryPage.objects.live().public().filter(slug=slug).first()
    return _answer(request, page, _category, slug)


def _answer(request: HttpRequest, page: RecordPage | None, sections: Any, name: str) -> HttpResponse:
    if page is None:
        raise Http404
    day = timezone.localdate()
    place = f"guide.{pagecache.version()}.{page.pk}.{get_language()}.{day:%Y%m%d}.{request.get_host()}"
    made = cache.get(place)
    if made is None:
        made = form.guide(_printed(request, page, sections), "zh" if is_chinese() else "en").pdf
        cache.set(place, made, KEPT)
    return pdf_response(made, f"guide-{name}.pdf")


def _printed(request: HttpRequest, page: RecordPage, sections: Any) -> form.PrintedGuide:
    shown = page.get_context(request)
    about, lead, facts, parts = sections(page, shown)
    site = context.brand(english=not is_chinese())["name"]
    day = timezone.localdate()
    return form.PrintedGuide(
        title=page.shown_title,
        about=about,
        lead=lead,
        facts=tuple(facts),
        sections=tuple(part for part in parts if part.paras or part.points),
        address=public(request, page.url or "/"),
        address_says=_("Scan it for the page as it stands today."),
        foot=_("%(site)s · as the catalogue has it on %(day)s · free of charge") % {"site": site, "day": day},
        today=day,
    )


Printed = tuple[str, str, list[tuple[str, str]], list[Section]]


def _item(page: GuidePage, shown: dict[str, Any]) -> Printed:
    item = shown["item"]
    about = f"{item.get_kind_display()} · {item.stage.name} · {_('Code')} {item.code}"
    facts = [
        (_("Limit in law"), shown["limit"]),
        (_("Promised"), shown["promise"]),
        (_("Fee"), item.get_fee_kind_display()),
        (_("Decided at"), item.get_level_display()),
    ]
    lead = shown["intro"] or item.reason
    when = [text for text in (item.reason if shown["intro"] else "", item.note) if text]
    when += [f"{_('Ask yourself')}{_(': ')}{item.question}"] if item.question else []
    steps = tuple(Point(text=name, note=text) for name, text in shown["procedure"].steps)
    open_ways = tuple(Point(text=way.label, note=way.meaning) for way in shown["easier"] if way.open)
    sections = [
        _lines(_("When you need it"), when),
        _lines(_("Conditions"), (), [one.text for one in shown["procedure"].conditions]),
        Section(name=_("How it goes"), points=steps, numbered=True),
        _lines(_("What has to come first"), (), _before(shown["before"])),
        Section(name=_("What you hand in"), points=tuple(map(_paper, shown["materials"]))),
        _lines(_("How long it takes"), filter(None, (item.statutory_note,))),
        _lines(_("What it costs"), (item.fee, _("The assisted approval service itself is always free."))),
        Section(name=_("Easier ways"), points=open_ways),
        _lines(_("What you get"), (item.result,)),
        *_own_words(page),
        _lines(_("Common mistakes"), (), _pieces(page.shown_mistakes)),
        Section(name=_("Where and when"), points=tuple(_windows(shown["windows"]))),
        Section(name=_("If something goes wrong"), points=_rights(shown["procedure"].appeals)),
        _lines(_("Legal basis"), (item.legal_basis,)),
    ]
    return about, lead, facts, sections


def _category(page: CategoryPage, shown: dict[str, Any]) -> Printed:
    category, days = page.category, shown["typical_days"]
    facts = [
        (_("Always needed"), _count(shown["needed_count"])),
        (_("Depends on the project"), _count(shown["depends_count"])),
    ]
    facts += [(_("Typical time to the construction permit"), reading.days_words(days, "wd"))] if days else []
    lead = shown["intro"] or category.intro
    sections = [_stage(group, number) for number, group in enumerate(shown["main_stages"], 1)]
    sections += [_stage(group) for group in shown["side_tracks"]]
    policies = tuple(Point(text=policy.shown_title, note=policy.issuer) for policy, _explained in shown["policies"])
    sections += [Section(name=_("Policies for such projects"), points=policies), *_own_words(page)]
    calls = tuple(Point(text=one.place, note=f"{one.office} {one.phone}".strip()) for one in shown["contacts"])
    sections.append(Section(name=_("Whom to call"), points=calls))
    about = f"{_('For example')}{_(': ')}{category.examples}" if category.examples else ""
    return about, lead, facts, sections


def _count(number: int) -> str:
    return ngettext("%(n)d item", "%(n)d items", number) % {"n": number}


def _stage(group: reading.StageGroup, number: int = 0) -> Section:
    needed = [
        Point(text=row.item.name, note=f"{row.item.department.name} · {reading.promise_words(row.item)}")
        for row in group.needed
    ]
    depends = [
        Point(text=row.item.name, note=f"{_('Depends on the project')}{_(': ')}{row.item.question}")
        for row in group.depends
    ]
    name = f"{number}. {group.stage.name}" if number else group.stage.name
    return Section(name=name, points=(*needed, *depends))


def _lines(name: str, paras: Iterable[str], points: Iterable[str] = ()) -> Section:
    return Section(name=name, paras=tuple(paras), points=tuple(Point(text=text) for text in points))


def _before(before: reading.Predecessors) -> Iterator[str]:
    """What has to come first, each kind with its word."""
    said, mark = _(", "), _(": ")
    for word, rows in ((_("Always"), before.all_of), (_("If your project needs it"), before.if_present)):
        yield from (f"{word}{mark}{item.name}" for item, _url in rows)
    for group in before.any_of:
        yield f"{_('One of these')}{mark}{said.join(item.name for item, _url in group)}"
    yield from (f"{_('After')}{mark}{name}" for name in before.milestones)
    yield from (f"{_('Recommended')}{mark}{item.name}" for item, _url in before.soft)


def _paper(row: tuple[Any, list[Any]]) -> Point:
    paper, sources = row
    comes = _(", ").join(item.name for item, _url in sources) or paper.get_source_display()
    said = [f"{paper.get_form_display()} × {paper.copies}", comes]
    said += [_("core")] if paper.core else []
    said += [_("may be late")] if paper.may_be_late else []
    return Point(text=paper.name, note=" · ".join(map(str, said)))


def _windows(units: Iterable[Any]) -> Iterator[Point]:
    """Offices of which there is more to say than the name."""
    for unit in units:
        if told := " · ".join(filter(None, (unit.address, unit.hours, unit.phone))):
            yield Point(text=unit.name, note=told)


def _rights(appeals: list[tuple[str, str]]) -> tuple[Point, ...]:
    """Whom to complain to, then what the law gives against a decision."""
    brand = context.brand(english=not is_chinese())
    phone = f"{_('Supervision')} {brand['supervision_phone']}" if brand.get("supervision_phone") else ""
    word = _("It goes past everybody whom it concerns and is answered within the days of the service.")
    complain = Point(text=_("Complain"), note=" ".join(filter(None, (phone, word))))
    return (complain, *(Point(text=name, note=text) for name, text in appeals))


def _own_words(page: RecordPage) -> Iterator[Section]:
    """The editor's own words."""
    name, paras = _("Good to know"), []
    for block in page.shown_body:
        if block.block_type == "heading":
            if paras:
                yield _lines(name, paras)
            name, paras = str(block.value), []
        else:
            paras += _pieces(str(block.render()))
    if paras:
        yield _lines(name, paras)


def _pieces(html: str) -> list[str]:
    """The paragraphs and lines of some HTML as plain texts."""
    texts = (" ".join(unescape(strip_tags(part)).split()) for part in _END.split(html))
    return [text for text in texts if text]
