"""The checklist of an item, what its buttons lead to, and the PDF."""

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases import ticks
from cases.documents import checklist as form
from cases.models import ProjectCategory
from cases.queries import checklists
from home import limits, pagecache
from home.files.pdf import pdf_response
from home.words import is_chinese
from portal.checklists import addresses, drawing, paper
from portal.codes import PAPER, codes
from portal.models import GuidePage

PRINTS, WITHIN = 60, 10 * 60  # PDFs with ticks from one network in so many seconds
PDF_KEPT = 3600


@require_safe
def item_checklist(request: HttpRequest, code: str) -> HttpResponse:
    """Drawn from the record; the editors' words are those of the guide. It is published when the guide is."""
    guide = GuidePage.objects.live().public().filter(item__code=code).first()
    sheet = checklists.read(code) if guide else None
    if guide is None or sheet is None:
        raise Http404
    response = drawing.item_page(request, guide, sheet)
    response.published_page = True  # type: ignore[attr-defined]
    if request.GET:
        response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What was ticked goes on: into an application, into a link with its QR code, onto paper, into an account."""
    code = ",".join(codes(request, "list")[:1])
    sheet = checklists.read(code) if code else None
    if sheet is None:
        return _plain_start(request)
    told = sheet.told(codes(request, "have", PAPER), codes(request, "items"), codes(request, "done"))
    ways = {"link": _linked, "pdf": addresses.printed, "save": addresses.kept}
    return HttpResponseRedirect(ways.get(request.GET.get("go", ""), addresses.applied)(sheet, told))


def _linked(sheet: checklists.Sheet, told: ticks.Ticks) -> str:
    return f"{addresses.of(sheet.row)}?t={ticks.write(told)}#take"


def _plain_start(request: HttpRequest) -> HttpResponse:
    """Items without a checklist around them, as other pages pass them on."""
    done = codes(request, "done")
    wanted = {
        "category": ",".join(codes(request, "category")[:1]),
        "items": ",".join(code for code in codes(request, "items") if code not in done),
        "done": ",".join(done),
    }
    # Codes are plain letters and digits: nothing to quote, and the commas stay readable.
    query = "&".join(f"{name}={value}" for name, value in wanted.items() if value)
    return HttpResponseRedirect(f"/my/projects/new/?{query}")


@require_safe
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The checklist on paper, by the slug of its page or its code; ticked as the address says, with the QR code of the ticks."""
    category = ProjectCategory.objects.filter(slug=code).first()
    sheet = checklists.read(category.code if category else code.upper())
    if sheet is None or not paper.is_published(sheet):
        raise Http404
    told = sheet.within(ticks.read(request.GET.get(drawing.PARAMETER, "")) or ticks.NONE)
    address = addresses.public(request, addresses.ticked(sheet, told))
    if told and limits.take(request, "checklist_pdf", tries=PRINTS, seconds=WITHIN) is None:
        return render(request, "portal/checklist_wait.html", {"title": _("One moment, please")}, status=429)
    place = (
        f"checklist.{pagecache.version()}.{code}.{get_language()}.{timezone.localdate():%Y%m%d}.{request.get_host()}"
    )
    made = None if told else cache.get(place)
    if made is None:
        made = form.checklist(paper.printed(sheet.marked(told), address), "zh" if is_chinese() else "en").pdf
        if not told:
            cache.set(place, made, PDF_KEPT)
    return pdf_response(made, f"checklist-{addresses.slug(sheet.row)}.pdf")
